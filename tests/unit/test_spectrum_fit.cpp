// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "base/rng.h"
#include "noise/block_spectra.h"
#include "noise/noise_survey.h"
#include "noise/spectrum_fit.h"
#include "text_page.h"

namespace {

using namespace zsn2n;

constexpr int kSide = 192;

Team team(int threads = 1) {
    return Team(Pool::shared(threads), threads);
}

// Slow shades, hard edges, and texture over a quarter of the picture.
double scene(int x, int y, int c) {
    double value = 0.45 + 0.18 * std::sin(0.011 * x + 0.5 * c) + 0.12 * std::cos(0.013 * y - c);
    if ((x / 37 + y / 29) % 5 == 0) value += 0.12 - 0.05 * c;
    if ((x / 96 + y / 96) % 4 == 3) value += 0.05 * std::sin(0.9 * x) * std::sin(1.1 * y);
    return value;
}

// Noise of that sigma, blurred by a Gaussian of `blur` pixels.
std::vector<float> noise(int width, int height, double sigma, double blur, uint64_t seed) {
    Rng rng(seed, 0);
    const auto normal = [&] {
        const double radius = std::sqrt(-2 * std::log(1 - rng.uniform()));
        return radius * std::cos(2 * M_PI * rng.uniform());
    };
    constexpr int kReach = 6;
    double kernel[2 * kReach + 1], squares = 0;
    for (int i = -kReach; i <= kReach; ++i) {
        kernel[i + kReach] = blur > 0 ? std::exp(-i * i / (2 * blur * blur)) : i == 0;
        squares += kernel[i + kReach] * kernel[i + kReach];
    }
    const int wide = width + 2 * kReach, high = height + 2 * kReach;
    std::vector<double> white(static_cast<size_t>(wide) * high), rows(white.size());
    for (double &v : white) v = normal();
    std::vector<float> out(static_cast<size_t>(width) * height);
    for (int y = 0; y < high; ++y) {
        for (int x = 0; x < width; ++x) {
            double sum = 0;
            for (int i = 0; i <= 2 * kReach; ++i) sum += kernel[i] * white[y * wide + x + i];
            rows[y * wide + x] = sum / squares;
        }
    }
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            double sum = 0;
            for (int i = 0; i <= 2 * kReach; ++i) sum += kernel[i] * rows[(y + i) * wide + x];
            out[y * width + x] = static_cast<float>(sigma * sum);
        }
    }
    return out;
}

Planes picture(int channels, double sigma, double blur, int width = kSide, int height = kSide) {
    Planes planes(width, height, channels);
    for (int c = 0; c < channels; ++c) {
        const std::vector<float> added = noise(width, height, sigma, blur, 3 + c);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const double value = scene(x, y, c) + added[y * width + x];
                planes.view().at(x, y, c) = static_cast<float>(std::round(value * 255) / 255);
            }
        }
    }
    return planes;
}

SpectrumFit fit(const ConstPlanesView &view, int threads = 1) {
    const bool rgb = view.channels == 3;
    const NoiseModel white = fit_noise(
        view, {}, rgb ? ChannelTexture::kShared : ChannelTexture::kSeparate, team(threads));
    return fit_spectrum(view, {}, rgb, white, team(threads));
}

// The variance of each coefficient of the noise alone.
std::vector<double> true_table(double sigma, double blur) {
    Planes alone(kSide, kSide, 1);
    const std::vector<float> added = noise(kSide, kSide, sigma, blur, 3);
    std::copy(added.begin(), added.end(), alone.view().data);
    const BlockSpectra blocks = transform_blocks(alone.view(), {}, false, team());
    std::vector<double> table(BlockSpectra::kPixels);
    for (int i = 0; i < blocks.size(); ++i) {
        for (int k = 0; k < BlockSpectra::kPixels; ++k) {
            const double x = blocks.coefficients[0][static_cast<size_t>(i) * table.size() + k];
            table[k] += x * x / blocks.size();
        }
    }
    return table;
}

