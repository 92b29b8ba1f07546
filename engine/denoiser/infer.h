// SPDX-License-Identifier: BSD-2-Clause
// The trained network over a whole image, tile by tile.
#pragma once

#include <functional>

#include "base/team.h"
#include "image/planes.h"
#include "network/conv3x3.h"

namespace zsn2n {

// denoised = noisy - f(noisy), not clamped. The tiles, each with a two-pixel halo through all
// layers in a core's second-level cache, give the bits of one untiled pass. tile_done(pixels) is
// called after each tile, from several threads at once.
void infer(const PlanesView &noisy, const Layout &layout, const float *theta, const Conv3x3 &conv,
           Storage storage, const Team &team, const PlanesView &denoised,
           const std::function<void(size_t pixels)> &tile_done);

// Of the largest region one convolution reads.
size_t infer_tile_pixels(Storage storage);

size_t infer_bytes(Storage storage, int threads);

}  // namespace zsn2n
