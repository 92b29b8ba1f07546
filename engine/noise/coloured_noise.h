// SPDX-License-Identifier: BSD-2-Clause
// Noise with a spectrum, as those ask who filter it. Immutable.
#pragma once

#include <algorithm>

#include "noise/noise_spectrum.h"

namespace zsn2n {

// At any brightness, of what is told at knots: linear between them.
template <typename Value>
Value between(const Value (&knots)[NoiseSpectrum::kKnots], Value brightness) {
    constexpr int kLast = NoiseSpectrum::kKnots - 1;
    const Value position = !(brightness > 0) ? 0 : std::min(brightness, Value{1}) * kLast;
    const int i = std::min(static_cast<int>(position), kLast - 1);
    const Value part = position - static_cast<Value>(i);
    return knots[i] + part * (knots[i + 1] - knots[i]);
}

class ColouredNoise {
  public:
    using Knots = float[NoiseSpectrum::kKnots];

    explicit ColouredNoise(const NoiseSpectrum &spectrum);

    const NoiseSpectrum &described() const { return described_; }
    bool opponent() const { return described_.opponent; }
    int mixtures() const { return described_.mixtures; }

    // The mean variance of mixture c's coefficients at that brightness.
    float level(int c, float brightness) const {
        return between(described_.mixture[c].level, brightness);
    }
    // The level over all brightnesses alike.
    float mean_level(int c) const;
    bool level_is_constant() const;
    // The variance of a pixel of channel c of the image; the mixtures are independent.
    float channel_variance(int c, float brightness) const {
        return between(channel_[c], brightness);
    }
    const Knots &channel_variances(int c) const { return channel_[c]; }
    float mean_channel_variance() const;
    // Of mixture c, over all brightnesses alike.
    float mixture_variance(int c) const { return mean_level(c) * pixel_[c]; }

    // Of its coefficients in a band of zsn2n_stats::noise_spectrum.
    double band_variance(int c, int band) const;

    // Variance over the level of each coefficient of a DCT of size x size pixels, 8 or 16.
    const float *spectrum(int size, int c) const {
        return size == NoiseSpectrum::kSize ? described_.mixture[c].table : table16_[c];
    }
    // Of the mean of many pixels, times their number, over the level.
    float at_zero(int c) const { return described_.mixture[c].table[0]; }

    // The noise of means of 2x2 pixels. A frequency of the half size has the fine one at half of
    // it, and those that alias to it.
    ColouredNoise halved() const;
    ColouredNoise scaled(double times) const;

  private:
    NoiseSpectrum described_;
    float table16_[3][256];
    float pixel_[3];  // the mean over all coefficients of the table
    Knots channel_[3];
};

}  // namespace zsn2n
