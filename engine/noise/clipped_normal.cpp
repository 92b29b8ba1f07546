// SPDX-License-Identifier: BSD-2-Clause
#include "noise/clipped_normal.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

double density(double z) {
    return 0.3989422804014327 * std::exp(-0.5 * z * z);
}
double below(double z) {
    return 0.5 * std::erfc(-0.7071067811865476 * z);
}

}  // namespace

ClippedMoments clipped_moments(double mean, double sigma, Clipping clipping) {
    double inside = 1, above = 0, first = 0, second = 0;
    if (clipping.low) {
        const double z = -mean / sigma;
        inside -= below(z);
        first += density(z);
        second += z * density(z);
    }
    if (clipping.high) {
        const double z = (1 - mean) / sigma;
        above = below(-z);
        inside -= above;
        first -= density(z);
        second -= z * density(z);
    }
    inside = std::max(inside, 0.0);
    const double m1 = mean * inside + sigma * first + above;
    const double m2 = (mean * mean + sigma * sigma) * inside + 2 * mean * sigma * first +
                      sigma * sigma * second + above;
    return {m1, std::max(m2 - m1 * m1, 0.0), inside};
}

ClippedVariance clipped_variance(double observed, double a, double b, Clipping clipping) {
    constexpr double kLeast = 1e-14;
    const auto variance = [&](double mean) { return std::max(a * mean + b, kLeast); };
    if (!clipping.low && !clipping.high) return {variance(observed), variance(observed)};
    // Newton's method for the mean before clipping. Where next to nothing is inside, the steps are
    // kept short. Where they end does not matter there: such samples say nothing about the noise.
    double mean = observed;
    for (int i = 0; i < 8; ++i) {
        const double sigma = std::sqrt(variance(mean));
        const ClippedMoments moments = clipped_moments(mean, sigma, clipping);
        const double step = (observed - moments.mean) / std::max(moments.inside, 0.2);
        const double next = std::clamp(mean + std::clamp(step, -sigma, sigma), -1.0, 2.0);
        if (next == mean) break;
        mean = next;
    }
    const double before = variance(mean);
    return {before, std::max(clipped_moments(mean, std::sqrt(before), clipping).variance, kLeast)};
}

}  // namespace zsn2n
