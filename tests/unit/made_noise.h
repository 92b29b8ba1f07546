// SPDX-License-Identifier: BSD-2-Clause
// Noise that unit tests tell the engine of, white and with a spectrum.
#pragma once

#include <cmath>

#include "noise/noise.h"

namespace made {

// Of one standard deviation in all channels.
inline zsn2n::Noise white_noise(double sigma) {
    zsn2n::NoiseModel model;
    for (double &b : model.curve.b) b = sigma * sigma;
    model.sigma = sigma;
    return zsn2n::Noise(model);
}

// The table has a mean of 1 without its first entry. `across` and `down` say how fast it falls, by
// the power that one frequency has over the next.
inline void fill_table(double across, double down, zsn2n::NoiseSpectrum::Mixture &mixture) {
    constexpr int kSize = zsn2n::NoiseSpectrum::kSize;
    const auto power = [&](int i) {
        return std::pow(across, i % kSize) * std::pow(down, i / kSize);
    };
    double sum = 0;
    for (int i = 1; i < kSize * kSize; ++i) sum += power(i);
    for (int i = 0; i < kSize * kSize; ++i)
        mixture.table[i] = static_cast<float>(power(i) * (kSize * kSize - 1) / sum);
}

// Variances of the coefficients of an orthonormal DCT of 8 samples of noise that has the covariance
// `at(n)` with itself n samples away.
template <typename Covariance>
inline void dct_variances(const Covariance &at, double (&variance)[zsn2n::NoiseSpectrum::kSize]) {
    constexpr int kSize = zsn2n::NoiseSpectrum::kSize;
    for (int k = 0; k < kSize; ++k) {
        const auto tap = [&](int i) {
            return std::sqrt((k ? 2.0 : 1.0) / kSize) *
                   std::cos(M_PI * (2 * i + 1) * k / (2 * kSize));
        };
        variance[k] = 0;
        for (int i = 0; i < kSize; ++i)
            for (int j = 0; j < kSize; ++j) variance[k] += tap(i) * tap(j) * at(i - j);
    }
}

// One mixture: noise whose covariance is `at(x) at(y)`, times sigma^2, at all brightnesses.
template <typename Covariance>
inline zsn2n::NoiseSpectrum separable_spectrum(double sigma, const Covariance &at) {
    constexpr int kSize = zsn2n::NoiseSpectrum::kSize;
    double variance[kSize], sum = 0;
    dct_variances(at, variance);
    const auto power = [&](int i) { return variance[i % kSize] * variance[i / kSize]; };
    for (int i = 1; i < kSize * kSize; ++i) sum += power(i);
    const double mean = sum / (kSize * kSize - 1);
    zsn2n::NoiseSpectrum spectrum;
    spectrum.mixtures = 1;
    for (int i = 0; i < kSize * kSize; ++i)
        spectrum.mixture[0].table[i] = static_cast<float>(power(i) / mean);
    for (float &level : spectrum.mixture[0].level) level = static_cast<float>(sigma * sigma * mean);
    return spectrum;
}

// Of white noise blurred by a Gaussian of so many pixels, sample n away.
inline double blurred_covariance(double blur, int n) {
    return std::exp(-n * n / (4 * blur * blur));
}

// As a camera leaves it: strongest at low frequencies, colour differences more than brightness, and
// another one along x than along y. With `rising` the level is twice as high where it is bright.
inline zsn2n::NoiseSpectrum camera_spectrum(double sigma, int channels, bool rising) {
    zsn2n::NoiseSpectrum spectrum;
    spectrum.opponent = channels == 3;
    spectrum.mixtures = channels;
    const double across[3] = {0.75, 0.6, 0.5}, down[3] = {0.85, 0.55, 0.6};
    for (int c = 0; c < channels; ++c) {
        zsn2n::NoiseSpectrum::Mixture &mixture = spectrum.mixture[c];
        fill_table(across[c], down[c], mixture);
        for (int i = 0; i < zsn2n::NoiseSpectrum::kKnots; ++i) {
            const double part = static_cast<double>(i) / (zsn2n::NoiseSpectrum::kKnots - 1);
            const double level = rising ? (2 + 2 * part) / 3 : 1;
            mixture.level[i] = static_cast<float>(sigma * sigma * level / (1 + c));
        }
    }
    return spectrum;
}

inline zsn2n::Noise coloured_noise(double sigma, int channels, bool rising = true) {
    return zsn2n::Noise(zsn2n::NoiseModel(), camera_spectrum(sigma, channels, rising));
}

}  // namespace made
