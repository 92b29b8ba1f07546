// SPDX-License-Identifier: BSD-2-Clause
#include "network/infer.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/math.h"
#include "network/layers.h"
#include "network/views.h"

namespace zsn2n {

namespace {

// A result depends on pixels up to this far away.
constexpr int kReach = 2;

// Winograd's blocks have four pixels: there are no seams where tiles and strips begin at multiples
// of them.
constexpr int kGrid = 4;
constexpr int kTileWidth = 64;

// Two feature maps of a tile take 0.8 MB either way.
int tile_height(Storage storage) {
    return storage == Storage::kF32 ? 32 : 64;
}

size_t map_pixels(Storage storage, int margin) {
    return static_cast<size_t>(kTileWidth + 2 * margin) * (tile_height(storage) + 2 * margin);
}

// Both hidden layers of one tile. Each thread has its own.
struct TileMaps {
    uint8_t *first, *second;
};
std::vector<TileMaps> take_maps(Storage storage, int threads, Arena &arena) {
    const auto map = [&](int margin) {
        return arena.take<uint8_t>(map_pixels(storage, margin) * kWidth * storage_size(storage));
    };
    std::vector<TileMaps> maps(threads);
    for (TileMaps &one : maps) one = {map(1), map(0)};
    return maps;
}

// Makes the part of the map outside the image zero: the next layer's padding.
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

void infer(const ConstPlanesView &noisy, const ConstPlanesView &base, const Layout &layout,
           const float *theta, const Conv3x3 &conv, Storage storage, const Team &team, Arena &arena,
           const PlanesView &denoised) {
    const Arena::Scope scope(arena);
    const std::vector<TileMaps> maps = take_maps(storage, team.threads(), arena);
    const Region image = noisy.region();
    const int rows = tile_height(storage);
    const int across = ceil_divide(noisy.width, kTileWidth);
    const int down = ceil_divide(noisy.height, rows);
    team.run(across * down, noisy.shape().pixels(), [&](int i, int slot) {
        const int left = i % across * kTileWidth, top = i / across * rows;
        const Region tile = Region{left, top, left + kTileWidth, top + rows}.clipped(image);
        // The frame always has one pixel, zero where it leaves the image. So inner and outer tiles
        // have one geometry.
        const FeatureMap first{maps[slot].first, tile.grown(1), storage};
        const FeatureMap second{maps[slot].second, tile, storage};
        conv_in(noisy, layout, theta, first);
        clear_outside(first, image);
        conv.forward(first, second, slot);
        conv_out(second, layout, theta, base, denoised);
    });
}

void infer_views(int views, float share, const ConstPlanesView &noisy, const ConstPlanesView &base,
                 const Layout &layout, const float *theta, Conv3x3 &conv, Storage storage,
                 const Team &team, Arena &arena, const PlanesView &denoised) {
    const Arena::Scope scope(arena);
    float *const turned = arena.take<float>(layout.size);
    for (int view = 0; view < views; ++view) {
        turn_parameters(layout, theta, view, share / static_cast<float>(views), turned);
        conv.set_weights(turned + layout.w2, turned + layout.b2);
        infer(noisy, view == 0 ? base : ConstPlanesView(denoised), layout, turned, conv, storage,
              team, arena, denoised);
    }
}

Cost infer_cost(const Layout &layout, Storage storage, const Shape &image, int views, int threads) {
    Arena count;
    count.take<float>(layout.size);
    take_maps(storage, threads, count);
    return {count.peak(), views * image.pixels(), kReach, kGrid};
}

size_t infer_tile_pixels(Storage storage) {
    return map_pixels(storage, 1);
}

}  // namespace zsn2n
