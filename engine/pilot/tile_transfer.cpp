// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/tile_transfer.h"

#include <algorithm>

namespace zsn2n {

size_t tile_row_floats() {
    return 2 * (DctTile::kMaxColumns + 2) * DctTile::kCell;
}

void mix_channels(const ConstPlanesView &planes, const float *weights, int x, int y, int count,
                  float *dst) {
    const float *a = &planes.at(x, y, 0), *w = weights;
    if (planes.channels == 1) {
        for (int i = 0; i < count; ++i) dst[i] = w[0] * a[i];
    } else if (planes.channels == 2) {
        const float *b = &planes.at(x, y, 1);
        for (int i = 0; i < count; ++i) dst[i] = w[0] * a[i] + w[1] * b[i];
    } else {
        const float *b = &planes.at(x, y, 1), *c = &planes.at(x, y, 2);
        for (int i = 0; i < count; ++i) dst[i] = w[0] * a[i] + w[1] * b[i] + w[2] * c[i];
    }
}

void export_tile(const DctTile &tile, const float *weighted, const float *weights, float *rows,
                 const PlanesView &plane) {
    constexpr int kFrame = DctTile::kCell;
    const int left = tile.left() + kFrame, top = tile.top() + kFrame;
    const int width = std::min(tile.width() - 2 * kFrame, plane.width - left);
    const int height = std::min(tile.height() - 2 * kFrame, plane.height - top);
    float *sum = rows, *weight = rows + tile.width();
    for (int y = 0; y < height; ++y) {
        tile.get_row(weighted, y + kFrame, sum);
        tile.get_row(weights, y + kFrame, weight);
        float *dst = &plane.at(left, top + y, 0);
        for (int x = 0; x < width; ++x) dst[x] = sum[x + kFrame] / weight[x + kFrame];
    }
}

}  // namespace zsn2n
