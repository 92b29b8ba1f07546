// SPDX-License-Identifier: BSD-2-Clause
// Shrinks overlapping DCT patches twice: by a hard threshold (Yu & Sapiro, IPOL 2011), then by a
// Wiener filter made of the first pass's spectra.
#pragma once

#include <vector>

#include "pilot/pilot.h"

namespace zsn2n {

// One of so many positions is used, of the 8 x 8 blocks (1 to 16) and of the 16 x 16 blocks (1 to
// 64); powers of 2. 0: none, for one of the two sizes.
struct BlockSparsity {
    int of8, of16;
};

struct DctPilotSettings {
    // Three channels are R, G, B and are transformed to brightness and two colour differences.
    // Otherwise each channel is denoised by itself.
    bool rgb = true;
    // By pass. Time of 256x256 RGB on one Zen 4 core, and mean PSNR of 24 Kodak crops at sigma 25:
    // {1, 1} in both 155 ms, 30.57 dB; {4, 8} 24 ms, 30.55; {8, 16} 13 ms, 30.51; {8, 32} 8.5 ms,
    // 30.45; {16, 64} 5.2 ms, 30.18; {8, 0} and {8, 64} 5.3 ms, 30.37. So it is the second pass
    // that needs large blocks.
    BlockSparsity thresholded = {4, 8}, filtered = {4, 8};
    // Of colour differences. {0, 0}: as above.
    BlockSparsity color_thresholded = {0, 0}, color_filtered = {0, 0};
    // The first pass takes coefficients up to so many standard deviations for noise. The signal of
    // colour differences is weaker, so they have a bound of their own.
    float threshold = 2.7f, color_threshold = 3.0f;
    // The noise variance that the second pass assumes, relative to the true one. It is below 1,
    // because the first pass has lost some of the signal already.
    float wiener_variance = 0.5f;
    // The noise variance that a fusion assumes, relative to the true one.
    float inertia = 2;
};

class DctPilot : public Pilot {
  public:
    // Throws Error(INVALID_ARGUMENT) on settings out of range.
    explicit DctPilot(const DctPilotSettings &settings);

    Cost cost(const Shape &shape, int threads) const override;
    // Beyond its edges the image is mirrored.
    void run(const ConstPlanesView &noisy, const Noise &noise, const Team &team, Arena &arena,
             const PlanesView &estimate) const override;

    // Runs the first pass by itself. The noise of `noisy` is that of samples whose level `level`,
    // of its shape, has.
    void threshold(const ConstPlanesView &noisy, const ConstPlanesView &level, const Noise &noise,
                   const Team &team, Arena &arena, const PlanesView &estimate) const;
    Cost threshold_cost(const Shape &shape, int threads) const;

    // What an image is fused with: an image of its shape, as this one would have it; `unknown`, one
    // plane, is 1 where that is not known, else 0.
    struct Other {
        ConstPlanesView image, unknown;
    };
    static constexpr int kMostOthers = 2;
    // Runs the second pass, of 8 x 8 blocks alone, as a fusion: each coefficient comes from the
    // noisy image and the others, by how far they lie from the estimate (a Kalman gain, after
    // Arias & Morel, CVPRW 2019), or from the estimate, by which has less of an error. There are
    // 1 or 2 others, the past and what is ahead; of the second an error of `doubt` times the
    // noise's variance, where the estimate is not small, is expected beside what it differs by.
    void fuse(const ConstPlanesView &noisy, const ConstPlanesView &estimate,
              const std::vector<Other> &others, float doubt, const Noise &noise, const Team &team,
              Arena &arena, const PlanesView &fused) const;
    Cost fusion_cost(const Shape &shape, int others, int threads) const;

  private:
    DctPilotSettings settings_;
};

// Settings with fewer blocks: a fifth of the time of the whole pilot (256x256 RGB), and 0.3 to 0.4
// dB less (Kodak24 crops at sigma 10 to 50).
DctPilotSettings light_dct_settings(bool rgb);

}  // namespace zsn2n
