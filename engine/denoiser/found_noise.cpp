// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/found_noise.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

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

}  // namespace

void tell_levels(const std::vector<int> &planes, const Noise &noise, zsn2n_color color,
                 zsn2n_stats &stats) {
    const size_t count = planes.size();
    double variance[3] = {}, sum = 0;
    for (size_t c = 0; c < count; ++c) {
        variance[c] = std::max(0.5 * stats.noise_a[planes[c]] + stats.noise_b[planes[c]], 0.0);
        sum += variance[c];
    }
    // The curves at half of the range say how the planes share what all of them have.
    const double all = stats.noise_sigma * stats.noise_sigma * static_cast<double>(count);
    for (size_t c = 0; c < count; ++c) {
        variance[c] = sum > 0 ? variance[c] * all / sum : stats.noise_sigma * stats.noise_sigma;
    }
    if (!noise.white()) {
        for (size_t c = 0; c < count; ++c)
            variance[c] = noise.mixture_variance(static_cast<int>(c));
    }
    if (color != ZSN2N_COLOR_RGB) {
        double colors = 0;
        int color_planes = 0;
        for (size_t c = 0; c < count; ++c) {
            if (planes[c] == 0) {
                stats.noise_luma = std::sqrt(variance[c]);
            } else {
                colors += variance[c];
                ++color_planes;
            }
        }
        if (color_planes) stats.noise_chroma = std::sqrt(colors / color_planes);
        return;
    }
    if (!noise.white() && count == 3) {
        stats.noise_luma = std::sqrt(variance[0]);
        stats.noise_chroma = std::sqrt((variance[1] + variance[2]) / 2);
        return;
    }
    stats.noise_luma = stats.noise_sigma;
    if (count < 3) return;
    // Of the differences (R - B) / sqrt(2) and (R - 2 G + B) / sqrt(6).
    const double blue = (variance[0] + variance[2]) / 2;
    const double green = (variance[0] + 4 * variance[1] + variance[2]) / 6;
    stats.noise_chroma = std::sqrt((blue + green) / 2);
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
