// SPDX-License-Identifier: BSD-2-Clause
#include "noise/coloured_noise.h"

#include <cmath>
#include <numeric>

#include "image/color_transform.h"

namespace zsn2n {

namespace {

constexpr int kSize = NoiseSpectrum::kSize, kCells = kSize * kSize;

// The table at frequencies between its own, bilinear; the last one stands for all beyond it.
double at(const float *table, double u, double v) {
    const auto split = [](double position, int &i) {
        const double inside = std::min(position, kSize - 1.0);
        i = std::min(static_cast<int>(inside), kSize - 2);
        return inside - i;
    };
    int i, j;
    const double across = split(u, i), down = split(v, j);
    const float *const cell = table + j * kSize + i;
    const double upper = cell[0] + across * (cell[1] - cell[0]);
    const double lower = cell[kSize] + across * (cell[kSize + 1] - cell[kSize]);
    return upper + down * (lower - upper);
}

}  // namespace

ColouredNoise::ColouredNoise(const NoiseSpectrum &spectrum) : described_(spectrum) {
    for (int c = 0; c < mixtures(); ++c) {
        const float *const table = described_.mixture[c].table;
        for (int v = 0; v < 16; ++v)
            for (int u = 0; u < 16; ++u)
                table16_[c][v * 16 + u] = static_cast<float>(at(table, 0.5 * u, 0.5 * v));
        pixel_[c] = std::accumulate(table, table + kCells, 0.0f) / kCells;
    }
    const ColorTransform color(opponent());
    for (int c = 0; c < mixtures(); ++c) {
        for (int i = 0; i < NoiseSpectrum::kKnots; ++i) {
            channel_[c][i] = 0;
            for (int k = 0; k < mixtures(); ++k)
                channel_[c][i] +=
                    color.m[k][c] * color.m[k][c] * (described_.mixture[k].level[i] * pixel_[k]);
        }
    }
}

float ColouredNoise::mean_level(int c) const {
    const float(&level)[NoiseSpectrum::kKnots] = described_.mixture[c].level;
    return std::accumulate(level, level + NoiseSpectrum::kKnots, 0.0f) / NoiseSpectrum::kKnots;
}

bool ColouredNoise::level_is_constant() const {
    for (int c = 0; c < mixtures(); ++c) {
        const float(&level)[NoiseSpectrum::kKnots] = described_.mixture[c].level;
        if (!std::all_of(level, level + NoiseSpectrum::kKnots,
                         [&](float v) { return v == level[0]; }))
            return false;
    }
    return true;
}

double ColouredNoise::band_variance(int c, int band) const {
    double sum = 0;
    int number = 0;
    for (int k = 0; k < kCells; ++k) {
        const double frequency = std::hypot(k % kSize, k / kSize);
        if (std::min(static_cast<int>(frequency), ZSN2N_NOISE_BANDS - 1) != band) continue;
        sum += described_.mixture[c].table[k];
        ++number;
    }
    return mean_level(c) * sum / number;
}

float ColouredNoise::mean_channel_variance() const {
    float sum = 0;
    for (int c = 0; c < mixtures(); ++c) sum += mean_level(c) * pixel_[c];
    return mixtures() ? sum / static_cast<float>(mixtures()) : 0;
}

ColouredNoise ColouredNoise::halved() const {
    NoiseSpectrum half = described_;
    for (int c = 0; c < mixtures(); ++c) {
        const float *const fine = described_.mixture[c].table;
        double table[kCells], sum = 0;
        for (int v = 0; v < kSize; ++v) {
            for (int u = 0; u < kSize; ++u) {
                const auto kept = [](int frequency, int alias) {
                    const double angle = M_PI * frequency / (4 * kSize);
                    const double gain = alias ? std::sin(angle) : std::cos(angle);
                    return gain * gain;
                };
                double value = 0;
                for (int a = 0; a < 2; ++a) {
                    for (int b = 0; b < 2; ++b) {
                        value +=
                            kept(u, a) * kept(v, b) *
                            at(fine, a ? kSize - 0.5 * u : 0.5 * u, b ? kSize - 0.5 * v : 0.5 * v);
                    }
                }
                table[v * kSize + u] = 0.25 * value;
                if (u + v > 0) sum += 0.25 * value;
            }
        }
        const double mean = sum / (kCells - 1);
        if (!(mean > 0)) continue;
        for (int i = 0; i < kCells; ++i)
            half.mixture[c].table[i] = static_cast<float>(table[i] / mean);
        for (float &level : half.mixture[c].level) level *= static_cast<float>(mean);
    }
    return ColouredNoise(half);
}

ColouredNoise ColouredNoise::scaled(double times) const {
    NoiseSpectrum scaled = described_;
    for (NoiseSpectrum::Mixture &mixture : scaled.mixture)
        for (float &level : mixture.level) level *= static_cast<float>(times);
    return ColouredNoise(scaled);
}

}  // namespace zsn2n
