// SPDX-License-Identifier: BSD-2-Clause
#include "noise/luma_noise.h"

#include <numeric>

#include "image/color_transform.h"
#include "noise/spectrum_table.h"

namespace zsn2n {

namespace {

constexpr int kKnots = NoiseSpectrum::kKnots, kCells = NoiseSpectrum::kSize * NoiseSpectrum::kSize;
// Y of R, G and B (BT.601).
constexpr double kLuma[] = {0.299, 0.587, 0.114};

double mean_level(const NoiseSpectrum::Mixture &mixture) {
    return std::accumulate(std::begin(mixture.level), std::end(mixture.level), 0.0) / kKnots;
}

// The variance of a pixel, over all brightnesses alike.
double variance(const NoiseSpectrum::Mixture &mixture) {
    return mean_level(mixture) *
           std::accumulate(std::begin(mixture.table), std::end(mixture.table), 0.0) / kCells;
}

// The mixtures of to_opponent() are independent, and Y is a sum of them.
NoiseSpectrum::Mixture luma_of(const NoiseSpectrum &rgb) {
    const ColorTransform color(true);
    NoiseSpectrum::Mixture luma;
    double table[kCells] = {}, level = 0;
    double plain[kKnots] = {}, alone[kKnots] = {};
    for (int c = 0; c < kMixedChannels; ++c) {
        const NoiseSpectrum::Mixture &mixture = rgb.mixture[c];
        double weight = 0;
        for (int k = 0; k < kMixedChannels; ++k) weight += kLuma[k] * color.m[c][k];
        weight *= weight;
        level += weight * mean_level(mixture);
        for (int k = 0; k < kCells; ++k)
            table[k] += weight * mean_level(mixture) * mixture.table[k];
        for (int i = 0; i < kKnots; ++i) {
            plain[i] += weight * mixture.level[i];
            alone[i] += weight * mixture.level[i] * (1 + mixture.above[i]);
        }
    }
    if (!(level > 0)) return luma;
    for (int k = 0; k < kCells; ++k) luma.table[k] = static_cast<float>(table[k] / level);
    for (int i = 0; i < kKnots; ++i) {
        luma.level[i] = static_cast<float>(plain[i]);
        if (plain[i] > 0) luma.above[i] = static_cast<float>(alone[i] / plain[i] - 1);
    }
    return luma;
}

bool luma_has_spectrum(const SpectrumFit &planes) {
    return planes.kind == NoiseKind::kColoured && !planes.white_luma;
}

// Whether what luma by itself shows is texture, most of it: weak, and R, G and B tell far less.
// Clean Kodak crops through JPEG of quality 90: 0.05 to 0.2 of the variance, and three gain 0.6 to
// 1.9 dB; camera JPEGs 0.18 and 0.21 (one loses 0.1 dB), then 0.75 (where the lesser costs 0.3).
// Strong noise of photos: 0.15, and luma is right.
bool is_texture(double own, double told) {
    constexpr double kWeak = 6 / 255.0, kLess = 0.2;
    return own < kWeak * kWeak && told < kLess * own;
}

// Whether luma, whose noise was taken for white, has more. Noise that strong shows by itself: then
// far more is to be told. Without this kodim13 with sigma 10 through quality 92 loses 2.5 dB.
bool hides_noise(double own, double told) {
    constexpr double kShows = 5 / 255.0, kFarMore = 4;
    return told > (own > kShows * kShows ? kFarMore : 1) * own;
}

}  // namespace

// A codec took luma's highest frequencies, or its noise is strong, in even blocks and in colour
// too. Clean Kodak crops through JPEG of quality 95: falls to 5.4 and high to 4.5, or uneven
// from 1.05 (without these bounds they lose 0.6 dB of luma); sigma 10 through quality 80: high
// from 5.7, low from 1.4, uneven to 0.9 but for one, and +1.2 dB; sigma 5: falls from 7.3, +0.44
// dB; clean pictures without JPEG: falls from 24 but uneven from 2.2. Leaves with noise: agreement
// to 0.68.
bool luma_stands(const LumaSigns &signs) {
    constexpr double kFalls = 5.5, kUneven = 2, kHigh = 4.6, kLow = 1, kEven = 0.9;
    constexpr double kLeaves = 0.7, kStrong = 25;
    if (signs.rms > kStrong && signs.agreement < kLeaves) return false;
    return (signs.falls > kFalls && signs.uneven < kUneven) ||
           (signs.high > kHigh && signs.low > kLow && signs.uneven < kEven);
}

bool doubts_luma(const SpectrumFit &planes, const NoiseModel &white) {
    if (planes.kind == NoiseKind::kUnknown) return false;
    return luma_has_spectrum(planes) || white.coarseness > kCoarse;
}

SpectrumFit with_luma_of(const SpectrumFit &rgb, const SpectrumFit &planes, int channels,
                         const NoiseModel &white) {
    if (rgb.kind != NoiseKind::kColoured || !rgb.luma_stands) return planes;
    const NoiseSpectrum::Mixture luma = luma_of(rgb.spectrum);
    const double told = variance(luma);
    if (!(luma_has_spectrum(planes) ? is_texture(variance(planes.spectrum.mixture[0]), told)
                                    : hides_noise(white.curve.variance(0.5, 0), told)))
        return planes;
    SpectrumFit fit = planes;
    fit.spectrum.mixtures = channels;
    for (int c = 1; c < channels && planes.kind == NoiseKind::kWhite; ++c)
        set_white(white.curve, c, fit.spectrum.mixture[c]);
    fit.spectrum.mixture[0] = luma;
    fit.kind = NoiseKind::kColoured;
    fit.white_luma = false;
    fit.luma_of_colour = true;
    return fit;
}

}  // namespace zsn2n
