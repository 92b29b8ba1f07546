// SPDX-License-Identifier: BSD-2-Clause
// The orthonormal colour transform in which pilots filter. White noise stays white, and most of
// what the three planes share goes to the first.
#pragma once

#include "image/planes.h"

namespace zsn2n {

constexpr int kMixedChannels = 3;

// Row c of m makes channel c of the transformed pixel: that of to_opponent(), or the channel as it
// is.
struct ColorTransform {
    explicit ColorTransform(bool rgb);

    float m[kMixedChannels][kMixedChannels] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
};

// Row `src_y` to row `dst_y` of three planes: (R + G + B) / sqrt 3, (R - B) / sqrt 2,
// (R - 2G + B) / sqrt 6. Fills src.width columns.
void to_opponent(const ConstPlanesView &src, int src_y, const PlanesView &dst, int dst_y);

// Transforms back, also in place; fills dst.width columns.
void from_opponent(const ConstPlanesView &src, int src_y, const PlanesView &dst, int dst_y);

// Transforms one value of each channel back to R, G and B, in place.
void mean_from_opponent(float (&mean)[3]);

}  // namespace zsn2n
