// SPDX-License-Identifier: BSD-2-Clause
#include "network/infer.h"

#include <algorithm>
#include <cstring>

#include "network/layers.h"

namespace zsn2n {

namespace {

// Multiples of four, of which Winograd's blocks are: no seams.
constexpr int kTileWidth = 64;

// Two feature maps of a tile take 0.8 MB either way.
int tile_height(Storage storage) {
    return storage == Storage::kF32 ? 32 : 64;
}

size_t map_pixels(Storage storage, int margin) {
    return static_cast<size_t>(kTileWidth + 2 * margin) * (tile_height(storage) + 2 * margin);
}

size_t map_bytes(Storage storage, int margin) {
    return map_pixels(storage, margin) * kWidth * storage_size(storage);
}

// The next layer's zero padding: whatever of the map lies outside the image.
void clear_outside(const FeatureMap &map, const Region &image) {
    const Region inside = map.region.clipped(image);
    const size_t pixel = kWidth * storage_size(map.storage);
    auto *row = static_cast<uint8_t *>(map.data);
    for (int y = map.region.top; y < map.region.bottom; ++y, row += map.region.width() * pixel) {
        if (y < image.top || y >= image.bottom) {
            std::memset(row, 0, map.region.width() * pixel);
            continue;
        }
        std::memset(row, 0, (inside.left - map.region.left) * pixel);
        std::memset(row + (inside.right - map.region.left) * pixel, 0,
                    (map.region.right - inside.right) * pixel);
    }
}

}  // namespace

TileMaps::TileMaps(Storage storage, int threads)
    : first_bytes_(map_bytes(storage, 1)), slot_bytes_(first_bytes_ + map_bytes(storage, 0)) {
    data_.resize(slot_bytes_ * threads);
}

size_t TileMaps::bytes(Storage storage, int threads) {
    return threads * (map_bytes(storage, 1) + map_bytes(storage, 0));
}

void infer(const PlanesView &noisy, const PlanesView &base, const Layout &layout,
           const float *theta, const Conv3x3 &conv, Storage storage, const Team &team,
           TileMaps &maps, const PlanesView &denoised,
           const std::function<void(size_t pixels)> &tile_done) {
    const Region image = noisy.region();
    const int rows = tile_height(storage);
    const int across = (noisy.width + kTileWidth - 1) / kTileWidth;
    const int down = (noisy.height + rows - 1) / rows;
    team.run(across * down, [&](int i, int slot) {
        const int left = i % across * kTileWidth, top = i / across * rows;
        const Region tile = Region{left, top, left + kTileWidth, top + rows}.clipped(image);
        // A frame of one pixel always, zero where it leaves the image, so that inner and outer
        // tiles share one geometry.
        const FeatureMap first{maps.first(slot), tile.grown(1), storage};
        const FeatureMap second{maps.second(slot), tile, storage};
        conv_in(noisy, layout, theta, first);
        clear_outside(first, image);
        conv.forward(first, second, slot);
        conv_out(second, layout, theta, base, denoised);
        tile_done(tile.pixels());
    });
}

size_t infer_tile_pixels(Storage storage) {
    return map_pixels(storage, 1);
}

}  // namespace zsn2n
