// SPDX-License-Identifier: BSD-2-Clause
// Pixels of planes into a DCT tile's buffers and out of them.
#pragma once

#include <algorithm>

#include "pilot/dct_tile.h"

namespace zsn2n {

// The calls below need so many floats of scratch as `rows`.
size_t tile_row_floats();

// Index i of n samples, mirrored at the ends as often as needed.
inline int mirrored(int i, int n) {
    i %= 2 * n;
    if (i < 0) i += 2 * n;
    return i < n ? i : 2 * n - 1 - i;
}

// Fills `buffer` with the pixels from (x, y) on that fill(x, y, count, dst) gives: it returns where
// they are, `dst` or where they have been. The image is mirrored beyond its edges.
template <typename Fill>
void import_tile(const DctTile &tile, int width, int height, const Fill &fill, float *rows,
                 float *buffer) {
    const int begin = std::max(-tile.left(), 0);
    const int end = std::min(width - tile.left(), tile.width());
    for (int y = 0; y < tile.height(); ++y) {
        const int v = mirrored(tile.top() + y, height);
        if (begin == 0 && end == tile.width()) {
            tile.put_row(fill(tile.left(), v, end, rows), y, buffer);
            continue;
        }
        const float *const inside = fill(tile.left() + begin, v, end - begin, rows + begin);
        if (inside != rows + begin) std::copy_n(inside, end - begin, rows + begin);
        for (int x = 0; x < begin; ++x)
            rows[x] = *fill(mirrored(tile.left() + x, width), v, 1, rows + x);
        for (int x = end; x < tile.width(); ++x)
            rows[x] = *fill(mirrored(tile.left() + x, width), v, 1, rows + x);
        tile.put_row(rows, y, buffer);
    }
}

// The sum of the channels times their weights, of `count` pixels from (x, y) on: in dst, or where
// it is already.
const float *mix_channels(const ConstPlanesView &planes, const float *weights, int x, int y,
                          int count, float *dst);

// plane = weighted / weights in the tile's inner cells, where they lie in the image.
void export_tile(const DctTile &tile, const float *weighted, const float *weights, float *rows,
                 const PlanesView &plane);

}  // namespace zsn2n
