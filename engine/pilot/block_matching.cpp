// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/block_matching.h"

#include <algorithm>
#include <cstring>

#include "image/planes_buffer.h"
#include "zsn2n_block_distances_4.h"
#include "zsn2n_block_distances_6.h"

namespace zsn2n {

namespace {

// The value of the frame. A block with even one such sample is further away than kTooFar, and
// the squares of 16 of them are still finite.
constexpr float kFrame = 1e18f, kTooFar = 1e35f;
// The kernels' vectors read so far past the last block.
constexpr int kSlack = 64;

// In rows further away than that every second displacement is looked at, in quincunx: 1103 of the
// 1521 within a radius of 19. Kodak24 at sigma 25: -0.004 dB, where all within a radius of 15, 961,
// have -0.012.
constexpr int kDense = 8;

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

// The last key or this one goes; the first one stays the least. Without branches, which would be
// taken at random.
void insert(uint64_t *sorted, uint64_t key) {
    for (int k = kGroupSize - 1; k > 0; --k)
        sorted[k] = std::max(sorted[k - 1], std::min(sorted[k], key));
}

}  // namespace

MatchPlane::MatchPlane(int width, int height, int radius, Arena &arena)
    : width_(width),
      height_(height),
      radius_(radius),
      lead_((radius + 1) / 2),
      frame_(take_spread_planes(arena,
                                {2 * lead_ + (width + 1) / 2 + kSlack, height + 2 * radius, 2})) {}

KernelBuffer MatchPlane::samples() const {
    return {frame_.data,
            {{-lead_, frame_.width, 1},
             {0, 2, frame_.plane_stride},
             {-radius_, frame_.height, frame_.row_stride}}};
}

void MatchPlane::set_row(const ConstPlanesView &planes, int y) {
    const bool inside = y >= 0 && y < height_ - 1;
    for (int phase = 0; phase < 2; ++phase) {
        float *const row = &frame_.at(0, y + radius_, phase), *const first = row + lead_;
        const int count = inside ? (width_ - phase) / 2 : 0;
        std::fill(row, first, kFrame);
        std::fill(first + count, row + frame_.width, kFrame);
        if (!inside) continue;
        const auto sum = [&](int c, int x) {
            const float *const upper = &planes.at(phase + 2 * x, y, c);
            const float *const lower = &planes.at(phase + 2 * x, y + 1, c);
            return 0.5f * ((upper[0] + upper[1]) + (lower[0] + lower[1]));
        };
        for (int x = 0; x < count; ++x) first[x] = sum(0, x);
        if (planes.channels == 2)
            for (int x = 0; x < count; ++x) first[x] += sum(1, x);
    }
}

BlockMatcher::BlockMatcher(const MatchGrid &grid, Arena &arena) : grid_(grid) {
    constexpr size_t kBlocks = static_cast<size_t>(GridTile::kColumns) * GridTile::kRows;
    distance_ = arena.take<float>(kBlocks * kMostSeen);
    bound_ = arena.take<float>(kBlocks);
    near_ = arena.take<uint32_t>(kBlocks);
    best_ = arena.take<Best>(kBlocks);
    for (int n = 0; n <= 2 * grid.radius; ++n) {
        const int dy = row_at(n);
        for (int phase = 0; phase < 2; ++phase) {
            if (std::abs(dy) > kDense && phase != (dy & 1)) continue;
            const int first = -(grid.radius + phase) / 2, last = (grid.radius - phase) / 2;
            looks_.push_back({first, last - first + 1, phase, dy});
        }
    }
}

void BlockMatcher::match(const MatchPlane &plane, const GridTile &tile, int apart,
                         int32_t *corners) {
    const int width = tile.width(), height = tile.bottom - tile.top, blocks = tile.blocks();
    for (int block = 0; block < blocks; ++block) {
        Best &best = best_[block];
        std::fill_n(best.key, kGroupSize, key_of(kTooFar, 0));
        best.key[0] = 0;
        bound_[block] = kTooFar;
    }
    KernelBuffer src = plane.samples();
    KernelBuffer bound(bound_, {{tile.left, width, 1}, {tile.top, height, width}});
    KernelBuffer near(halide_type_of<uint32_t>(), near_,
                      {{tile.left, width, 1}, {tile.top, height, width}});
    const auto kernel = grid_.step == 4 ? zsn2n_block_distances_4 : zsn2n_block_distances_6;
    for (size_t n = 0; n < looks_.size(); ++n) {
        const Look &look = looks_[n];
        KernelBuffer distance(distance_, {{tile.left, width, 1},
                                          {0, look.count, width},
                                          {tile.top, height, width * look.count}});
        check_kernel(kernel(src, look.first, look.phase, look.dy, bound, distance, near),
                     "block_distances");
        for (int block = 0; block < blocks; ++block) {
            if (near_[block] == 0) continue;
            const float *const row =
                distance_ + static_cast<size_t>(block / width) * width * look.count + block % width;
            uint64_t *const key = best_[block].key;
            for (uint32_t left = near_[block]; left; left &= left - 1) {
                const int i = __builtin_ctz(left);
                if (std::max(std::abs(look.dx(i)), std::abs(look.dy)) < apart) continue;
                insert(key, key_of(row[i * width], static_cast<uint32_t>(n * kMostSeen + i + 1)));
            }
            bound_[block] = distance_of(key[kGroupSize - 1]);
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
            const Look &look = looks_[std::max(met, 0) / kMostSeen];
            *corners++ = met < 0 ? x : x + look.dx(met % kMostSeen);
            *corners++ = met < 0 ? y : y + look.dy;
        }
    }
}

}  // namespace zsn2n
