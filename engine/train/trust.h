// SPDX-License-Identifier: BSD-2-Clause
// The shrinkage factor of a trained network's correction of its pilot.
#pragma once

#include <functional>

#include "train/lessons.h"

namespace zsn2n {

// denoised = the network's result for a lesson's input (pilot, then noisy).
using Correct = std::function<void(const ConstPlanesView &input, const PlanesView &denoised)>;

// Sums over parts of an image. With a correction d of a pilot p and the unknown clean image x, the
// best share of d is <d, x - p> / <d, d>. <d, x> is <d, noisy> - <d, noise>, and <d, noise> is
// measured on pictures made for it: the pilot with drawn noise, clipped as the image is (a
// covariance penalty by parametric bootstrap: Efron, JASA 2004). Stein's lemma, which could take
// its place, holds for normal noise alone: where noise was clipped it did not see a loss of 0.28
// dB. The sums leave out that the weights have seen the noise. The shares are below the best ones
// all the same, by 0.05 to 0.3 in the mean (Kodak crops of 80 to 256 pixels, 300 and 2000 steps).
// To hold rows out of training cost more: half of the gain at sigma 25 and 50.
class Trust {
  public:
    // Each draw makes two pictures, with some noise and with its negative.
    void add(const LessonSource &source, uint64_t seed, int draws, const Team &team, Arena &arena,
             const Correct &correct);
    // Of a call, with the bytes and without the work of `correct`.
    static Cost cost(const Shape &source, int draws, const Pilot &pilot, size_t correct_bytes,
                     int threads);

    // 0..1; 0 where nothing is known about it.
    float share() const;

  private:
    double along_ = 0, square_ = 0;
};

}  // namespace zsn2n