TEST(SpectrumFit, FindsBlurredNoise) {
    for (const double blur : {0.7, 1.0}) {
        const double sigma = 15.0 / 255;
        const Planes planes = picture(3, sigma, blur);
        const std::vector<double> truth = true_table(sigma, blur);
        double mean = 0;
        for (int k = 1; k < BlockSpectra::kPixels; ++k) mean += truth[k] / 63;
        const SpectrumFit found = fit(planes.view());
        ASSERT_EQ(found.kind, NoiseKind::kColoured) << blur;
        ASSERT_EQ(found.spectrum.mixtures, 3);
        for (int c = 0; c < 3; ++c) {
            const NoiseSpectrum::Mixture &mixture = found.spectrum.mixture[c];
            for (int k = 1; k < BlockSpectra::kPixels; ++k) {
                // No coefficient is below the mean of all.
                const double least = std::max(truth[k], mean);
                const double ratio = mixture.level[4] * mixture.table[k] / least;
                EXPECT_LT(ratio, 1.5) << blur << ' ' << c << ' ' << k;
                EXPECT_GT(ratio, 1 / 1.5) << blur << ' ' << c << ' ' << k;
            }
        }
    }
}

// A photo that was smoothed: grain in all channels alike and blotches of colour; what chroma has at
// its highest frequencies is little more than the rounding.
TEST(SpectrumFit, FindsGrainAndBlotchesUnderRounding) {
    const std::vector<float> grain = noise(kSide, kSide, 4.0 / 255, 1, 2);
    Planes planes(kSide, kSide, 3);
    for (int c = 0; c < 3; ++c) {
        const std::vector<float> blotches = noise(kSide, kSide, 2.5 / 255, 2.2, 3 + c);
        const std::vector<float> rest = noise(kSide, kSide, 0.35 / 255, 0, 6 + c);
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                const size_t at = static_cast<size_t>(y) * kSide + x;
                const double value = scene(x, y, 0) + grain[at] + blotches[at] + rest[at];
                planes.view().at(x, y, c) = static_cast<float>(std::round(value * 255) / 255);
            }
        }
    }
    const SpectrumFit found = fit(planes.view());
    ASSERT_EQ(found.kind, NoiseKind::kColoured);
    const auto low = [&](int c) {
        const NoiseSpectrum::Mixture &mixture = found.spectrum.mixture[c];
        return std::sqrt(mixture.level[4] * mixture.table[1 * BlockSpectra::kSide + 1]) * 255;
    };
    // Of the grain sqrt(3) times; of the blotches as they are.
    EXPECT_GT(low(0), 10);
    EXPECT_GT(low(1), 5);
    EXPECT_GT(low(2), 5);
}

// Blotches of colour over noise of 8 codes that is white or blurred.
Planes blotched_picture(double blotches, double wide, double blur) {
    Planes planes = picture(3, 8.0 / 255, blur);
    std::vector<float> added[3];
    for (int c = 0; c < 3; ++c) added[c] = noise(kSide, kSide, blotches / 255, wide, 11 + c);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const size_t at = static_cast<size_t>(y) * kSide + x;
            const float mean = (added[0][at] + added[1][at] + added[2][at]) / 3;
            for (int c = 0; c < 3; ++c) planes.view().at(x, y, c) += added[c][at] - mean;
        }
    }
    return planes;
}

