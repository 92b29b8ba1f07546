// SPDX-License-Identifier: BSD-2-Clause
// The trained network over a whole image, tile by tile.
#pragma once

#include "base/team.h"
#include "image/planes.h"
#include "network/conv3x3.h"

namespace zsn2n {

// denoised = base - f(noisy), not clamped; denoised may be base. The tiles, each with its halo
// through all layers in a core's second-level cache, give the bits of one untiled pass.
void infer(const ConstPlanesView &noisy, const ConstPlanesView &base, const Layout &layout,
           const float *theta, const Conv3x3 &conv, Storage storage, const Team &team, Arena &arena,
           const PlanesView &denoised);

// The mean over `views` (1, 2, 4 or 8) dihedral views, the noise that the network sees times
// `share`. conv is left with the last view's weights.
void infer_views(int views, float share, const ConstPlanesView &noisy, const ConstPlanesView &base,
                 const Layout &layout, const float *theta, Conv3x3 &conv, Storage storage,
                 const Team &team, Arena &arena, const PlanesView &denoised);

// Of either; with Winograd strips begin on its grid.
Cost infer_cost(const Layout &layout, Storage storage, const Shape &image, int views, int threads);

// Of the largest region one convolution reads.
size_t infer_tile_pixels(Storage storage);

}  // namespace zsn2n
