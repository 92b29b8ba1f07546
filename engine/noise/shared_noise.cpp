// SPDX-License-Identifier: BSD-2-Clause
#include "noise/shared_noise.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"
#include "noise/block_pairs.h"

namespace zsn2n {

namespace {

constexpr double kCode = 1.0 / 255;

// Bounds of luma's variance over chroma's at the highest frequencies. Independent noise of sigma 3
// to 25 on Kodak24 stays below 1.4 or has a middle above 1.6, but for 1.9 at sigma 3 where luma has
// 2.8 codes more; noise of which 30 % is grey has 2.1 or more. Least of all: 0.9.
constexpr double kMore = 1.44, kLess = 0.75;

}  // namespace

double shared_noise(const BlockSpectra &blocks, const QuietBlocks &quiet, double uneven,
                    const Team &team) {
    const Tables &found = quiet.variances;
    const double chroma = (band(found.mixture[1], kTopBand) + band(found.mixture[2], kTopBand)) / 2;
    const double first = band(found.mixture[0], kTopBand) / chroma;
    if (first < kLess) return first;
    if (first < kMore || uneven > 0.5) return 1;

    const Table pairs = measure_pairs(blocks, found, team).mixture[0];
    const double top = std::sqrt(band(found.mixture[0], kTopBand) * band(pairs, kTopBand));
    constexpr double kTexture = 3.2 * kCode;  // rms
    const bool noise = middle_over_top(pairs) < 1.6 && top - chroma > kTexture * kTexture;
    return noise && top > kMore * chroma ? top / chroma : 1;
}

void set_shared(const NoiseCurve &white, double luma_over_chroma, NoiseSpectrum &spectrum) {
    spectrum.mixtures = 3;
    for (int c = 0; c < 3; ++c) {
        NoiseSpectrum::Mixture &mixture = spectrum.mixture[c];
        std::fill(std::begin(mixture.table), std::end(mixture.table), 1.0f);
        for (int i = 0; i < NoiseSpectrum::kKnots; ++i) {
            const double x = i / (NoiseSpectrum::kKnots - 1.0), r = white.variance(x, 0),
                         g = white.variance(x, 1), b = white.variance(x, 2);
            const double of[] = {luma_over_chroma * (r + g + b) / 3, (r + b) / 2,
                                 (r + 4 * g + b) / 6};
            mixture.level[i] = static_cast<float>(of[c]);
        }
    }
}

void bound_by_chroma(const Table &chroma, double uneven, Table &luma) {
    // Of independent noise the factor is 1, and it is no more unless all bands that hold noise
    // agree on it in even blocks. Noise of sigma 8 and 15 of which 50 to 85 % is grey, blurred by
    // 0.7 and 1 px, 24 Kodak crops: a spread to 1.8 but for kodim13's 2.8; a photo with strong
    // noise 1.9. Texture that is as even, with a factor above 1.3: from 4.3.
    constexpr double kIndependent = 1.3, kMargin = 1.1, kHolds = 0.02;
    constexpr double kSpread = 2.1, kTexture = 3, kEven = 0.35, kUneven = 0.5;
    const double holds = std::max(kCode * kCode, kHolds * ac_mean(chroma));
    const int ends[] = {2, 5, 7, 9, 12, 15};
    double least = HUGE_VAL, lowest = HUGE_VAL, highest = 0;
    for (int i = 0; i < 5; ++i) {
        const double below = band_mean(chroma, ends[i], ends[i + 1]);
        const double ratio = band_mean(luma, ends[i], ends[i + 1]) / below;
        least = std::min(least, ratio);
        if (below < holds) continue;
        lowest = std::min(lowest, ratio);
        highest = std::max(highest, ratio);
    }
    double factor = kMargin * least;
    if (factor > kIndependent) {
        const double agreed =
            ramp(highest / lowest, kTexture, kSpread) * ramp(uneven, kUneven, kEven);
        factor = kIndependent * std::pow(factor / kIndependent, agreed);
    }
    for (int k = 0; k < BlockSpectra::kPixels; ++k) luma[k] = std::min(luma[k], factor * chroma[k]);
}

}  // namespace zsn2n
