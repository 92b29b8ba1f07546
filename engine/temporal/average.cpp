// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/average.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/math.h"
#include "image/bands.h"
#include "pilot/dct_pilot.h"

namespace zsn2n {

namespace {

constexpr int kBlock = TemporalState::kBlock;

// The share of structure in a block's difference; noise alone passes the threshold with a share of
// 0.05. The earlier images count for less from kUnchanged on, and for nothing from kChanged on. The
// larger share counts: the block's, or the mean of the nine around it.
constexpr float kUnchanged = 0.12f, kChanged = 0.4f;

// The same for the mean of the difference of 8x8 pixels at every fourth place, of 24x24 and of
// 40x40, in its standard deviations. So a square of 6x6 pixels with 1.3 times the deviation of the
// noise is seen, and so is a slow fade.
constexpr float kUnmoved = 3, kMoved = 4.5f;

// Bounds for the mean share of 25 blocks. Below the first, what passed is taken for noise; from the
// second on, for structure. If it always counted as structure, a still clip would lose 1.1 dB and
// flicker twice as much; if it never did, blackswan would lose 1.2 dB.
constexpr float kStill = 0.05f, kMoving = 0.08f;

// Of a block that says nothing about those beside it: it does not count, or moves.
constexpr float kExcluded = -1;

class Averaging {
  public:
    // Takes its memory and looks at nothing.
    Averaging(const Shape &shape, const AverageSettings &settings, Arena &arena)
        : settings_(settings),
          shape_(shape),
          across_(ceil_divide(shape.width, kBlock)),
          down_(ceil_divide(shape.height, kBlock)),
          difference_(take_planes(arena, shape)),
          structure_(take_planes(arena, shape)),
          passed_(arena.take<float>(TemporalState::blocks(shape.width, shape.height))),
          moved_(arena.take<float>(TemporalState::blocks(shape.width, shape.height))),
          quarters_(take_planes(arena, {2 * across_, 2 * down_, shape.channels})),
          structures_(sparse(settings.rgb)) {}

    Cost structures(int threads) const { return structures_.threshold_cost(shape_, threads); }

    void run(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
             const Team &team, Arena &arena, TemporalState &after, const PlanesView &map) {
        const PlanesView mean = after.mean.view();
        team.run(down_, [&](int row, int) { compare(noisy, before, noise, row, mean, map); });
        structures_.threshold(difference_, mean, noise.with_map(map), team, arena, structure_);
        team.run(down_, [&](int row, int) { weigh(before, row); });
        team.run(down_,
                 [&](int row, int) { average(before, row, mean, after.variance.data(), map); });
    }

  private:
    static DctPilotSettings sparse(bool rgb) {
        DctPilotSettings settings;
        settings.rgb = rgb;
        settings.thresholded = {8, 32};
        return settings;
    }
    Region block(int column, int row) const {
        return {column * kBlock, row * kBlock, std::min((column + 1) * kBlock, shape_.width),
                std::min((row + 1) * kBlock, shape_.height)};
    }
    size_t index(int column, int row) const { return static_cast<size_t>(row) * across_ + column; }

    // mean = the earlier images where they are still, else the new one; fills difference_, its
    // sums, in standard deviations of one pixel, and the map of its variance.
    void compare(const ConstPlanesView &noisy, const TemporalState &before, const Noise &noise,
                 int row, const PlanesView &mean, const PlanesView &map) {
        const ConstPlanesView old = before.mean.view();
        const auto coarse = static_cast<float>(64 * noise.of_mean(64) / noise.of_mean(1));
        for (int column = 0; column < across_; ++column) {
            const Region b = block(column, row);
            const bool still = before.still[index(column, row)];
            const float variance = 1 + (still ? before.variance[index(column, row)] : 0);
            const int width = b.right - b.left;
            for (int c = 0; c < shape_.channels; ++c) {
                float quarters[2][2] = {}, level = 0;
                for (int y = b.top; y < b.bottom; ++y) {
                    const float *const is = &noisy.at(b.left, y, c);
                    float *const was = &mean.at(b.left, y, c);
                    float *const change = &difference_.at(b.left, y, c);
                    std::copy_n(still ? &old.at(b.left, y, c) : is, width, was);
                    float *const sums = quarters[(y - b.top) / (kBlock / 2)];
                    for (int x = 0; x < width; ++x) {
                        change[x] = is[x] - was[x];
                        sums[x / (kBlock / 2)] += change[x];
                        level += was[x];
                    }
                }
                const float deviation = std::sqrt(
                    variance * coarse * noise.variance(level / static_cast<float>(b.pixels()), c) +
                    1e-12f);
                for (int i = 0; i < 4; ++i)
                    quarters_.at(2 * column + i % 2, 2 * row + i / 2, c) =
                        quarters[i / 2][i % 2] / deviation;
            }
            for (int y = b.top; y < b.bottom; ++y)
                std::fill_n(&map.at(b.left, y, 0), width, variance);
        }
    }

    // The mean of the difference over 2 * reach x 2 * reach quarters of blocks from (x, y) on, in
    // its standard deviations.
    float deviations(int c, int x, int y, int size) const {
        const int left = std::max(x, 0), right = std::min(x + size, quarters_.width);
        const int top = std::max(y, 0), bottom = std::min(y + size, quarters_.height);
        float sum = 0;
        for (int v = top; v < bottom; ++v) {
            for (int u = left; u < right; ++u) sum += quarters_.at(u, v, c);
        }
        constexpr int kQuarter = kBlock * kBlock / 4;
        return std::abs(sum) /
               std::sqrt(static_cast<float>(kQuarter * (right - left) * (bottom - top)));
    }
    float deviations(int column, int row) const {
        float most = 0;
        for (int c = 0; c < shape_.channels; ++c) {
            for (int i = 0; i < 9; ++i)
                most =
                    std::max(most, deviations(c, 2 * column - 1 + i % 3, 2 * row - 1 + i / 3, 2));
            most = std::max(most, deviations(c, 2 * column - 2, 2 * row - 2, 6));
            most = std::max(most, deviations(c, 2 * column - 4, 2 * row - 4, 10));
        }
        return most;
    }