// Their power at frequency 0 is 2/3 4 pi 3^2 6^2 = 2710 codes squared, at 1/16 of a cycle 680.
TEST(SpectrumFit, FindsBlotchesOfColourBelowWhiteNoise) {
    const SpectrumFit found = fit(blotched_picture(6, 3, 0).view());
    ASSERT_EQ(found.kind, NoiseKind::kColoured);
    const auto variance = [&](int c, int k) {
        const NoiseSpectrum::Mixture &mixture = found.spectrum.mixture[c];
        return mixture.level[4] * mixture.table[k] * 255 * 255;
    };
    for (int c = 0; c < 3; ++c) EXPECT_NEAR(variance(c, 63), 64, 12) << c;
    EXPECT_NEAR(variance(0, 0), 64, 12);
    for (const int c : {1, 2}) {
        EXPECT_GT(variance(c, 0), 1350) << c;
        EXPECT_LT(variance(c, 0), 5400) << c;
        EXPECT_GT(variance(c, 1), 340) << c;
        EXPECT_LT(variance(c, 1), 1360) << c;
    }
}

// Waves of colour all over, of which every block has as much: far more than the noise.
TEST(SpectrumFit, DoesNotTakeAPatternOfColourForBlotches) {
    Planes planes = picture(3, 15.0 / 255, 0);
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x)
                planes.view().at(x, y, c) +=
                    static_cast<float>(0.3 * std::sin(0.2 * x + c) * std::cos(0.15 * y - c));
        }
    }
    EXPECT_EQ(fit(planes.view()).kind, NoiseKind::kWhite);
}

TEST(SpectrumFit, FindsBlotchesOfColourBelowBlurredNoise) {
    const SpectrumFit plain = fit(blotched_picture(0, 4, 0.8).view());
    const SpectrumFit blotched = fit(blotched_picture(10, 4, 0.8).view());
    ASSERT_EQ(plain.kind, NoiseKind::kColoured);
    ASSERT_EQ(blotched.kind, NoiseKind::kColoured);
    for (const int c : {1, 2}) {
        const float *const without = plain.spectrum.mixture[c].table;
        const float *const with = blotched.spectrum.mixture[c].table;
        EXPECT_LT(without[0], 1.2 * without[1]) << c;
        EXPECT_GT(with[0], 1.7 * with[1]) << c;
    }
}

TEST(SpectrumFit, LeavesWhiteNoise) {
    for (const double sigma : {5.0, 15.0, 40.0}) {
        for (const int channels : {1, 2, 3}) {
            const Planes planes = picture(channels, sigma / 255, 0);
            EXPECT_EQ(fit(planes.view()).kind, NoiseKind::kWhite) << sigma << ' ' << channels;
        }
    }
}

// White noise of that sigma in each channel, whose mean over the channels is taken so many times,
// and what differs from the mean so many times; and grey texture of all frequencies but the
// highest.
Planes shared_picture(double sigma, double of_mean, double of_rest, double texture = 0,
                      double blur = 0) {
    std::vector<float> added[3];
    for (int c = 0; c < 3; ++c) added[c] = noise(kSide, kSide, sigma, blur, 3 + c);
    const std::vector<float> grey = noise(kSide, kSide, texture, 1, 6);
    Planes planes(kSide, kSide, 3);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const size_t at = static_cast<size_t>(y) * kSide + x;
            const double mean = (added[0][at] + added[1][at] + added[2][at]) / 3;
            for (int c = 0; c < 3; ++c) {
                const double value =
                    scene(x, y, c) + grey[at] + of_mean * mean + of_rest * (added[c][at] - mean);
                planes.view().at(x, y, c) = static_cast<float>(std::round(value * 255) / 255);
            }
        }
    }
    return planes;
}

TEST(SpectrumFit, FindsWhiteNoiseThatChannelsShare) {
    // 30 and 70 % of it grey; less in luma, as a colour matrix leaves it.
    const struct { double of_mean, of_rest; } kinds[] = {{1.265, 0.837}, {1.549, 0.548}, {0.5, 1}};
    for (const double sigma : {8.0 / 255, 20.0 / 255}) {
        for (const auto &kind : kinds) {
            const SpectrumFit found = fit(shared_picture(sigma, kind.of_mean, kind.of_rest).view());
            ASSERT_EQ(found.kind, NoiseKind::kColoured) << sigma << ' ' << kind.of_mean;
            ASSERT_EQ(found.spectrum.mixtures, 3);
            for (int c = 0; c < 3; ++c) {
                const NoiseSpectrum::Mixture &mixture = found.spectrum.mixture[c];
                EXPECT_NEAR(std::sqrt(mixture.level[4]) / sigma, c ? kind.of_rest : kind.of_mean,
                            0.12 * (c ? kind.of_rest : kind.of_mean))
                    << sigma << ' ' << kind.of_mean << ' ' << c;
                for (const float v : mixture.table) EXPECT_EQ(v, 1);
            }
        }
    }
}

