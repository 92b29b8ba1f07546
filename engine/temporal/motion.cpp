// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/motion.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"
#include "image/planes_buffer.h"
#include "zsn2n_shift_distances.h"

namespace zsn2n {

namespace {

constexpr int kLevels = 3;  // full size, a half, a quarter
constexpr int kCoarse = 2 * MotionField::kBlock;
// A search looks at so many shifts in each direction, in pixels of its level, from minus a half of
// them on.
constexpr int kWindow[kLevels] = {8, 8, 16};
// Width of the frame, in pixels of the full size: no block of any level looks further.
constexpr int kPad = 64;
static_assert(kPad > MotionField::kReach, "a search stays in the frame");

// By so many standard deviations a motion must match better than its prediction.
constexpr double kCertainty = 3;

// In inferences of a pixel.
constexpr double kWork = 0.1;

// An image in three sizes. Each is a multiple of kCoarse with a frame around it, which repeats the
// pixels of its edges.
class Pyramid {
  public:
    Pyramid(const Shape &shape, Arena &arena) {
        const int width = ceil_divide(shape.width, kCoarse) * kCoarse + 2 * kPad;
        const int height = ceil_divide(shape.height, kCoarse) * kCoarse + 2 * kPad;
        for (int level = 0; level < kLevels; ++level)
            levels_[level] = take_planes(arena, {width >> level, height >> level, 1});
    }

    void fill(const ConstPlanesView &planes, const Team &team) {
        const PlanesView full = levels_[0];
        const float share = 1.0f / static_cast<float>(planes.channels);
        team.run(full.height, [&](int row, int) {
            const int y = std::clamp(row - kPad, 0, planes.height - 1);
            float *to = &full.at(kPad, row, 0);
            for (int x = 0; x < planes.width; ++x) to[x] = planes.at(x, y, 0);
            for (int c = 1; c < planes.channels; ++c) {
                for (int x = 0; x < planes.width; ++x) to[x] += planes.at(x, y, c);
            }
            for (int x = 0; x < planes.width; ++x) to[x] *= share;
            std::fill(to - kPad, to, to[0]);
            std::fill(to + planes.width, to + full.width - kPad, to[planes.width - 1]);
        });
        for (int level = 1; level < kLevels; ++level) {
            const PlanesView from = levels_[level - 1], half = levels_[level];
            team.run(half.height, [&](int y, int) {
                for (int x = 0; x < half.width; ++x) {
                    half.at(x, y, 0) =
                        (from.at(2 * x, 2 * y, 0) + from.at(2 * x + 1, 2 * y, 0) +
                         from.at(2 * x, 2 * y + 1, 0) + from.at(2 * x + 1, 2 * y + 1, 0)) /
                        4;
                }
            });
        }
    }

    // All of a level; its pixel (0, 0) is that of the image.
    KernelBuffer frame(int level) {
        const PlanesView &view = levels_[level];
        const int pad = kPad >> level;
        return {view.data, {{-pad, view.width, 1}, {-pad, view.height, view.row_stride}}};
    }
    KernelBuffer block(int level, int x, int y, int size) {
        const PlanesView &view = levels_[level];
        const int pad = kPad >> level;
        return {&view.at(x + pad, y + pad, 0), {{x, size, 1}, {y, size, view.row_stride}}};
    }

  private:
    PlanesView levels_[kLevels];
};

struct Found {
    Motion motion;  // pixels of the level
    float distance;
};

// Searches for blocks on one level.
class Search {
  public:
    Search(Pyramid &now, Pyramid &before, int level, int size, double noise)
        : now_(now), before_(before.frame(level)), level_(level), size_(size) {
        const double pixels = static_cast<double>(size) * size;
        const double variance = noise / std::pow(4.0, level);
        penalty_ = static_cast<float>(kCertainty * std::sqrt(2 * pixels) * variance);
    }

    // The best motion within the window around `from`. `from` itself has an advantage.
    Found around(int x, int y, Motion from) const {
        const int window = kWindow[level_];
        const int reach = MotionField::kReach >> level_;
        // The window is moved so that it stays within reach.
        const auto start = [&](int v) {
            return std::clamp(v - window / 2, -reach, reach + 1 - window);
        };
        const int left = start(from.dx), top = start(from.dy);
        float distances[16 * 16];
        KernelBuffer to(distances, {{left, window, 1}, {top, window, window}});
        check_kernel(zsn2n_shift_distances(now_.block(level_, x, y, size_), before_, to),
                     "shift_distances");
        Found best{from, distances[(from.dy - top) * window + from.dx - left] - penalty_};
        for (int i = 0; i < window * window; ++i) {
            if (distances[i] < best.distance) {
                best = {{static_cast<int16_t>(left + i % window),
                         static_cast<int16_t>(top + i / window)},
                        distances[i]};
            }
        }
        return best;
    }

  private:
    Pyramid &now_;
    mutable KernelBuffer before_;
    int level_, size_;
    float penalty_;
};

Motion twice(Motion m) {
    return {static_cast<int16_t>(2 * m.dx), static_cast<int16_t>(2 * m.dy)};
}

bool same(Motion a, Motion b) {
    return a.dx == b.dx && a.dy == b.dy;
}

}  // namespace

MotionField find_motion(const ConstPlanesView &now, const ConstPlanesView &before,
                        const Noise &noise_of_now, const Team &team, Arena &arena) {
    constexpr int kBlock = MotionField::kBlock;
    const double noise = noise_of_now.of_difference(now.channels);
    const Arena::Scope scope(arena);
    Pyramid a(now.shape(), arena), b(now.shape(), arena);
    a.fill(now, team);
    b.fill(before, team);
    const int coarse_across = ceil_divide(now.width, kCoarse);
    const int coarse_down = ceil_divide(now.height, kCoarse);
    std::vector<Motion> coarse(static_cast<size_t>(coarse_across) * coarse_down);
    team.run(coarse_down, [&](int row, int) {
        const Search search(a, b, 2, kCoarse / 4, noise);
        for (int column = 0; column < coarse_across; ++column) {
            coarse[static_cast<size_t>(row) * coarse_across + column] =
                search.around(column * kCoarse / 4, row * kCoarse / 4, {}).motion;
        }
    });
    MotionField field;
    field.across = ceil_divide(now.width, kBlock);
    field.down = ceil_divide(now.height, kBlock);
    field.blocks.resize(static_cast<size_t>(field.across) * field.down);
    team.run(field.down, kWork * now.shape().pixels(), [&](int row, int) {
        const Search half(a, b, 1, kBlock / 2, noise), full(a, b, 0, kBlock, noise);
        Motion left{};  // the motion of the block to the left, at half the size
        for (int column = 0; column < field.across; ++column) {
            const int x = column * kBlock / 2, y = row * kBlock / 2;
            const Motion parent =
                twice(coarse[static_cast<size_t>(row / 2) * coarse_across + column / 2]);
            Found best = half.around(x, y, {});
            if (!same(parent, {})) {
                const Found other = half.around(x, y, parent);
                if (other.distance < best.distance) best = other;
            }
            if (!same(left, {}) && !same(left, parent)) {
                const Found other = half.around(x, y, left);
                if (other.distance < best.distance) best = other;
            }
            left = best.motion;
            field.blocks[static_cast<size_t>(row) * field.across + column] =
                full.around(2 * x, 2 * y, twice(best.motion)).motion;
        }
    });
    return field;
}

Cost motion_cost(const Shape &shape) {
    Arena count;
    Pyramid(shape, count);
    Pyramid(shape, count);
    return {count.peak(), kWork * shape.pixels()};
}

}  // namespace zsn2n
