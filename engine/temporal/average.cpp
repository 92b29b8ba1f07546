// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/average.h"

#include <algorithm>
#include <numeric>

#include "image/bands.h"
#include "pilot/dct_pilot.h"

namespace zsn2n {

namespace {

constexpr int kBlock = TemporalState::kBlock;

// The share of structure in a block's difference; noise alone passes the threshold with a share of
// 0.05. The earlier images count for less from kUnchanged on, and for nothing from kChanged on. The
// larger share counts: the block's, or the mean of the nine around it.
constexpr float kUnchanged = 0.12f, kChanged = 0.4f;

// Bounds for the mean share of 25 blocks. Below the first, what passed is taken for noise; from the
// second on, for structure. If it always counted as structure, a still clip would lose 1.1 dB and
// flicker twice as much; if it never did, blackswan would lose 1.2 dB.
constexpr float kStill = 0.05f, kMoving = 0.08f;

// Of a block without a pixel that counts: it says nothing about those beside it.
constexpr float kExcluded = -1;

float ramp(float value, float from, float to) {
    return std::clamp((value - from) / (to - from), 0.0f, 1.0f);
}

// The pixels of a block.
struct Block {
    int left, top, right, bottom;
};

class Averaging {
  public:
    // Takes its memory and looks at nothing.
    Averaging(const Shape &shape, const TemporalSettings &settings, Arena &arena)
        : settings_(settings),
          shape_(shape),
          across_((shape.width + kBlock - 1) / kBlock),
          down_((shape.height + kBlock - 1) / kBlock),
          difference_(take_planes(arena, shape)),
          structure_(take_planes(arena, shape)),
          passed_(arena.take<float>(TemporalState::blocks(shape.width, shape.height))),
          old_variance_(arena.take<float>(TemporalState::blocks(shape.width, shape.height))),
          structures_(sparse(settings.rgb)) {}

    Cost structures(int threads) const { return structures_.threshold_cost(shape_, threads); }

    void run(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
             const MotionField &motion, const Team &team, Arena &arena, TemporalState &after,
             ChangingNoise &changing, const PlanesView &map) {
        const PlanesView mean = after.mean.view();
        const Past past{noisy, before, motion};
        team.run(down_, [&](int row, int) { displace(past, row, mean, map); });
        if (settings_.measures)
            changing.measure(noisy, difference_, changed_blocks(motion), team, arena);
        structures_.threshold(difference_, mean, noise.with_map(map), team, arena, structure_);
        team.run(down_, [&](int row, int) { weigh(row); });
        team.run(down_, [&](int row, int) { average(row, mean, after.variance.data(), map); });
    }

  private:
    struct Past {
        const ConstPlanesView &noisy;
        const TemporalState &before;
        const MotionField &motion;
    };
    static DctPilotSettings sparse(bool rgb) {
        DctPilotSettings settings;
        settings.rgb = rgb;
        settings.thresholded = {8, 32};
        return settings;
    }
    Block block(int column, int row) const {
        return {column * kBlock, row * kBlock, std::min((column + 1) * kBlock, shape_.width),
                std::min((row + 1) * kBlock, shape_.height)};
    }
    Motion motion_of(const MotionField &motion, const Block &b) const {
        const Motion m = motion.at(
            std::min(b.left << settings_.shift_x, motion.across * MotionField::kBlock - 1),
            std::min(b.top << settings_.shift_y, motion.down * MotionField::kBlock - 1));
        const auto scaled = [](int v, int shift) {
            return static_cast<int16_t>(shift ? (v + (1 << (shift - 1))) >> shift : v);
        };
        return {scaled(m.dx, settings_.shift_x), scaled(m.dy, settings_.shift_y)};
    }

    // mean = the earlier images, moved; fills difference_ and the map of its variance, too.
    void displace(const Past &past, int row, const PlanesView &mean, const PlanesView &map) {
        const ConstPlanesView &noisy = past.noisy, old = past.before.mean.view();
        for (int column = 0; column < across_; ++column) {
            const Block b = block(column, row);
            const Motion m = motion_of(past.motion, b);
            const int at = std::clamp((b.left + m.dx + kBlock / 2) / kBlock, 0, across_ - 1);
            const int line = std::clamp((b.top + m.dy + kBlock / 2) / kBlock, 0, down_ - 1);
            const float variance = past.before.variance[static_cast<size_t>(line) * across_ + at];
            old_variance_[static_cast<size_t>(row) * across_ + column] = variance;
            for (int y = b.top; y < b.bottom; ++y) {
                std::fill(&map.at(b.left, y, 0), &map.at(b.left, y, 0) + (b.right - b.left),
                          1 + variance);
                const int from_y = std::clamp(y + m.dy, 0, shape_.height - 1);
                for (int c = 0; c < shape_.channels; ++c) {
                    float *was = &mean.at(b.left, y, c);
                    const int width = b.right - b.left;
                    if (b.left + m.dx >= 0 && b.right + m.dx <= shape_.width) {
                        std::copy_n(&old.at(b.left + m.dx, from_y, c), width, was);
                    } else {
                        for (int x = 0; x < width; ++x) {
                            const int from_x = std::clamp(b.left + x + m.dx, 0, shape_.width - 1);
                            was[x] = old.at(from_x, from_y, c);
                        }
                    }
                    const float *is = &noisy.at(b.left, y, c);
                    float *change = &difference_.at(b.left, y, c);
                    for (int x = 0; x < width; ++x) change[x] = is[x] - was[x];
                }
            }
        }
    }