TEST(SpectrumFit, FindsBlurredNoiseThatChannelsShare) {
    constexpr double kSigma = 15.0 / 255, kOfMean = 1.549, kOfRest = 0.548;
    for (const double blur : {0.5, 0.7}) {
        const SpectrumFit found = fit(shared_picture(kSigma, kOfMean, kOfRest, 0, blur).view());
        ASSERT_EQ(found.kind, NoiseKind::kColoured) << blur;
        const double luma = std::sqrt(found.spectrum.mixture[0].level[4]) / kSigma;
        EXPECT_NEAR(luma, kOfMean, 0.2 * kOfMean) << blur;
        const double chroma = std::sqrt(found.spectrum.mixture[1].level[4]) / kSigma;
        EXPECT_NEAR(chroma, kOfRest, 0.2 * kOfRest) << blur;
    }
}

// Blurred noise that is the same everywhere has one level; what rises from dark to bright has a
// curve.
TEST(SpectrumFit, FindsTheLevelOverBrightness) {
    constexpr double kSigma = 15.0 / 255, kBlur = 0.7;
    const auto times = [](double brightness) { return 0.35 + 1.3 * brightness; };
    Planes even(kSide, kSide, 3), rising(kSide, kSide, 3);
    for (int c = 0; c < 3; ++c) {
        const std::vector<float> added = noise(kSide, kSide, kSigma, kBlur, 3 + c);
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                const double clean = 0.15 + 0.7 * x / kSide, drawn = added[y * kSide + x];
                even.view().at(x, y, c) = static_cast<float>(clean + drawn);
                rising.view().at(x, y, c) = static_cast<float>(clean + times(clean) * drawn);
            }
        }
    }
    const SpectrumFit flat = fit(even.view()), curved = fit(rising.view());
    ASSERT_EQ(flat.kind, NoiseKind::kColoured);
    ASSERT_EQ(curved.kind, NoiseKind::kColoured);
    for (int c = 0; c < 3; ++c) {
        const auto sigma = [c](const SpectrumFit &found, int knot) {
            const NoiseSpectrum::Mixture &mixture = found.spectrum.mixture[c];
            return std::sqrt(mixture.level[knot] * (1 + mixture.above[knot]));
        };
        EXPECT_EQ(sigma(flat, 2), sigma(flat, 6)) << c;
        for (const int knot : {2, 4, 6})
            EXPECT_NEAR(sigma(curved, knot) / sigma(flat, knot) / times(knot / 8.0), 1, 0.2)
                << c << ' ' << knot;
    }
}

// Bars of these brightnesses, each with so many times the noise. What one brightness has is noise
// only where a brightness beside it is as quiet, or rises with it.
TEST(SpectrumFit, DoesNotTakeTextureOfOneBrightnessForNoise) {
    constexpr double kSigma = 5.0 / 255, kBlur = 0.7;
    constexpr int kBars = 4;
    const double brightness[kBars] = {0.125, 0.375, 0.5, 0.625};
    const auto above = [&](const double(&times)[kBars]) {
        Planes planes(2 * kSide, kSide, 3);
        for (int c = 0; c < 3; ++c) {
            const std::vector<float> added = noise(2 * kSide, kSide, kSigma, kBlur, 3 + c);
            for (int y = 0; y < kSide; ++y) {
                for (int x = 0; x < 2 * kSide; ++x) {
                    const int bar = x * kBars / (2 * kSide);
                    planes.view().at(x, y, c) =
                        static_cast<float>(brightness[bar] + times[bar] * added[y * 2 * kSide + x]);
                }
            }
        }
        const SpectrumFit found = fit(planes.view());
        EXPECT_EQ(found.kind, NoiseKind::kColoured);
        return found.spectrum.mixture[0].above[4];
    };
    EXPECT_EQ(above({1, 12, 1.8, 12}), 0);
    EXPECT_GT(above({1, 1.4, 1.8, 2.2}), 1);
}

