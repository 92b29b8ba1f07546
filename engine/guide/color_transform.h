// SPDX-License-Identifier: BSD-2-Clause
// Brightness and colour differences of a pixel.
#pragma once

#include "image/planes.h"

namespace zsn2n {

constexpr int kPilotChannels = 3;

// Orthonormal: white noise stays white. Row c of m gives channel c of the transformed pixel.
struct ColorTransform {
    // (R + G + B) / sqrt 3, (R - B) / sqrt 2, (R - 2 G + B) / sqrt 6, or each channel as it is.
    explicit ColorTransform(bool rgb);

    // Transforms row y of three planes back, in place.
    void invert_row(const PlanesView &planes, int y) const;

    float m[kPilotChannels][kPilotChannels] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
};

}  // namespace zsn2n