    // Whole ones that count, and whose past is all in the picture.
    std::vector<ChangedBlock> changed_blocks(const MotionField &motion) const {
        std::vector<ChangedBlock> blocks;
        for (int row = 0; row < down_; ++row) {
            for (int column = 0; column < across_; ++column) {
                const Block b = block(column, row);
                if (b.right - b.left < kBlock || b.bottom - b.top < kBlock || excluded(b)) continue;
                const Motion m = motion_of(motion, b);
                if (b.left + m.dx < 0 || b.right + m.dx > shape_.width || b.top + m.dy < 0 ||
                    b.bottom + m.dy > shape_.height)
                    continue;
                const float old = old_variance_[static_cast<size_t>(row) * across_ + column];
                blocks.push_back({b.left, b.top, 1 + old, m.dx != 0 || m.dy != 0});
            }
        }
        return blocks;
    }

    // Finds the share of structure in each block's difference.
    void weigh(int row) {
        for (int column = 0; column < across_; ++column) {
            const Block b = block(column, row);
            if (excluded(b)) {
                passed_[static_cast<size_t>(row) * across_ + column] = kExcluded;
                continue;
            }
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
            passed_[static_cast<size_t>(row) * across_ + column] =
                std::clamp(std::accumulate(along, along + kBlock, 0.0f) / sum, 0.0f, 1.0f);
        }
    }

    bool excluded(const Block &b) const {
        if (!settings_.mask.data) return false;
        for (int y = b.top; y < b.bottom; ++y) {
            for (int x = b.left; x < b.right; ++x) {
                if (settings_.mask.at(x, y, 0) != 0.0f) return false;
            }
        }
        return true;
    }
    float passed(int column, int row) const {
        return passed_[static_cast<size_t>(std::clamp(row, 0, down_ - 1)) * across_ +
                       std::clamp(column, 0, across_ - 1)];
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

    void average(int row, const PlanesView &mean, float *variances, const PlanesView &map) {
        const float least = 1 / static_cast<float>(settings_.most + 1);
        for (int column = 0; column < across_; ++column) {
            const size_t index = static_cast<size_t>(row) * across_ + column;
            const float own = std::max(passed(column, row), 0.0f);
            const float changed =
                ramp(std::max(own, mean_passed(column, row, 1)), kUnchanged, kChanged);
            const float share = ramp(mean_passed(column, row, 2), kStill, kMoving);
            const float old = old_variance_[index];
            const float kalman = std::max(old / (1 + old), least);
            const float gain = kalman + (1 - kalman) * changed;
            const float added = share * (1 - gain);
            // Structure that passes takes its noise along.
            const float passes = gain + added * own;
            const float variance = passes * passes + (1 - passes) * (1 - passes) * old;
            variances[index] = variance;
            const Block b = block(column, row);
            for (int y = b.top; y < b.bottom; ++y) {
                std::fill(&map.at(b.left, y, 0), &map.at(b.left, y, 0) + (b.right - b.left),
                          variance);
                for (int c = 0; c < shape_.channels; ++c) {
                    float *m = &mean.at(b.left, y, c);
                    const float *d = &difference_.at(b.left, y, c);
                    const float *s = &structure_.at(b.left, y, c);
                    for (int x = 0; x < b.right - b.left; ++x) m[x] += gain * d[x] + added * s[x];
                }
            }
        }
    }

    TemporalSettings settings_;
    Shape shape_;
    int across_, down_;
    PlanesView difference_, structure_;
    float *passed_, *old_variance_;
    DctPilot structures_;
};

}  // namespace

void average_images(const ConstPlanesView &noisy, const Noise &noise, const TemporalState &before,
                    const MotionField &motion, const TemporalSettings &settings, const Team &team,
                    Arena &arena, TemporalState &after, ChangingNoise &changing,
                    const PlanesView &map) {
    after.resize(noisy.shape());
    if (before.empty()) {
        copy_planes(noisy, after.mean.view(), team);
        std::fill_n(after.variance.data(), after.variance.size(), 1.0f);
        for (int y = 0; y < noisy.height; ++y) std::fill_n(&map.at(0, y, 0), noisy.width, 1.0f);
        return;
    }
    const Arena::Scope scope(arena);
    Averaging(noisy.shape(), settings, arena)
        .run(noisy, noise, before, motion, team, arena, after, changing, map);
}

Cost average_cost(const Shape &shape, int threads) {
    Arena count;
    const Cost structures = Averaging(shape, {}, count).structures(threads);
    count.visit(structures.bytes);
    take_changing_noise(count);
    return {count.peak(), structures.work};
}

}  // namespace zsn2n
