// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/block_matching.h"

#include <algorithm>
#include <cstring>

#include "image/planes_buffer.h"
#include "zsn2n_block_distances_3.h"
#include "zsn2n_block_distances_4.h"
#include "zsn2n_block_distances_6.h"

namespace zsn2n {

namespace {

// The value of the frame. A block with even one such pixel is further away than kTooFar, and the
// squares of 64 of them are still finite.
constexpr float kFrame = 1e18f, kTooFar = 1e35f;
// The kernels' vectors read so far past the last block.
constexpr int kSlack = 64;

void block_distances(int step, KernelBuffer &src, int dy, KernelBuffer &distance,
                     KernelBuffer &nearest) {
    const auto kernel = step == 3   ? zsn2n_block_distances_3
                        : step == 4 ? zsn2n_block_distances_4
                                    : zsn2n_block_distances_6;
    check_kernel(kernel(src, dy, distance, nearest), "block_distances");
}

// The rows of displacements in the order in which they are met: 0, -1, 1, -2, 2 ...
int row_at(int n) {
    return n % 2 ? -(n + 1) / 2 : n / 2;
}

// Distances, which are not below 0, are in the order of their bits; of equal ones the block that is
// met first comes first.
uint64_t key_of(float distance, uint32_t met) {
    uint32_t bits;
    std::memcpy(&bits, &distance, sizeof(bits));
    return uint64_t{bits} << 32 | met;
}

float distance_of(uint64_t key) {
    const auto bits = static_cast<uint32_t>(key >> 32);
    float distance;
    std::memcpy(&distance, &bits, sizeof(distance));
    return distance;
}

// The last key goes; the first one stays the least.
void insert(uint64_t *sorted, uint64_t key) {
    int k = kGroupSize - 1;
    for (; sorted[k - 1] > key; --k) sorted[k] = sorted[k - 1];
    sorted[k] = key;
}

}  // namespace

MatchPlane::MatchPlane(int width, int height, int radius, Arena &arena)
    : width_(width),
      radius_(radius),
      frame_(take_spread_planes(arena, {width + 2 * radius + kSlack, height + 2 * radius, 1})) {}

void MatchPlane::set_row(int y, const float *pixels, const float *more) {
    float *row = &frame_.at(0, y + radius_, 0);
    if (!pixels) {
        std::fill_n(row, frame_.width, kFrame);
        return;
    }
    std::fill_n(row, radius_, kFrame);
    float *inside = row + radius_;
    std::copy_n(pixels, width_, inside);
    if (more)
        for (int x = 0; x < width_; ++x) inside[x] += more[x];
    std::fill_n(row + radius_ + width_, radius_ + kSlack, kFrame);
}

BlockMatcher::BlockMatcher(const MatchGrid &grid, Arena &arena) : grid_(grid) {
    constexpr size_t kBlocks = static_cast<size_t>(GridTile::kColumns) * GridTile::kRows;
    distance_ = arena.take<float>(kBlocks * (2 * grid.radius + 1));
    nearest_ = arena.take<float>(kBlocks);
    best_ = arena.take<Best>(kBlocks);
}

void BlockMatcher::match(const MatchPlane &plane, const GridTile &tile, int apart,
                         int32_t *corners) {
    const int radius = grid_.radius, across = 2 * radius + 1, width = tile.width();
    const int blocks = tile.blocks();
    for (int block = 0; block < blocks; ++block) {
        Best &best = best_[block];
        std::fill_n(best.key, kGroupSize, key_of(kTooFar, 0));
        best.key[0] = 0;
    }
    const PlanesView frame = plane.view();
    KernelBuffer src(frame.data,
                     {{-radius, frame.width, 1}, {-radius, frame.height, frame.row_stride}});
    KernelBuffer distance(distance_, {{tile.left, width, 1},
                                      {-radius, across, width},
                                      {tile.top, tile.bottom - tile.top, width * across}});
    KernelBuffer nearest(nearest_,
                         {{tile.left, width, 1}, {tile.top, tile.bottom - tile.top, width}});
    for (int n = 0; n < across; ++n) {
        const int dy = row_at(n);
        const int skipped = std::abs(dy) < apart ? apart : 0;  // |dx| below it
        block_distances(grid_.step, src, dy, distance, nearest);
        for (int block = 0; block < blocks; ++block) {
            Best &best = best_[block];
            float last = distance_of(best.key[kGroupSize - 1]);
            if (nearest_[block] >= last) continue;
            const float *row =
                distance_ + static_cast<size_t>(block / width) * width * across + block % width;
            for (int i = 0; i < across; ++i, row += width) {
                if (*row >= last || std::abs(i - radius) < skipped) continue;
                insert(best.key, key_of(*row, n * across + i + 1));
                last = distance_of(best.key[kGroupSize - 1]);
            }
        }
    }
    for (int block = 0; block < blocks; ++block) {
        const uint64_t *const key = best_[block].key;
        const int x = (tile.left + block % width) * grid_.step;
        const int y = (tile.top + block / width) * grid_.step;
        const int found =
            static_cast<int>(std::lower_bound(key, key + kGroupSize, key_of(kTooFar, 0)) - key);
        for (int k = 0; k < kGroupSize; ++k) {
            const int met = static_cast<int>(key[k % found] & 0xffffffff) - 1;
            *corners++ = met < 0 ? x : x + met % across - radius;
            *corners++ = met < 0 ? y : y + row_at(met / across);
        }
    }
}

}  // namespace zsn2n
