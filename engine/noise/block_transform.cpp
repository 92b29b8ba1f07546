// SPDX-License-Identifier: BSD-2-Clause
#include "noise/block_transform.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

float basis(int frequency, int x) {
    constexpr int kSide = BlockTransform::kSide;
    const double scale = std::sqrt((frequency ? 2.0 : 1.0) / kSide);
    return static_cast<float>(scale * std::cos((2 * x + 1) * frequency * M_PI / (2 * kSide)));
}

}  // namespace

BlockTransform::BlockTransform() {
    for (int k = 0; k < 4; ++k) {
        for (int x = 0; x < 4; ++x) {
            even_[k][x] = basis(2 * k, x);
            odd_[k][x] = basis(2 * k + 1, x);
        }
    }
}

// In place, over the elements `stride` apart.
void BlockTransform::transform_line(Lanes *line, int stride) const {
    Lanes sum[4], difference[4];
    for (int x = 0; x < 4; ++x) {
        const Lanes &a = line[x * stride], &b = line[(kSide - 1 - x) * stride];
        for (int i = 0; i < kLanes; ++i) {
            sum[x][i] = a[i] + b[i];
            difference[x][i] = a[i] - b[i];
        }
    }
    for (int k = 0; k < 4; ++k) {
        const float *const e = even_[k], *const o = odd_[k];
        Lanes &even = line[2 * k * stride], &odd = line[(2 * k + 1) * stride];
        for (int i = 0; i < kLanes; ++i) {
            even[i] = e[0] * sum[0][i] + e[1] * sum[1][i] + e[2] * sum[2][i] + e[3] * sum[3][i];
            odd[i] = o[0] * difference[0][i] + o[1] * difference[1][i] + o[2] * difference[2][i] +
                     o[3] * difference[3][i];
        }
    }
}

void BlockTransform::run(const ConstPlanesView &planes, int c, const Place *places, int count,
                         Lanes *block) const {
    for (int i = 0; i < kLanes; ++i) {
        const Place place = places[std::min(i, count - 1)];
        for (int y = 0; y < kSide; ++y) {
            const float *const row = &planes.at(place.x, place.y + y, c);
            for (int x = 0; x < kSide; ++x) block[y * kSide + x][i] = row[x];
        }
    }
    for (int y = 0; y < kSide; ++y) transform_line(block + y * kSide, 1);
    for (int x = 0; x < kSide; ++x) transform_line(block + x, kSide);
}

}  // namespace zsn2n
