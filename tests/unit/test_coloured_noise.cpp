// SPDX-License-Identifier: BSD-2-Clause
// Noise with a spectrum: what those who filter it are told.
#include "noise/coloured_noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "image/color_transform.h"
#include "made_noise.h"

namespace {

using zsn2n::ColouredNoise;
using zsn2n::Noise;
using zsn2n::NoiseModel;
using zsn2n::NoiseSpectrum;
using zsn2n::Planes;

constexpr int kCells = 64;
constexpr double kSigma = 0.05;

TEST(ColouredNoiseTest, WhiteStaysWhiteAtHalfTheSize) {
    NoiseSpectrum white;
    white.mixtures = 1;
    std::fill_n(white.mixture[0].table, kCells, 1.0f);
    std::fill_n(white.mixture[0].level, NoiseSpectrum::kKnots, 0.04f);
    const ColouredNoise half = ColouredNoise(white).halved();
    for (const int size : {8, 16}) {
        for (int i = 0; i < size * size; ++i) ASSERT_NEAR(half.spectrum(size, 0)[i], 1, 1e-5);
    }
    EXPECT_NEAR(half.level(0, 0.3f), 0.01, 1e-6);
}

// A table of 8 frequencies blurs what lies near the lowest, so that at half the size they have more
// noise than is told: 12 % in the mean where it is blurred by half a pixel, 25 % by a pixel.
TEST(ColouredNoiseTest, HalvedIsNearlyThatOfHalfTheSize) {
    for (const double blur : {0.2, 0.5, 0.7, 1.0}) {
        const auto at = [&](int n) { return made::blurred_covariance(blur, n); };
        const auto half = [&](int n) {
            return (at(2 * n - 1) + 2 * at(2 * n) + at(2 * n + 1)) / 4;
        };
        const ColouredNoise told = ColouredNoise(made::separable_spectrum(kSigma, at)).halved();
        const ColouredNoise true_noise(made::separable_spectrum(kSigma, half));
        const float level = told.level(0, 0.5f), true_level = true_noise.level(0, 0.5f);
        EXPECT_LT(level, 1.02f * true_level) << blur;
        EXPECT_GT(level, (blur < 0.7 ? 0.87f : 0.73f) * true_level) << blur;
        for (int i = 0; i < kCells; ++i) {
            EXPECT_NEAR(told.spectrum(8, 0)[i], true_noise.spectrum(8, 0)[i],
                        0.1 * true_noise.spectrum(8, 0)[i] + 0.1)
                << "blur " << blur << " cell " << i % 8 << ' ' << i / 8;
        }
    }
}

TEST(ColouredNoiseTest, LargeBlocksHaveTheTableInBetween) {
    const NoiseSpectrum spectrum = made::camera_spectrum(kSigma, 1, false);
    const ColouredNoise noise(spectrum);
    const float *const table = spectrum.mixture[0].table, *const large = noise.spectrum(16, 0);
    for (int v = 0; v < 8; ++v) {
        for (int u = 0; u < 8; ++u) {
            EXPECT_EQ(large[2 * v * 16 + 2 * u], table[v * 8 + u]);
            const float next = table[v * 8 + std::min(u + 1, 7)];
            EXPECT_NEAR(large[2 * v * 16 + 2 * u + 1], (table[v * 8 + u] + next) / 2, 1e-5);
        }
    }
}

// The variance of a pixel is the mean of its frequencies', and of_mean() the part at frequency
// zero.
TEST(ColouredNoiseTest, AChannelsVarianceIsThatOfItsFrequencies) {
    const NoiseSpectrum spectrum = made::camera_spectrum(kSigma, 1, false);
    const Noise noise(NoiseModel(), spectrum);
    double mean = 0;
    for (const float cell : spectrum.mixture[0].table) mean += cell / kCells;
    const double level = spectrum.mixture[0].level[NoiseSpectrum::kKnots / 2];
    EXPECT_NEAR(noise.variance(0.5f, 0) / (level * mean), 1, 1e-5);
    EXPECT_NEAR(noise.of_mean(kCells) / (level * spectrum.mixture[0].table[0] / kCells), 1, 1e-5);
}

TEST(ColouredNoiseTest, ScalesItsLevelAlone) {
    const NoiseSpectrum spectrum = made::camera_spectrum(kSigma, 3, true);
    const Noise noise(NoiseModel(), spectrum), twice = noise.times(2), pair = noise.of_pair();
    for (const Noise *scaled : {&twice, &pair}) {
        const float factor = scaled == &twice ? 4 : 0.5f;
        EXPECT_FALSE(scaled->white());
        EXPECT_NEAR(scaled->of_mean(9) / noise.of_mean(9), factor, 1e-5);
        for (int c = 0; c < 3; ++c) {
            EXPECT_NEAR(scaled->variance(0.3f, c) / noise.variance(0.3f, c), factor, 1e-5);
            EXPECT_EQ(0, std::memcmp(scaled->spectrum(8, c), noise.spectrum(8, c),
                                     kCells * sizeof(float)));
        }
    }
}

TEST(ColouredNoiseTest, OfAnImageAloneHasItsLevelOverBrightness) {
    NoiseSpectrum spectrum = made::camera_spectrum(kSigma, 3, false);
    for (NoiseSpectrum::Mixture &mixture : spectrum.mixture) mixture.above[6] = 3;
    const Noise noise(NoiseModel(), spectrum), alone = noise.alone();
    for (int c = 0; c < 3; ++c) {
        EXPECT_NEAR(alone.variance(0.75f, c) / noise.variance(0.75f, c), 4, 1e-5);
        EXPECT_EQ(alone.variance(0.25f, c), noise.variance(0.25f, c));
        EXPECT_EQ(alone.alone().variance(0.75f, c), alone.variance(0.75f, c));
        EXPECT_EQ(alone.times(2).variance(0.75f, c), noise.times(2).alone().variance(0.75f, c));
    }
    EXPECT_EQ(Noise().alone().variance(0.5f, 0), Noise().variance(0.5f, 0));
}

TEST(ColouredNoiseTest, TellsItsLevelByBrightnessAndPlace) {
    const NoiseSpectrum spectrum = made::camera_spectrum(kSigma, 3, true);
    const ColouredNoise told(spectrum);
    Planes map(5, 4, 1), image(5, 4, 3);
    for (int i = 0; i < 20; ++i) map.view().data[i] = 0.1f + 0.05f * static_cast<float>(i);
    for (int i = 0; i < 60; ++i) image.view().data[i] = static_cast<float>(i % 7) / 6;
    const Noise everywhere(NoiseModel(), spectrum), noise = everywhere.with_map(map.view());
    EXPECT_FALSE(everywhere.uniform());
    EXPECT_TRUE(made::coloured_noise(kSigma, 3, false).uniform());
    const zsn2n::ColorTransform color(true);
    for (int y = 0; y < 4; ++y) {
        for (int x = 0; x < 5; ++x) {
            float values[3], brightness = 0;
            for (int c = 0; c < 3; ++c) brightness += (values[c] = image.view().at(x, y, c)) / 3;
            noise.observe(values, 3, true, x, y);
            for (int c = 0; c < 3; ++c) {
                const float want = map.view().at(x, y, 0) * told.level(c, brightness);
                EXPECT_NEAR(values[c] / want, 1, 1e-5);
                float mixed;
                noise.mixed(color.m[c], 3, c).variances(image.view(), x, y, 1, &mixed);
                EXPECT_NEAR(mixed / want, 1, 1e-5);
            }
        }
    }
}

TEST(ColouredNoiseTest, ItsLevelIsLinearBetweenKnotsAndEndsWithThem) {
    NoiseSpectrum spectrum = made::camera_spectrum(kSigma, 1, false);
    for (int i = 0; i < NoiseSpectrum::kKnots; ++i)
        spectrum.mixture[0].level[i] = static_cast<float>(1 + i % 2);
    const ColouredNoise noise(spectrum);
    for (const auto &[brightness, level] : {std::pair{0.0f, 1.0f},
                                            {1.0f, 1.0f},
                                            {0.125f, 2.0f},
                                            {0.1875f, 1.5f},
                                            {-3.0f, 1.0f},
                                            {4.0f, 1.0f},
                                            {NAN, 1.0f}})
        EXPECT_EQ(noise.level(0, brightness), level) << brightness;
}

}  // namespace
