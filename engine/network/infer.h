// SPDX-License-Identifier: BSD-2-Clause
// The trained network over a whole image, tile by tile.
#pragma once

#include <functional>

#include "base/team.h"
#include "image/planes.h"
#include "network/conv3x3.h"

namespace zsn2n {

// A result depends on pixels this far away, at most.
constexpr int kReach = 2;

// Both hidden layers of one tile for each thread.
class TileMaps {
  public:
    TileMaps() = default;
    TileMaps(Storage storage, int threads);

    uint8_t *first(int slot) { return data_.data() + slot * slot_bytes_; }
    uint8_t *second(int slot) { return first(slot) + first_bytes_; }

    static size_t bytes(Storage storage, int threads);

  private:
    size_t first_bytes_ = 0, slot_bytes_ = 0;
    AlignedBuffer<uint8_t> data_;
};

// denoised = base - f(noisy), not clamped; denoised may be base. The tiles, each with its halo of
// kReach through all layers in a core's second-level cache, give the bits of one untiled pass.
// tile_done(pixels) is called after each tile, from several threads at once. maps: of this storage
// and no fewer threads.
void infer(const PlanesView &noisy, const PlanesView &base, const Layout &layout,
           const float *theta, const Conv3x3 &conv, Storage storage, const Team &team,
           TileMaps &maps, const PlanesView &denoised,
           const std::function<void(size_t pixels)> &tile_done);

// Of the largest region one convolution reads.
size_t infer_tile_pixels(Storage storage);

}  // namespace zsn2n
