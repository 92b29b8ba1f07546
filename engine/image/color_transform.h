// SPDX-License-Identifier: BSD-2-Clause
// The orthonormal colour transform that pilots filter in: white noise stays white, and most of
// what the three planes share is in the first.
#pragma once

#include "image/planes.h"

namespace zsn2n {

constexpr int kMixedChannels = 3;

// Row c of m gives channel c of the transformed pixel: that of to_opponent(), or each channel as it
// is.
struct ColorTransform {
    explicit ColorTransform(bool rgb);

    float m[kMixedChannels][kMixedChannels] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
};

// Row `src_y` to row `dst_y` of three planes: (R + G + B) / sqrt 3, (R - B) / sqrt 2,
// (R - 2G + B) / sqrt 6. Fills src.width columns.
void to_opponent(const ConstPlanesView &src, int src_y, const PlanesView &dst, int dst_y);

// Back, also in place; fills dst.width columns.
void from_opponent(const ConstPlanesView &src, int src_y, const PlanesView &dst, int dst_y);

// In place: from one value of R, G, B to what they are of before.
void mean_from_opponent(float (&mean)[3]);

}  // namespace zsn2n
