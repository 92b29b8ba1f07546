// SPDX-License-Identifier: BSD-2-Clause
// Low frequencies come from the image denoised at half its size, where noise is weaker and blocks
// see twice as far. This is conservative recomposition after Facciolo, Pierazzo & Morel, SIAM J.
// Imaging Sci. 2017, with a binomial filter in the place of a cut in the DCT.
#pragma once

#include "pilot/pilot.h"

namespace zsn2n {

// half = means of 2x2 samples. Its size is src's halved and rounded down: an odd last row or column
// is dropped.
void halve(const ConstPlanesView &src, const Team &team, const PlanesView &half);

// planes += share times the difference of `coarse` (of half the size) and halve(planes),
// smoothed by (1 2 1) / 4 each way and brought up by linear interpolation. `coarse` is overwritten.
void recompose(const PlanesView &coarse, float share, const Team &team, Arena &arena,
               const PlanesView &planes);

// Of white noise. Mean PSNR of 24 Kodak crops at sigma 10, 25 and 50, dB: none 35.89, 30.96, 27.36;
// 0.5 of it 35.89, 31.02, 27.53; 0.8 35.89, 31.03, 27.58; all of it 35.88, 31.03, 27.59.
constexpr float kCoarseShare = 0.8f;
// Of noise with a spectrum, which is strongest there.
constexpr float kColouredCoarseShare = 1.0f;

// Takes low frequencies of another pilot's estimate from half the size, and those of that from half
// of it. It leaves the estimate as it is where the image is less than 32 pixels either way, and
// where white noise has a map: an average of images has little of it at low frequencies.
class CoarserScale : public Pilot {
  public:
    CoarserScale(std::unique_ptr<Pilot> pilot, Scales scales)
        : pilot_(std::move(pilot)), scales_(scales) {}

    Cost cost(const Shape &shape, int threads) const override;
    void run(const ConstPlanesView &noisy, const Noise &noise, const Team &team, Arena &arena,
             const PlanesView &estimate) const override;

  private:
    Cost cost(const Shape &shape, int halvings, int threads) const;
    void run(const ConstPlanesView &noisy, const Noise &noise, int halvings, const Team &team,
             Arena &arena, const PlanesView &estimate) const;

    std::unique_ptr<Pilot> pilot_;
    Scales scales_;
};

}  // namespace zsn2n
