// SPDX-License-Identifier: BSD-2-Clause
#include "guide/color_transform.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

ColorTransform::ColorTransform(bool rgb) {
    if (!rgb) return;
    const float third = std::sqrt(1.0f / 3), half = std::sqrt(0.5f), sixth = std::sqrt(1.0f / 6);
    const float rows[kPilotChannels][kPilotChannels] = {
        {third, third, third}, {half, 0, -half}, {sixth, -2 * sixth, sixth}};
    std::copy(&rows[0][0], &rows[0][0] + kPilotChannels * kPilotChannels, &m[0][0]);
}

void ColorTransform::invert_row(const PlanesView &planes, int y) const {
    float *row[kPilotChannels];
    for (int c = 0; c < kPilotChannels; ++c) row[c] = &planes.at(0, y, c);
    for (int x = 0; x < planes.width; ++x) {
        const float t[kPilotChannels] = {row[0][x], row[1][x], row[2][x]};
        for (int c = 0; c < kPilotChannels; ++c) {
            row[c][x] = m[0][c] * t[0] + m[1][c] * t[1] + m[2][c] * t[2];
        }
    }
}

}  // namespace zsn2n
