// SPDX-License-Identifier: BSD-2-Clause
#include "spectrum.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace bench {
namespace {

constexpr int kSide = 8;

struct Cosines {
    Cosines() {
        for (int k = 0; k < kSide; ++k) {
            const double norm = k ? 0.5 : std::sqrt(0.125);
            for (int x = 0; x < kSide; ++x)
                of[k][x] = norm * std::cos((x + 0.5) * k * M_PI / kSide);
        }
    }
    double of[kSide][kSide];
};

// An orthonormal DCT, squared and summed by band.
void add_block(const double (&block)[kSide][kSide], double (&sum)[Spectrum::kBands],
               double (&count)[Spectrum::kBands]) {
    static const Cosines table;
    double rows[kSide][kSide] = {};
    for (int y = 0; y < kSide; ++y)
        for (int u = 0; u < kSide; ++u)
            for (int x = 0; x < kSide; ++x) rows[y][u] += table.of[u][x] * block[y][x];
    for (int v = 0; v < kSide; ++v) {
        for (int u = 0; u < kSide; ++u) {
            double value = 0;
            for (int y = 0; y < kSide; ++y) value += table.of[v][y] * rows[y][u];
            const int band = std::min(static_cast<int>(std::hypot(u, v)), Spectrum::kBands - 1);
            sum[band] += value * value;
            count[band] += 1;
        }
    }
}

}  // namespace

Spectrum spectrum_of(const Image &noise) {
    // (R + G + B) / sqrt(3), (R - B) / sqrt(2), (R - 2 G + B) / sqrt(6).
    const double opponent[3][3] = {
        {1 / std::sqrt(3), 1 / std::sqrt(3), 1 / std::sqrt(3)},
        {1 / std::sqrt(2), 0, -1 / std::sqrt(2)},
        {1 / std::sqrt(6), -2 / std::sqrt(6), 1 / std::sqrt(6)},
    };
    Spectrum spectrum;
    double count[2][Spectrum::kBands] = {};
    for (int mixture = 0; mixture < noise.channels; ++mixture) {
        const int part = mixture > 0;
        for (int top = 0; top + kSide <= noise.height; top += kSide) {
            for (int left = 0; left + kSide <= noise.width; left += kSide) {
                double block[kSide][kSide] = {};
                for (int c = 0; c < noise.channels; ++c) {
                    const double weight = noise.channels == 3 ? opponent[mixture][c] : 1;
                    for (int y = 0; y < kSide; ++y) {
                        const float *const row =
                            noise.plane(c) + static_cast<size_t>(top + y) * noise.width + left;
                        for (int x = 0; x < kSide; ++x) block[y][x] += weight * row[x];
                    }
                }
                add_block(block, spectrum.band[part], count[part]);
            }
        }
    }
    for (const int part : {0, 1}) {
        for (int k = 0; k < Spectrum::kBands; ++k)
            spectrum.band[part][k] /= std::max(count[part][k], 1.0);
    }
    return spectrum;
}

Spectrum found_spectrum(const zsn2n_stats &stats) {
    Spectrum spectrum;
    for (const int part : {0, 1})
        std::copy_n(stats.noise_spectrum[part], Spectrum::kBands, spectrum.band[part]);
    return spectrum;
}

std::string to_text(const Spectrum &spectrum, int part) {
    std::string text;
    for (const double variance : spectrum.band[part]) {
        char value[32];
        std::snprintf(value, sizeof value, "%s%.1f", text.empty() ? "" : ",",
                      255 * std::sqrt(variance));
        text += value;
    }
    return text;
}

double error_db(const Spectrum &found, const Spectrum &truth) {
    constexpr double kMost = 20, kNothing = 1e-9;
    double sum = 0;
    int count = 0;
    for (const int part : {0, 1}) {
        for (int k = 0; k < Spectrum::kBands; ++k) {
            if (truth.band[part][k] < kNothing) continue;
            const double ratio = found.band[part][k] / truth.band[part][k];
            sum += ratio > 0 ? std::min(std::abs(10 * std::log10(ratio)), kMost) : kMost;
            ++count;
        }
    }
    return count ? sum / count : 0;
}

}  // namespace bench
