// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/average.h"

#include <algorithm>
#include <numeric>

#include "pilot/dct_pilot.h"

namespace zsn2n {

namespace {

constexpr int kBlock = TemporalState::kBlock;

// Share of a block's difference that is structure: of noise alone 0.05 pass the threshold. The old
// images begin to count for less where a block or the mean of the nine around it has kUnchanged,
// and for nothing from kChanged on.
constexpr float kUnchanged = 0.12f, kChanged = 0.4f;

// In the mean of 25 blocks: below, what passed is taken for noise, from the second on for
// structure. So it is but where nothing moves: always taking it costs a still clip 1.1 dB and
// doubles its flicker, never taking it costs blackswan 1.2 dB.
constexpr float kStill = 0.05f, kMoving = 0.08f;

float ramp(float value, float from, float to) {
    return std::clamp((value - from) / (to - from), 0.0f, 1.0f);
}

// A block's pixels.
struct Block {
    int left, top, right, bottom;
};

class Averaging {
  public:
    Averaging(const PlanesView &noisy, const TemporalState &before, const MotionField &motion,
              const TemporalSettings &settings)
        : noisy_(noisy),
          before_(before),
          motion_(motion),
          settings_(settings),
          across_((noisy.width + kBlock - 1) / kBlock),
          down_((noisy.height + kBlock - 1) / kBlock),
          difference_(noisy.width, noisy.height, noisy.channels),
          structure_(noisy.width, noisy.height, noisy.channels),
          passed_(static_cast<size_t>(across_) * down_) {
        old_variance_.resize(passed_.size());
    }

    void run(const NoiseTable &noise, const Team &team, TemporalState &after,
             const PlanesView &factor) {
        const PlanesView mean = after.mean.view(), difference = difference_.view();
        team.run(down_, [&](int row, int) { displace(row, mean, factor); });
        DctPilotSettings sparse;
        sparse.rgb = settings_.rgb;
        sparse.thresholded = {8, 32};
        dct_threshold(difference, mean, noise.curve, sparse, team, structure_.view(), factor);
        team.run(down_, [&](int row, int) { weigh(row); });
        team.run(down_, [&](int row, int) { average(row, mean, after.variance.data(), factor); });
    }

  private:
    Block block(int column, int row) const {
        return {column * kBlock, row * kBlock, std::min((column + 1) * kBlock, noisy_.width),
                std::min((row + 1) * kBlock, noisy_.height)};
    }
    Motion motion_of(const Block &b) const {
        const Motion m = motion_.at(
            std::min(b.left << settings_.shift_x, motion_.across * MotionField::kBlock - 1),
            std::min(b.top << settings_.shift_y, motion_.down * MotionField::kBlock - 1));
        const auto scaled = [](int v, int shift) {
            return static_cast<int16_t>(shift ? (v + (1 << (shift - 1))) >> shift : v);
        };
        return {scaled(m.dx, settings_.shift_x), scaled(m.dy, settings_.shift_y)};
    }

    // mean = the old images there; difference_, and the factor of its variance.
    void displace(int row, const PlanesView &mean, const PlanesView &factor) {
        // For reading alone.
        const PlanesView old = const_cast<Planes &>(before_.mean).view();
        const PlanesView difference = difference_.view();
        for (int column = 0; column < across_; ++column) {
            const Block b = block(column, row);
            const Motion m = motion_of(b);
            const int at = std::clamp((b.left + m.dx + kBlock / 2) / kBlock, 0, across_ - 1);
            const int line = std::clamp((b.top + m.dy + kBlock / 2) / kBlock, 0, down_ - 1);
            const float variance = before_.variance[static_cast<size_t>(line) * across_ + at];
            old_variance_[static_cast<size_t>(row) * across_ + column] = variance;
            for (int y = b.top; y < b.bottom; ++y) {
                std::fill(&factor.at(b.left, y, 0), &factor.at(b.left, y, 0) + (b.right - b.left),
                          1 + variance);
                const int from_y = std::clamp(y + m.dy, 0, noisy_.height - 1);
                for (int c = 0; c < noisy_.channels; ++c) {
                    float *was = &mean.at(b.left, y, c);
                    const int width = b.right - b.left;
                    if (b.left + m.dx >= 0 && b.right + m.dx <= noisy_.width) {
                        std::copy_n(&old.at(b.left + m.dx, from_y, c), width, was);
                    } else {
                        for (int x = 0; x < width; ++x) {
                            const int from_x = std::clamp(b.left + x + m.dx, 0, noisy_.width - 1);
                            was[x] = old.at(from_x, from_y, c);
                        }
                    }
                    const float *is = &noisy_.at(b.left, y, c);
                    float *change = &difference.at(b.left, y, c);
                    for (int x = 0; x < width; ++x) change[x] = is[x] - was[x];
                }
            }
        }
    }

