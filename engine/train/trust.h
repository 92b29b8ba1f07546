// SPDX-License-Identifier: BSD-2-Clause
// How far a trained network's correction of its pilot is to be believed.
#pragma once

#include <functional>

#include "train/lessons.h"

namespace zsn2n {

// denoised = what the network makes of a lesson's input (pilot, then noisy).
using Correct = std::function<void(const ConstPlanesView &input, const PlanesView &denoised)>;

// Sums over parts of an image. The best share of a correction d of a pilot p is <d, x - p> / <d,
// d>, where x is the unknown clean image. <d, x> = <d, noisy> - <d, noise>, and <d, noise> is what
// it is on pictures made for it: the pilot with noise of the model's, clipped as the image is (a
// covariance penalty by parametric bootstrap: Efron, JASA 2004). Stein's lemma in its place knows
// normal noise alone: where noise was clipped it saw nothing of a loss of 0.28 dB. That the weights
// know the noise they learnt from is left out; the shares found are below the best ones all the
// same, by 0.05 to 0.3 in the mean (Kodak crops of 80 to 256 pixels, 300 and 2000 steps). Holding
// rows out of training cost more: half of the gain at sigma 25 and 50.
class Trust {
  public:
    // Each draw makes two pictures, with some noise and with its negative.
    void add(const LessonSource &source, uint64_t seed, int draws, const Team &team, Arena &arena,
             const Correct &correct);
    // Of a call, without what `correct` takes and does.
    static Cost cost(const Shape &source, int draws, const Pilot &pilot, int threads);

    // 0..1; 0 where nothing could be learnt of it.
    float share() const;

  private:
    double along_ = 0, square_ = 0;
};

}  // namespace zsn2n
