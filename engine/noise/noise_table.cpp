// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise_table.h"

#include <cmath>

#include "image/bands.h"

namespace zsn2n {

namespace {

constexpr double kLeastVariance = 1e-10;

// Steps of the noise-free sample from kFrom to kTo: clipped samples' means cover 0..1.
constexpr int kSteps = 768;
constexpr double kFrom = -1.0, kTo = 2.0;

void fill_clipped(const NoiseModel &model, int c, NoiseTable &table) {
    // The mean after clipping rises with the one before: both are walked through together.
    const auto moments = [&](int step) {
        const double x = kFrom + (kTo - kFrom) * step / kSteps;
        const double variance = std::max(model.curve.variance(x, c), kLeastVariance);
        return clipped_moments(x, std::sqrt(variance), model.clipping[c]);
    };
    int step = 0;
    ClippedMoments before = moments(0), after = moments(1);
    for (int i = 0; i < NoiseTable::kEntries; ++i) {
        const double mean = static_cast<double>(i) / (NoiseTable::kEntries - 1);
        while (after.mean < mean && step + 2 <= kSteps) {
            ++step;
            before = after;
            after = moments(step + 1);
        }
        const double rise = after.mean - before.mean;
        const double part = rise > 0 ? std::clamp((mean - before.mean) / rise, 0.0, 1.0) : 0.0;
        const double x = kFrom + (kTo - kFrom) * (step + part) / kSteps;
        const double variance = before.variance + part * (after.variance - before.variance);
        table.variance[c][i] = static_cast<float>(std::max(variance, kLeastVariance));
        table.clean[c][i] = static_cast<float>(std::clamp(x, 0.0, 1.0));
    }
}

}  // namespace

NoiseTable NoiseTable::scaled(float times) const {
    NoiseTable result = *this;
    for (int c = 0; c < kNoiseChannels; ++c) {
        for (float &value : result.variance[c]) value *= times;
        result.curve.a[c] *= times;
        result.curve.b[c] *= times;
    }
    return result;
}

NoiseTable make_noise_table(const NoiseModel &model) {
    NoiseTable table;
    table.curve = model.curve;
    table.clipping = model.clipping;
    for (int c = 0; c < kNoiseChannels; ++c) {
        if (model.clipping[c].low || model.clipping[c].high) {
            fill_clipped(model, c, table);
            continue;
        }
        for (int i = 0; i < NoiseTable::kEntries; ++i) {
            const double mean = static_cast<double>(i) / (NoiseTable::kEntries - 1);
            table.variance[c][i] =
                static_cast<float>(std::max(model.curve.variance(mean, c), kLeastVariance));
            table.clean[c][i] = static_cast<float>(mean);
        }
    }
    return table;
}

void undo_clipping(const NoiseTable &noise, const Team &team, const PlanesView &planes) {
    for (int c = 0; c < planes.channels; ++c) {
        if (!noise.clipping[c].low && !noise.clipping[c].high) continue;
        each_band(team, planes.width, planes.height, [&](int begin, int end, int) {
            for (int y = begin; y < end; ++y) {
                for (int x = 0; x < planes.width; ++x) {
                    float &v = planes.at(x, y, c);
                    v = NoiseTable::at(noise.clean[c], v);
                }
            }
        });
    }
}

}  // namespace zsn2n
