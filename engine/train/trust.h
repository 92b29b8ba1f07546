// SPDX-License-Identifier: BSD-2-Clause
// How far a trained network's correction of its pilot is to be believed.
#pragma once

#include <functional>

#include "train/lessons.h"

namespace zsn2n {

// denoised = what the network makes of a lesson's input (pilot, then noisy).
using Correct = std::function<void(const PlanesView &input, const PlanesView &denoised)>;

// Sums over the held-out rows of parts of an image. The best share of a correction d of a pilot p
// is <d, x - p> / <d, d>, where x is the unknown clean image. <d, x> = <d, noisy> - <d, noise>, and
// <d, noise> is what it is on pictures made for it: the pilot with noise of the model's, clipped as
// the image is (a covariance penalty by parametric bootstrap: Efron, JASA 2004). Stein's lemma in
// its place knows normal noise alone: where noise was clipped it saw nothing of a loss of 0.28 dB.
class Trust {
  public:
    // Each draw makes two pictures, with some noise and with its negative.
    void add(const LessonSource &source, uint64_t seed, int draws, const Team &team,
             const Correct &correct);

    // 0..1; 0 where nothing could be learnt of it.
    float share() const;

  private:
    double along_ = 0, square_ = 0;
};

}  // namespace zsn2n
