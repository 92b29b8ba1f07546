// SPDX-License-Identifier: BSD-2-Clause
// What one noisy image tells of its noise.
#pragma once

#include <algorithm>
#include <array>

#include "base/team.h"
#include "image/planes.h"
#include "noise/clipped_normal.h"

namespace zsn2n {

// Noise as sensors have it (Foi et al., IEEE TIP 2008): the variance of a sample is a x + b where
// the noise-free sample is x, before any clipping to 0..1. Scale of the planes, 0..1. By channel;
// those that the image does not have are 0.
struct NoiseCurve {
    double a[3] = {}, b[3] = {};

    double variance(double x, int c) const { return std::max(a[c] * x + b[c], 0.0); }
};

constexpr int kNoiseChannels = 3;  // at most
using ChannelClipping = std::array<Clipping, kNoiseChannels>;

struct NoiseModel {
    NoiseCurve curve;
    ChannelClipping clipping = {};
    // Root of the curve's mean variance over the image's pixels and channels; 0..1 scale.
    double sigma = 0;
    // Variance at low spatial frequencies over that at high ones where the image is quietest, at
    // most 1000: about 1 for noise that is white, above 2 for noise that spans pixels; sigma is
    // then that of its high frequencies alone. 0 where there is no noise.
    double coarseness = 0;
};

// Whether edges and texture of one channel show in the others, as in RGB, or each has its own.
enum class ChannelTexture { kShared, kSeparate };

// The noise of all channels (the first three) of `noisy`, which is finite. Noise is what is
// independent from pixel to pixel and, with shared texture, from channel to channel. mask: one
// plane, 0 where pixels are to be ignored; data = nullptr: none. All zero where no 8x8 pixels can
// be looked at. A function of the pixels alone, whatever the team.
NoiseModel fit_noise(const ConstPlanesView &noisy, const ConstPlanesView &mask,
                     ChannelTexture texture, const Team &team);

}  // namespace zsn2n