// Sharpened noise: each pixel's difference from its neighbours' mean is added twice.
TEST(SpectrumFit, DoesNotTakeSharpenedNoiseForAScreen) {
    for (int seed = 0; seed < 4; ++seed) {
        Planes planes(kSide, kSide, 1);
        const std::vector<float> white = noise(kSide, kSide, 6.0 / 255, 0, 20 + seed);
        const auto at = [&](int x, int y) {
            return white[static_cast<size_t>((y + kSide) % kSide) * kSide + (x + kSide) % kSide];
        };
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                const double mean = (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1)) / 4;
                const double value = scene(x, y, 0) + 3 * at(x, y) - 2 * mean;
                planes.view().at(x, y, 0) = static_cast<float>(std::round(value * 255) / 255);
            }
        }
        EXPECT_NE(fit(planes.view()).kind, NoiseKind::kUnknown) << seed;
    }
}

TEST(SpectrumFit, DoesNotTakeGreyTextureForSharedNoise) {
    for (const double sigma : {5.0 / 255, 15.0 / 255}) {
        const Planes planes = shared_picture(sigma, 1, 1, 12.0 / 255);
        EXPECT_EQ(fit(planes.view()).kind, NoiseKind::kWhite) << sigma;
    }
}

TEST(SpectrumFit, FindsNoNoiseInACleanScene) {
    for (const int channels : {1, 3}) {
        const Planes planes = picture(channels, 0, 0);
        const SpectrumFit found = fit(planes.view());
        if (found.kind != NoiseKind::kColoured) continue;
        for (int c = 0; c < channels; ++c) {
            EXPECT_LT(std::sqrt(found.spectrum.mixture[c].level[4]), 2.0 / 255) << channels << c;
        }
    }
}

TEST(SpectrumFit, FindsBlurredNoiseOfOnePlane) {
    for (const double blur : {0.5, 0.65, 0.8}) {
        const double sigma = 15.0 / 255;
        const SpectrumFit found = fit(picture(1, sigma, blur).view());
        ASSERT_EQ(found.kind, NoiseKind::kColoured) << blur;
        const NoiseSpectrum::Mixture &mixture = found.spectrum.mixture[0];
        const std::vector<double> truth = true_table(sigma, blur);
        double ratio = 0;
        for (int k = 1; k < BlockSpectra::kPixels; ++k) {
            if (k % BlockSpectra::kSide + k / BlockSpectra::kSide > 6) continue;
            ratio += mixture.level[4] * mixture.table[k] / truth[k] / 27;
        }
        EXPECT_LT(ratio, 1.4) << blur;
        EXPECT_GT(ratio, 0.6) << blur;
    }
}

Planes as_rgb(const Planes &grey) {
    Planes planes(kSide, kSide, 3);
    for (int c = 0; c < 3; ++c)
        std::copy_n(grey.view().data, kSide * kSide, planes.view().channel(c).data);
    return planes;
}

double variance(const NoiseSpectrum::Mixture &mixture) {
    double sum = 0;
    for (int k = 1; k < BlockSpectra::kPixels; ++k) sum += mixture.level[4] * mixture.table[k];
    return sum / 63;
}

