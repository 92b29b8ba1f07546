// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/block_matching.h"

#include <algorithm>

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

}  // namespace

MatchPlane::MatchPlane(int width, int height, int radius, Arena &arena)
    : width_(width),
      radius_(radius),
      frame_(take_planes(arena, {width + 2 * radius + kSlack, height + 2 * radius, 1})) {}

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

// Where distances are equal, the older one stays before the newer.
void BlockMatcher::insert(Best &best, float distance, int dx, int dy) {
    int k = kGroupSize - 1;
    for (; best.distance[k - 1] > distance; --k) {
        best.distance[k] = best.distance[k - 1];
        best.dx[k] = best.dx[k - 1];
        best.dy[k] = best.dy[k - 1];
    }
    best.distance[k] = distance;
    best.dx[k] = static_cast<int16_t>(dx);
    best.dy[k] = static_cast<int16_t>(dy);
}

void BlockMatcher::match(const MatchPlane &plane, const GridTile &tile, int apart,
                         int32_t *corners) {
    const int radius = grid_.radius, across = 2 * radius + 1, width = tile.width();
    const int blocks = tile.blocks();
    for (int block = 0; block < blocks; ++block) {
        Best &best = best_[block];
        std::fill_n(best.distance, kGroupSize, kTooFar);
        best.distance[0] = -1.0f;
        best.dx[0] = best.dy[0] = 0;
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
        const int dy = n % 2 ? -(n + 1) / 2 : n / 2;
        const int skipped = std::abs(dy) < apart ? apart : 1;  // |dx| below it
        block_distances(grid_.step, src, dy, distance, nearest);
        for (int block = 0; block < blocks; ++block) {
            Best &best = best_[block];
            if (nearest_[block] >= best.distance[kGroupSize - 1]) continue;
            const float *row =
                distance_ + static_cast<size_t>(block / width) * width * across + block % width;
            for (int dx = -radius; dx <= radius; ++dx, row += width) {
                if (*row < best.distance[kGroupSize - 1] &&
                    std::max(std::abs(dx), std::abs(dy)) >= 1 &&
                    (std::abs(dx) >= skipped || std::abs(dy) >= apart)) {
                    insert(best, *row, dx, dy);
                }
            }
        }
    }
    for (int block = 0; block < blocks; ++block) {
        const Best &best = best_[block];
        const int x = (tile.left + block % width) * grid_.step;
        const int y = (tile.top + block / width) * grid_.step;
        const int found = static_cast<int>(
            std::lower_bound(best.distance, best.distance + kGroupSize, kTooFar) - best.distance);
        for (int k = 0; k < kGroupSize; ++k) {
            *corners++ = x + best.dx[k % found];
            *corners++ = y + best.dy[k % found];
        }
    }
}

}  // namespace zsn2n
