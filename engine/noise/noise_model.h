// SPDX-License-Identifier: BSD-2-Clause
// The noise of one image, measured in it.
#pragma once

#include <algorithm>
#include <array>

#include "base/team.h"
#include "image/planes.h"
#include "noise/clipped_normal.h"

namespace zsn2n {

// Noise as sensors have it (Foi et al., IEEE TIP 2008). The variance of a sample is a x + b where
// the noise-free sample is x, on the 0..1 scale, before any clipping. By channel; a channel that
// the image does not have has 0.
struct NoiseCurve {
    double a[3] = {}, b[3] = {};

    double variance(double x, int c) const { return std::max(a[c] * x + b[c], 0.0); }
};

constexpr int kNoiseChannels = 3;  // at most
using ChannelClipping = std::array<Clipping, kNoiseChannels>;

struct NoiseModel {
    NoiseCurve curve;
    ChannelClipping clipping = {};
    // Square root of the curve's mean variance over the image's pixels and channels; 0..1 scale.
    double sigma = 0;
    // Variance at low spatial frequencies over that at high ones, where the image is quietest; at
    // most 1000. About 1 for white noise, above 2 for noise that spans pixels (sigma then describes
    // its high frequencies alone), 0 where there is no noise.
    double coarseness = 0;
};

// Whether the edges and texture of one channel show in the others, as in RGB, or each channel has
// its own.
enum class ChannelTexture { kShared, kSeparate };

// Measures the noise of the first three channels of `noisy`, which is finite. Noise is what is
// independent from pixel to pixel and, with shared texture, from channel to channel. mask: one
// plane, 0 where a pixel is to be ignored; data = nullptr: no mask. The result is all 0 where no
// block of 8x8 pixels can be looked at. It depends on the pixels alone, not on the team.
NoiseModel fit_noise(const ConstPlanesView &noisy, const ConstPlanesView &mask,
                     ChannelTexture texture, const Team &team);

}  // namespace zsn2n