    // Which share of each block's difference is structure.
    void weigh(int row) {
        const PlanesView difference = difference_.view(), structure = structure_.view();
        for (int column = 0; column < across_; ++column) {
            const Block b = block(column, row);
            // Column by column of the block, so that sums are of vectors.
            float along[kBlock] = {}, all[kBlock] = {};
            for (int c = 0; c < noisy_.channels; ++c) {
                for (int y = b.top; y < b.bottom; ++y) {
                    const float *d = &difference.at(b.left, y, c);
                    const float *s = &structure.at(b.left, y, c);
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

    float passed(int column, int row) const {
        return passed_[static_cast<size_t>(std::clamp(row, 0, down_ - 1)) * across_ +
                       std::clamp(column, 0, across_ - 1)];
    }
    float mean_passed(int column, int row, int reach) const {
        float sum = 0;
        for (int y = row - reach; y <= row + reach; ++y) {
            for (int x = column - reach; x <= column + reach; ++x) sum += passed(x, y);
        }
        return sum / static_cast<float>((2 * reach + 1) * (2 * reach + 1));
    }

    void average(int row, const PlanesView &mean, float *variances, const PlanesView &factor) {
        const PlanesView difference = difference_.view(), structure = structure_.view();
        const float least = 1 / static_cast<float>(settings_.most + 1);
        for (int column = 0; column < across_; ++column) {
            const size_t index = static_cast<size_t>(row) * across_ + column;
            const float own = passed(column, row);
            const float changed =
                ramp(std::max(own, mean_passed(column, row, 1)), kUnchanged, kChanged);
            const float share = ramp(mean_passed(column, row, 2), kStill, kMoving);
            const float old = old_variance_[index];
            const float kalman = std::max(old / (1 + old), least);
            const float gain = kalman + (1 - kalman) * changed;
            const float added = share * (1 - gain);
            // What passes as structure takes its noise along.
            const float passes = gain + added * own;
            const float variance = passes * passes + (1 - passes) * (1 - passes) * old;
            variances[index] = variance;
            const Block b = block(column, row);
            for (int y = b.top; y < b.bottom; ++y) {
                std::fill(&factor.at(b.left, y, 0), &factor.at(b.left, y, 0) + (b.right - b.left),
                          variance);
                for (int c = 0; c < noisy_.channels; ++c) {
                    float *m = &mean.at(b.left, y, c);
                    const float *d = &difference.at(b.left, y, c);
                    const float *s = &structure.at(b.left, y, c);
                    for (int x = 0; x < b.right - b.left; ++x) m[x] += gain * d[x] + added * s[x];
                }
            }
        }
    }

    PlanesView noisy_;
    const TemporalState &before_;
    const MotionField &motion_;
    TemporalSettings settings_;
    int across_, down_;
    Planes difference_, structure_;
    std::vector<float> passed_, old_variance_;
};

}  // namespace

void average_images(const PlanesView &noisy, const NoiseTable &noise, const TemporalState &before,
                    const MotionField &motion, const TemporalSettings &settings, const Team &team,
                    TemporalState &after, const PlanesView &factor) {
    after.mean.resize(noisy.width, noisy.height, noisy.channels);
    after.variance.resize(TemporalState::blocks(noisy.width, noisy.height));
    if (before.empty()) {
        copy_planes(noisy, after.mean.view());
        std::fill_n(after.variance.data(), after.variance.size(), 1.0f);
        for (int y = 0; y < noisy.height; ++y) std::fill_n(&factor.at(0, y, 0), noisy.width, 1.0f);
        return;
    }
    Averaging(noisy, before, motion, settings).run(noise, team, after, factor);
}

size_t temporal_state_bytes(int width, int height, int channels) {
    return (static_cast<size_t>(width) * height * channels + TemporalState::blocks(width, height)) *
           sizeof(float);
}

size_t average_images_bytes(int width, int height, int channels, int threads) {
    return 2 * temporal_state_bytes(width, height, channels) +
           dct_pilot_bytes(0, 0, channels, threads);
}

}  // namespace zsn2n
