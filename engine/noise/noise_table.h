// SPDX-License-Identifier: BSD-2-Clause
// The noise model in the form the pilots read: by what is observed, clipping included.
#pragma once

#include <algorithm>

#include "noise/noise_model.h"

namespace zsn2n {

// By channel, for local means i / (kEntries - 1) of the noisy samples, 0..1 scale; means beyond
// 0..1 take the nearest entry.
struct NoiseTable {
    static constexpr int kEntries = 256;

    // Of a sample around that mean; above 0.
    float variance[3][kEntries];
    // The noise-free sample whose noisy ones have that mean: the mean itself where nothing is
    // clipped.
    float clean[3][kEntries];

    // The same before clipping, and which ends clip.
    NoiseCurve curve;
    ChannelClipping clipping = {};

    // One plane of the denoised planes' size by which a pixel's variance is multiplied; no data: 1.
    PlanesView factor = {};

    // Of samples with so many times the variance.
    NoiseTable scaled(float times) const;

    // Linear between entries; NaN takes the first.
    static float at(const float (&values)[kEntries], float mean) {
        const float position = !(mean > 0.0f) ? 0.0f : std::min(mean, 1.0f) * (kEntries - 1);
        const int i = std::min(static_cast<int>(position), kEntries - 2);
        const float part = position - static_cast<float>(i);
        return values[i] + part * (values[i + 1] - values[i]);
    }
};

// Sampled at every entry; a variance is at least 1e-10.
NoiseTable make_noise_table(const NoiseModel &model);

// planes = noise-free samples instead of the means that clipping leaves of them.
void undo_clipping(const NoiseTable &noise, const Team &team, const PlanesView &planes);

}  // namespace zsn2n
