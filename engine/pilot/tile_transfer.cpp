// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/tile_transfer.h"

#include <algorithm>

#include "base/wide.h"

namespace zsn2n {

namespace {

ZSN2N_WIDE void mix(const float *a, const float *b, const float *w, int count, float *dst) {
    const float u = w[0], v = w[1];
    for (int i = 0; i < count; ++i) dst[i] = u * a[i] + v * b[i];
}
ZSN2N_WIDE void mix(const float *a, const float *b, const float *c, const float *w, int count,
                    float *dst) {
    const float t = w[0], u = w[1], v = w[2];
    for (int i = 0; i < count; ++i) dst[i] = t * a[i] + u * b[i] + v * c[i];
}

}  // namespace

size_t tile_row_floats() {
    return 2 * (DctTile::kMaxColumns + 2) * DctTile::kCell;
}

const float *mix_channels(const ConstPlanesView &planes, const float *weights, int x, int y,
                          int count, float *dst) {
    const float *const a = &planes.at(x, y, 0), *const w = weights;
    if (planes.channels == 1) {
        if (w[0] == 1) return a;
        for (int i = 0; i < count; ++i) dst[i] = w[0] * a[i];
    } else if (planes.channels == 2) {
        mix(a, &planes.at(x, y, 1), w, count, dst);
    } else {
        mix(a, &planes.at(x, y, 1), &planes.at(x, y, 2), w, count, dst);
    }
    return dst;
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
