// SPDX-License-Identifier: BSD-2-Clause
// The trained network over a whole image, tile by tile.
#pragma once

#include "base/team.h"
#include "image/planes.h"
#include "network/conv3x3.h"

namespace zsn2n {

// denoised = base - f(noisy), not clamped; denoised may be base. Each tile goes through all layers,
// with its halo, in a core's second-level cache. The bits are those of one pass without tiles.
void infer(const ConstPlanesView &noisy, const ConstPlanesView &base, const Layout &layout,
           const float *theta, const Conv3x3 &conv, Storage storage, const Team &team, Arena &arena,
           const PlanesView &denoised);

// The mean over `views` (1, 2, 4 or 8) dihedral views. The noise that the network sees is
// multiplied by `share`. conv is left with the last view's weights.
void infer_views(int views, float share, const ConstPlanesView &noisy, const ConstPlanesView &base,
                 const Layout &layout, const float *theta, Conv3x3 &conv, Storage storage,
                 const Team &team, Arena &arena, const PlanesView &denoised);

// The cost of either. With Winograd strips begin on its grid.
Cost infer_cost(const Layout &layout, Storage storage, const Shape &image, int views, int threads);

// Pixels of the largest region that one convolution reads.
size_t infer_tile_pixels(Storage storage);

}  // namespace zsn2n
