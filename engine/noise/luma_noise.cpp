// SPDX-License-Identifier: BSD-2-Clause
#include "noise/luma_noise.h"

#include <algorithm>
#include <numeric>

#include "base/math.h"
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

// Whether luma, whose noise was taken for white though it is not fine-grained, has other noise.
// Less: that was texture; kodim13 through quality 80 and 95 lost 1.9 and 2.05 dB, with sigma 5
// through 80 2.6. More: noise that strong shows by itself, and far more is to be told; without this
// kodim13 with sigma 10 through quality 92 loses 2.5 dB.
bool is_mistaken(double own, double told) {
    constexpr double kShows = 5 / 255.0, kFarMore = 4;
    return told < own || told > (own > kShows * kShows ? kFarMore : 1) * own;
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

// Kodak crops and whole ones through JPEG, dB of luma with a caution of 2, 1 and 0.7: where falls
// are 3.5 to 9 and high is 1.6 to 4.6, sigma 8 blurred by 0.7 px at quality 90 1.35, 2.48, 2.57,
// sigma 3 by 1 px at 95 -0.62, 0.37, 0.62, clean at 95 -0.36, 0.11, 0.19. White noise that a codec
// has left falls by less than 2.5 (sigma 10 at 85), or by 10 and more, as camera JPEGs do.
double luma_mixes(const LumaSigns &signs) {
    const double most = signs.high > 1.6 ? 9 : 7;
    return ramp(signs.falls, 2.5, 3.5) * (1 - ramp(signs.falls, most, most + 1.5));
}

// White noise at quality 75 to 80 falls as fast, and loses 0.3 dB with less (high over low: from
// 1.5, low to 2.8); blurred noise gains 0.6 to 2.2 (to 1.5, but where texture is strong: low from
// 2.9).
double colour_shows(const LumaSigns &signs) {
    return std::max(1 - ramp(signs.high / signs.low, 1.4, 2.0), ramp(signs.low, 2.9, 3.3));
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
    if (luma_has_spectrum(planes)) {
        // Of both at once Y by itself shows the sum: 48 crops gain 0.2 and 0.4 dB.
        constexpr double kLess = 0.5;
        const double own = variance(planes.spectrum.mixture[0]);
        if (!is_texture(own, told) && !(rgb.luma_mixes && told < kLess * own)) return planes;
    } else if (!is_mistaken(white.curve.variance(0.5, 0), told)) {
        return planes;
    }
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
