// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/tile_transfer.h"

#include <algorithm>

namespace zsn2n {

namespace {

// Sample i of n, mirrored at the edges as often as needed.
int mirrored(int i, int n) {
    i %= 2 * n;
    if (i < 0) i += 2 * n;
    return i < n ? i : 2 * n - 1 - i;
}

// `count` pixels from (x, y) on.
void mix(const PlanesView &planes, const Mixture &mixture, int x, int y, int count, float *dst) {
    const float base = mixture.base, least = mixture.least, *w = mixture.weights;
    const float *a = &planes.at(x, y, 0);
    if (planes.channels == 1) {
        for (int i = 0; i < count; ++i) dst[i] = std::max(base + w[0] * a[i], least);
    } else if (planes.channels == 2) {
        const float *b = &planes.at(x, y, 1);
        for (int i = 0; i < count; ++i) dst[i] = std::max(base + w[0] * a[i] + w[1] * b[i], least);
    } else {
        const float *b = &planes.at(x, y, 1), *c = &planes.at(x, y, 2);
        for (int i = 0; i < count; ++i) {
            dst[i] = std::max(base + w[0] * a[i] + w[1] * b[i] + w[2] * c[i], least);
        }
    }
    if (!mixture.factor.data) return;
    const float *factor = &mixture.factor.at(x, y, 0);
    for (int i = 0; i < count; ++i) dst[i] *= factor[i];
}

}  // namespace

size_t tile_row_floats() {
    return 2 * (DctTile::kMaxColumns + 2) * DctTile::kCell;
}

void import_tile(const DctTile &tile, const PlanesView &planes, const Mixture &mixture, float *rows,
                 float *buffer) {
    const int begin = std::max(-tile.left(), 0);
    const int end = std::min(planes.width - tile.left(), tile.width());
    for (int y = 0; y < tile.height(); ++y) {
        const int v = mirrored(tile.top() + y, planes.height);
        const auto mix_outside = [&](int x) {
            mix(planes, mixture, mirrored(tile.left() + x, planes.width), v, 1, rows + x);
        };
        for (int x = 0; x < begin; ++x) mix_outside(x);
        mix(planes, mixture, tile.left() + begin, v, end - begin, rows + begin);
        for (int x = end; x < tile.width(); ++x) mix_outside(x);
        tile.put_row(rows, y, buffer);
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
