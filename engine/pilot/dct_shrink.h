// SPDX-License-Identifier: BSD-2-Clause
// Denoises one tiling of a tile by DCT blocks and adds it to what other tilings gave.
#pragma once

#include "pilot/dct_tile.h"

namespace zsn2n {

// Each has DctTile::span() floats, laid out by the tile.
struct TileBuffers {
    float *noisy;
    float *variance;            // of the noise, above 0 everywhere
    float *basic;               // the basic estimate for a Wiener filter; else not read
    float *weighted, *weights;  // sums of weight * estimate, and of weights
    struct Other {              // for a fusion: another image, and where that is not known
        float *image, *unknown;
    } others[2] = {};
};

struct Shrinkage {
    int size;          // of a block, 8 or 16
    bool wiener;       // else hard thresholding
    float strictness;  // threshold, or the factor on sigma in the Wiener gain
    float scale;       // of the blocks' weights
    int samples;       // a block's variance is the mean of samples x samples of its pixels, evenly
                       // spaced
    const float *spectrum = nullptr;  // by which coefficient (u, v)'s variance is multiplied, at
                                      // v * size + u; null: 1
    int others = 0;                   // a fusion with so many, 8 x 8 only
    float inertia = 0;                // of a fusion: the factor on the variance in its gain, and
    float doubt = 0;                  // how far the second image is not to be believed
};

// Works on the blocks of DctTile::blocks(how.size, shift).
void shrink_blocks(const DctTile &tile, const BlockShift &shift, const Shrinkage &how,
                   const TileBuffers &buffers);

}  // namespace zsn2n