// Cameras leave no noise in colour, and what their luma shows is texture.
TEST(SpectrumFit, DoesNotTakeACameraPictureForAGreyOne) {
    const Planes grey = as_rgb(picture(1, 15.0 / 255, 0.8));
    Planes tinted = as_rgb(picture(1, 15.0 / 255, 0.8));
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < kSide; ++x) tinted.view().at(x, y, 1) += 3.0f / 255;
    const SpectrumFit found = fit(grey.view()), camera = fit(tinted.view());
    ASSERT_EQ(found.kind, NoiseKind::kColoured);
    if (camera.kind == NoiseKind::kColoured) {
        EXPECT_LT(variance(camera.spectrum.mixture[0]), variance(found.spectrum.mixture[0]) / 4);
    }
}

// Three times the variance in luma of R, G and B that are alike, and none in their colour.
TEST(SpectrumFit, FindsBlurredNoiseOfGreyAsRgb) {
    for (const double blur : {0.65, 0.8}) {
        const Planes grey = picture(1, 15.0 / 255, blur);
        const SpectrumFit found = fit(as_rgb(grey).view()), plane = fit(grey.view());
        ASSERT_EQ(found.kind, NoiseKind::kColoured) << blur;
        ASSERT_EQ(plane.kind, NoiseKind::kColoured) << blur;
        const double times =
            variance(found.spectrum.mixture[0]) / variance(plane.spectrum.mixture[0]);
        EXPECT_GT(times, 3 / 1.5) << blur;
        EXPECT_LT(times, 3 * 1.5) << blur;
        for (const int c : {1, 2})
            EXPECT_LT(std::sqrt(variance(found.spectrum.mixture[c])), 0.5 / 255) << blur;
    }
    const SpectrumFit clean = fit(as_rgb(picture(1, 0, 0)).view());
    if (clean.kind == NoiseKind::kColoured) {
        EXPECT_LT(std::sqrt(variance(clean.spectrum.mixture[0]) / 3), 2.0 / 255);
    }
}

// Leaves, water: waves of all lengths, the more the longer by that power, and the shortest cut.
std::vector<double> texture_of_all_scales(double power, double cut) {
    std::vector<double> detail(kSide * kSide);
    Rng rng(4, 0);
    for (int wave = 0; wave < 500; ++wave) {
        const double frequency = 0.02 + 0.7 * rng.uniform(), turn = 2 * M_PI * rng.uniform();
        const double along = frequency * std::cos(turn), down = frequency * std::sin(turn);
        const double phase = 2 * M_PI * rng.uniform();
        const double size =
            std::pow(frequency, -power) * std::exp(-std::max(0.0, frequency - cut) / 0.1);
        for (int i = 0; i < kSide * kSide; ++i) {
            const int x = i % kSide, y = i / kSide;
            detail[i] += size * std::cos(2 * M_PI * (along * x + down * y) + phase);
        }
    }
    return detail;
}

// As even as noise, with white noise on it.
TEST(SpectrumFit, DoesNotTakeEvenTextureForBlurredNoise) {
    const std::vector<double> detail = texture_of_all_scales(0.8, 1);
    const std::vector<float> added = noise(kSide, kSide, 2.0 / 255, 0, 3);
    Planes planes(kSide, kSide, 1);
    for (int i = 0; i < kSide * kSide; ++i) {
        const double value = 0.5 + 0.5 * detail[i] / 255 + added[i];
        planes.view().data[i] = static_cast<float>(std::round(value * 255) / 255);
    }
    EXPECT_NE(fit(planes.view()).kind, NoiseKind::kColoured);
}

// Through a JPEG file, and not as even as noise.
TEST(SpectrumFit, DoesNotTakeTextureOfAllScalesForNoise) {
    Planes planes(kSide, kSide, 1);
    const std::vector<double> detail = texture_of_all_scales(0.3, 0.48);
    Rng rng(5, 0);
    double loudness[24 * 24];
    for (double &v : loudness) v = 0.5 + rng.uniform();
    for (int i = 0; i < kSide * kSide; ++i) {
        const double value = 0.5 + loudness[i / kSide / 8 * 24 + i % kSide / 8] * detail[i] / 255;
        planes.view().data[i] = static_cast<float>(std::round(value * 255) / 255);
    }
    EXPECT_NE(fit(planes.view()).kind, NoiseKind::kColoured);
}

