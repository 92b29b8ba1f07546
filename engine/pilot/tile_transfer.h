// SPDX-License-Identifier: BSD-2-Clause
// Pixels of planes into a DCT tile's buffers and out of them.
#pragma once

#include "pilot/dct_tile.h"

namespace zsn2n {

// base + the channels of a pixel times their weights, not below `least`; all of it times the pixel
// of `factor`, one plane of the same size, where that has data.
struct Mixture {
    const float *weights;
    float base, least;
    PlanesView factor = {};
};

// Floats of scratch that the calls below need as `rows`.
size_t tile_row_floats();

// Fills `buffer` with the mixture of every pixel; beyond its edges the image is mirrored.
void import_tile(const DctTile &tile, const PlanesView &planes, const Mixture &mixture, float *rows,
                 float *buffer);

// plane = weighted / weights in the tile's inner cells, as far as they lie in the image.
void export_tile(const DctTile &tile, const float *weighted, const float *weights, float *rows,
                 const PlanesView &plane);

}  // namespace zsn2n