    // Finds what has changed of each block.
    void weigh(const TemporalState &before, int row) {
        for (int column = 0; column < across_; ++column) {
            const Region b = block(column, row);
            if (!before.still[index(column, row)] || !counts(settings_.mask, b)) {
                passed_[index(column, row)] = kExcluded;
                continue;
            }
            moved_[index(column, row)] = deviations(column, row);
            // Sums run over the block's columns side by side, so that they are vectors.
            float along[kBlock] = {}, all[kBlock] = {};
            for (int c = 0; c < shape_.channels; ++c) {
                for (int y = b.top; y < b.bottom; ++y) {
                    const float *d = &difference_.at(b.left, y, c);
                    const float *s = &structure_.at(b.left, y, c);
                    if (b.right - b.left == kBlock) {
                        for (int x = 0; x < kBlock; ++x) {
                            along[x] += d[x] * s[x];
                            all[x] += d[x] * d[x];
                        }
                    } else {
                        for (int x = 0; x < b.right - b.left; ++x) {
                            along[x] += d[x] * s[x];
                            all[x] += d[x] * d[x];
                        }
                    }
                }
            }
            const float sum = std::accumulate(all, all + kBlock, 1e-12f);
            passed_[index(column, row)] =
                std::clamp(std::accumulate(along, along + kBlock, 0.0f) / sum, 0.0f, 1.0f);
        }
    }

    float passed(int column, int row) const {
        return passed_[index(std::clamp(column, 0, across_ - 1), std::clamp(row, 0, down_ - 1))];
    }
    float mean_passed(int column, int row, int reach) const {
        float sum = 0;
        int count = 0;
        for (int y = row - reach; y <= row + reach; ++y) {
            for (int x = column - reach; x <= column + reach; ++x) {
                const float one = passed(x, y);
                if (one == kExcluded) continue;
                sum += one;
                ++count;
            }
        }
        return count ? sum / static_cast<float>(count) : 0;
    }

    void average(const TemporalState &before, int row, const PlanesView &mean, float *variances,
                 const PlanesView &map) {
        const float least = 1 / static_cast<float>(settings_.most + 1);
        for (int column = 0; column < across_; ++column) {
            const Region b = block(column, row);
            const size_t at = index(column, row);
            if (!before.still[at]) {
                variances[at] = 1;
                continue;
            }
            const float own = passed_[at];
            const float changed = own == kExcluded
                                      ? 0
                                      : std::max(ramp(std::max(own, mean_passed(column, row, 1)),
                                                      kUnchanged, kChanged),
                                                 ramp(moved_[at], kUnmoved, kMoved));
            const float share = ramp(mean_passed(column, row, 2), kStill, kMoving);
            const float old = before.variance[at];
            const float kalman = std::max(old / (1 + old), least);
            const float gain = kalman + (1 - kalman) * changed;
            const float added = share * (1 - gain);
            // Structure that passes takes its noise along.
            const float passes = gain + added * std::max(own, 0.0f);
            const float variance = passes * passes + (1 - passes) * (1 - passes) * old;
            variances[at] = variance;
            for (int y = b.top; y < b.bottom; ++y) {
                std::fill_n(&map.at(b.left, y, 0), b.right - b.left, variance);
                for (int c = 0; c < shape_.channels; ++c) {
                    float *m = &mean.at(b.left, y, c);
                    const float *d = &difference_.at(b.left, y, c);
                    const float *s = &structure_.at(b.left, y, c);
                    for (int x = 0; x < b.right - b.left; ++x) m[x] += gain * d[x] + added * s[x];
                }
            }
        }
    }

    AverageSettings settings_;
    Shape shape_;
    int across_, down_;
    PlanesView difference_, structure_;
    float *passed_, *moved_;
    PlanesView quarters_;  // sums of quarters of blocks of the difference
    DctPilot structures_;
};

}  // namespace

bool counts(const ConstPlanesView &mask, const Region &region) {
    if (!mask.data) return true;
    for (int y = region.top; y < region.bottom; ++y) {
        for (int x = region.left; x < region.right; ++x) {
            if (mask.at(x, y, 0) != 0.0f) return true;
        }
    }
    return false;
}

void average_still(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
                   const AverageSettings &settings, const Team &team, Arena &arena,
                   TemporalState &after, const PlanesView &map) {
    const bool any = !before.empty() &&
                     std::any_of(before.still.data(), before.still.data() + before.still.size(),
                                 [](uint8_t still) { return still != 0; });
    if (!any) {
        copy_planes(noisy, after.mean.view(), team);
        std::fill_n(after.variance.data(), after.variance.size(), 1.0f);
        for (int y = 0; y < noisy.height; ++y) std::fill_n(&map.at(0, y, 0), noisy.width, 1.0f);
        return;
    }
    const Arena::Scope scope(arena);
    Averaging(noisy.shape(), settings, arena).run(noisy, noise, before, team, arena, after, map);
}

Cost average_cost(const Shape &shape, int threads) {
    Arena count;
    const Cost structures = Averaging(shape, {}, count).structures(threads);
    count.visit(structures.bytes);
    return {count.peak(), structures.work};
}

}  // namespace zsn2n
