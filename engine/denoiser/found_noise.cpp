// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/found_noise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "image/color_transform.h"

namespace zsn2n {

namespace {

std::string formatted(const char *format, double value) {
    char text[96];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

// What is said beside the level.
std::string rest(const zsn2n_stats &stats) {
    std::string text;
    if (stats.noise_excluded >= 0.005)
        text += formatted("; %.0f %% of the image have none", 100 * stats.noise_excluded);
    if (stats.noise_frozen >= 0.005)
        text += formatted("; %.0f %% of it stay from frame to frame", 100 * stats.noise_frozen);
    if (stats.noise_impulses > 0)
        text += formatted("; %.2g %% of the samples stand alone (impulses) and are replaced",
                          100 * stats.noise_impulses);
    return text;
}

// Of the group's channels, or of its mixtures where the noise has a spectrum.
std::array<double, 3> variances(const std::vector<int> &planes, const Noise &noise,
                                const zsn2n_stats &stats) {
    const size_t count = planes.size();
    std::array<double, 3> variance{};
    if (!noise.white()) {
        for (size_t c = 0; c < count; ++c)
            variance[c] = noise.mixture_variance(static_cast<int>(c));
        return variance;
    }
    // The curves at half of the range say how the planes share what all of them have.
    double sum = 0;
    for (size_t c = 0; c < count; ++c) {
        variance[c] = std::max(0.5 * stats.noise_a[planes[c]] + stats.noise_b[planes[c]], 0.0);
        sum += variance[c];
    }
    const double mean = stats.noise_sigma * stats.noise_sigma;
    for (size_t c = 0; c < count; ++c)
        variance[c] = sum > 0 ? variance[c] * mean * static_cast<double>(count) / sum : mean;
    return variance;
}

}  // namespace

void tell_levels(const std::vector<int> &planes, const Noise &noise, zsn2n_color color,
                 zsn2n_stats &stats) {
    const size_t count = planes.size();
    const std::array<double, 3> variance = variances(planes, noise, stats);
    // White noise has `white` in each band.
    const auto in_band = [&](size_t c, double white, int k) {
        return noise.white() ? white : noise.band_variance(static_cast<int>(c), k);
    };
    if (color != ZSN2N_COLOR_RGB || (count == 3 && !noise.white())) {
        double total[2] = {}, bands[2][ZSN2N_NOISE_BANDS] = {};
        int number[2] = {};
        for (size_t c = 0; c < count; ++c) {
            const int part = color == ZSN2N_COLOR_RGB ? c > 0 : planes[c] > 0;
            ++number[part];
            total[part] += variance[c];
            for (int k = 0; k < ZSN2N_NOISE_BANDS; ++k)
                bands[part][k] += in_band(c, variance[c], k);
        }
        for (const int part : {0, 1}) {
            if (number[part] == 0) continue;
            (part ? stats.noise_chroma : stats.noise_luma) = std::sqrt(total[part] / number[part]);
            for (int k = 0; k < ZSN2N_NOISE_BANDS; ++k)
                stats.noise_spectrum[part][k] = bands[part][k] / number[part];
        }
        return;
    }
    stats.noise_luma = stats.noise_sigma;
    for (int k = 0; k < ZSN2N_NOISE_BANDS; ++k) {
        double sum = 0;
        for (size_t c = 0; c < count; ++c)
            sum += in_band(c, stats.noise_sigma * stats.noise_sigma, k);
        stats.noise_spectrum[0][k] = sum / static_cast<double>(count);
    }
    if (count < 3) return;
    const ColorTransform opponent(true);
    double colors = 0;
    for (const int k : {1, 2}) {
        for (int c = 0; c < 3; ++c) colors += opponent.m[k][c] * opponent.m[k][c] * variance[c] / 2;
    }
    stats.noise_chroma = std::sqrt(colors);
    std::fill(std::begin(stats.noise_spectrum[1]), std::end(stats.noise_spectrum[1]), colors);
}

std::string noise_text(const zsn2n_stats &stats, const char *doubt) {
    if (stats.noise_kind == ZSN2N_NOISE_KIND_NONE) {
        const std::string found =
            doubt ? "the image's noise cannot be told, since " + std::string(doubt)
                  : "no noise was found";
        return found + ", so that next to nothing is removed; if there is some, noise_from names " +
               "a flat region to measure it in" + rest(stats);
    }
    std::string text = "noise: ";
    text += formatted("sigma %.2g of 255 in brightness", 255 * stats.noise_luma);
    if (stats.noise_chroma > 0) text += formatted(", %.2g in colour", 255 * stats.noise_chroma);
    // White noise that R, G and B share has a spectrum and a coarseness of 1; what was blurred by
    // 0.5 px has 2.
    constexpr double kCoarse = 1.5;
    const bool coarse =
        stats.noise_kind == ZSN2N_NOISE_KIND_COLORED && stats.noise_coarseness >= kCoarse;
    text += formatted(coarse ? ", coarse (%.1f)" : ", fine-grained (%.1f)", stats.noise_coarseness);
    return text + rest(stats);
}

}  // namespace zsn2n