// Dots at 45 degrees, as a printer sets them.
TEST(SpectrumFit, DoesNotTakeAScreenForNoise) {
    for (const double period : {4.0, 5.6, 8.0}) {
        for (const int channels : {1, 3}) {
            Planes planes = picture(channels, 4 / 255.0, 0);
            for (int c = 0; c < channels; ++c) {
                for (int y = 0; y < kSide; ++y) {
                    for (int x = 0; x < kSide; ++x) {
                        const double screen = std::cos((x + y) * 2 * M_PI / period) +
                                              std::cos((x - y) * 2 * M_PI / period);
                        planes.view().at(x, y, c) += static_cast<float>(0.1 * screen);
                    }
                }
            }
            const SpectrumFit found = fit(planes.view());
            EXPECT_EQ(found.kind, NoiseKind::kUnknown) << period << ", " << channels;
            EXPECT_TRUE(found.why);
        }
    }
    EXPECT_FALSE(fit(picture(1, 25 / 255.0, 0).view()).why);
}

// Small grey letters on white paper, scanned.
TEST(SpectrumFit, DoesNotTakeLettersForNoise) {
    constexpr int kWidth = 480, kHeight = 320;
    for (const int size : {7, 9}) {
        const std::vector<double> letters = text_page(kWidth, kHeight, size);
        const std::vector<float> added = noise(kWidth, kHeight, 6 / 255.0, 0, 3);
        Planes planes(kWidth, kHeight, 1);
        for (int i = 0; i < kWidth * kHeight; ++i) {
            const double value = std::clamp(1 - 0.45 * letters[i] + added[i], 0.0, 1.0);
            planes.view().data[i] = static_cast<float>(std::round(value * 255) / 255);
        }
        const SpectrumFit found = fit(planes.view());
        EXPECT_EQ(found.kind, NoiseKind::kUnknown) << size;
        EXPECT_TRUE(found.why);
    }
}

TEST(SpectrumFit, GivesTheSameBitsForAnyTeam) {
    const Planes planes = picture(3, 10.0 / 255, 0.8);
    const SpectrumFit one = fit(planes.view(), 1), three = fit(planes.view(), 3);
    EXPECT_EQ(0, std::memcmp(&one.spectrum, &three.spectrum, sizeof one.spectrum));
}

TEST(SpectrumFit, LooksAtNothingThatIsMasked) {
    Planes planes = picture(3, 10.0 / 255, 0.8);
    Planes mask(kSide, kSide, 1);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) mask.view().at(x, y, 0) = x >= 48;
    }
    const SpectrumFit before = fit_spectrum(planes.view(), mask.view(), true, {}, team());
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < 48; ++x) planes.view().at(x, y, c) = 0.3f;
        }
    }
    const SpectrumFit after = fit_spectrum(planes.view(), mask.view(), true, {}, team());
    EXPECT_EQ(before.kind, NoiseKind::kColoured);
    EXPECT_EQ(0, std::memcmp(&before.spectrum, &after.spectrum, sizeof before.spectrum));
}

TEST(SpectrumFit, SurveysALargeImage) {
    const Planes planes = picture(3, 12.0 / 255, 0.8, 900, 700);
    PlanesCrops crops({planes.view(), {}});
    Arena arena(survey_cost({900, 700, 3}, false, true).bytes);
    const SurveyedNoise found =
        survey_spectrum(crops, 3, ChannelTexture::kShared, true, team(2), arena);
    ASSERT_EQ(found.spectrum.kind, NoiseKind::kColoured);
    const double level = found.spectrum.spectrum.mixture[1].level[4] * 255 * 255;
    EXPECT_GT(level, 144 / 1.5);
    EXPECT_LT(level, 144 * 1.5);
}

}  // namespace
