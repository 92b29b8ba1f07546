// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "base/rng.h"
#include "noise/block_energy.h"
#include "noise/clipped_normal.h"
#include "noise/noise_model.h"

namespace {

using namespace zsn2n;

Team team(int threads = 1) {
    return Team(Pool::shared(threads), threads);
}

class Random {
  public:
    explicit Random(uint64_t seed) : rng_(seed, 0) {}
    double normal() {
        const double radius = std::sqrt(-2 * std::log(1 - rng_.uniform()));
        return radius * std::cos(2 * M_PI * rng_.uniform());
    }
    double poisson(double mean) {
        const double limit = std::exp(-mean);
        int count = 0;
        for (double product = 1 - rng_.uniform(); product > limit; product *= 1 - rng_.uniform()) {
            ++count;
        }
        return count;
    }

  private:
    Rng rng_;
};

// Every brightness, hard edges, and over three quarters of the picture a texture up to the highest
// frequencies, of nearly the same strength in all channels.
double scene(int x, int y, int c) {
    const double u = 0.011 * x, v = 0.013 * y;
    double value = 0.42 + 0.2 * std::sin(u + 0.5 * c) + 0.14 * std::cos(v - 0.8 * c);
    if ((x / 37 + y / 29) % 3 == 0) value += 0.15 - 0.06 * c;
    if ((x / 64 + y / 64) % 4) {
        const double grain = Rng(7, static_cast<uint64_t>(y) * 65536 + x).uniform() - 0.5;
        value += (0.9 + 0.1 * c) * (0.08 * grain + 0.05 * std::sin(0.9 * x) * std::sin(1.1 * y));
    }
    return std::clamp(value, 0.0, 1.0);
}

template <typename Noisy>
Planes picture(int width, int height, int channels, uint64_t seed, const Noisy &noisy) {
    Planes planes(width, height, channels);
    const PlanesView view = planes.view();
    Random random(seed);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                view.at(x, y, c) = static_cast<float>(noisy(x, y, c, random));
            }
        }
    }
    return planes;
}

auto clipped_gauss(double sigma) {
    return [sigma](int x, int y, int c, Random &random) {
        return std::clamp(scene(x, y, c) + sigma * random.normal(), 0.0, 1.0);
    };
}

auto flat_gauss(double value, double sigma) {
    return
        [value, sigma](int, int, int, Random &random) { return value + sigma * random.normal(); };
}

NoiseModel estimate(Planes &planes, ChannelTexture texture = ChannelTexture::kShared) {
    return fit_noise(planes.view(), {}, texture, team());
}

TEST(NoiseModelTest, FindsTheLevelUnderTextureAndClipping) {
    for (const double level : {5.0, 10.0, 25.0, 50.0}) {
        for (uint64_t seed : {1, 2}) {
            const double sigma = level / 255;
            Planes planes = picture(256, 256, 3, seed, clipped_gauss(sigma));
            EXPECT_NEAR(estimate(planes).sigma / sigma, 1, 0.03) << level;
        }
    }
}

TEST(NoiseModelTest, FindsPhotonNoise) {
    for (const double photons : {10.0, 30.0, 100.0}) {
        Planes planes = picture(256, 256, 3, 3, [&](int x, int y, int c, Random &random) {
            return random.poisson(photons * scene(x, y, c)) / photons;
        });
        const NoiseModel model = estimate(planes);
        for (int c = 0; c < 3; ++c) {
            EXPECT_NEAR(model.curve.a[c] * photons, 1, 0.1) << photons;
            for (const double x : {0.2, 0.4, 0.8}) {
                EXPECT_NEAR(std::sqrt(model.curve.variance(x, c) * photons / x), 1, 0.05) << x;
            }
        }
    }
}

TEST(NoiseModelTest, FindsACurveForEachChannel) {
    const double gain[] = {0.004, 0.012, 0.03}, read[] = {0.03, 0.01, 0.02};
    Planes planes = picture(384, 256, 3, 4, [&](int x, int y, int c, Random &random) {
        return gain[c] * random.poisson(scene(x, y, c) / gain[c]) + read[c] * random.normal();
    });
    const NoiseModel model = estimate(planes);
    for (int c = 0; c < 3; ++c) {
        for (const double x : {0.2, 0.5, 0.8}) {
            const double variance = gain[c] * x + read[c] * read[c];
            EXPECT_NEAR(std::sqrt(model.curve.variance(x, c) / variance), 1, 0.05) << c << ' ' << x;
        }
    }
}

TEST(NoiseModelTest, GreyAndSeparateChannelsUseTheQuietParts) {
    const double sigma = 15.0 / 255;
    Planes grey = picture(256, 256, 1, 5, clipped_gauss(sigma));
    EXPECT_NEAR(estimate(grey).sigma / sigma, 1, 0.05);
    for (const int channels : {2, 3}) {
        Planes planes = picture(256, 256, channels, 6, clipped_gauss(sigma));
        EXPECT_NEAR(estimate(planes, ChannelTexture::kSeparate).sigma / sigma, 1, 0.05);
    }
}

TEST(NoiseModelTest, GreyStoredAsRgbHasItsNoise) {
    Planes planes = picture(128, 128, 3, 7, [](int x, int y, int, Random &) {
        return scene(x, y, 0) + 0.05 * Random(static_cast<uint64_t>(y) * 128 + x).normal();
    });
    EXPECT_NEAR(estimate(planes).sigma, 0.05, 0.005);
}

TEST(NoiseModelTest, FlatPicturesAreExact) {
    for (const int channels : {1, 3}) {
        for (const double value : {0.0, 0.5, 30.0}) {
            Planes planes = picture(256, 256, channels, 8, flat_gauss(value, 0.07));
            EXPECT_NEAR(estimate(planes).sigma, 0.07, 0.0015) << value;
        }
    }
}

TEST(NoiseModelTest, ClippedFlatPicturesAreCorrected) {
    for (const double value : {0.0, 0.1, 0.3, 1.0}) {
        Planes planes = picture(256, 256, 3, 9, [&](int, int, int, Random &random) {
            return std::clamp(value + 0.2 * random.normal(), 0.0, 1.0);
        });
        EXPECT_NEAR(estimate(planes).sigma, 0.2, 0.006) << value;
    }
}

TEST(NoiseModelTest, NoNoiseIsAboutNone) {
    const auto clean = [](int x, int y, int c, Random &) { return scene(x, y, c); };
    Planes textured = picture(256, 256, 3, 0, clean);
    EXPECT_LT(estimate(textured).sigma, 2.0 / 255);
    for (const double value : {0.0, 0.3, 1.0}) {
        for (const int channels : {1, 3}) {
            Planes planes = picture(64, 48, channels, 0, flat_gauss(value, 0));
            const NoiseModel model = estimate(planes);
            EXPECT_LT(model.sigma, 1e-5);
            EXPECT_TRUE(std::isfinite(model.coarseness));
        }
    }
}

TEST(NoiseModelTest, EverySizeGivesAnAnswer) {
    for (const int side : {1, 7, 8, 9, 12}) {
        Planes planes = picture(side, side, 3, 10, clipped_gauss(0.1));
        const NoiseModel model = estimate(planes);
        EXPECT_TRUE(std::isfinite(model.sigma) && model.sigma >= 0) << side;
        EXPECT_EQ(model.sigma > 0, side >= 8);
    }
    double squares = 0;
    for (uint64_t seed = 0; seed < 16; ++seed) {
        Planes planes = picture(16, 16, 3, seed, flat_gauss(0.5, 0.1));
        squares += std::pow(estimate(planes).sigma / 0.1 - 1, 2) / 16;
    }
    EXPECT_LT(std::sqrt(squares), 0.15);
    for (const auto &size : {std::pair<int, int>{2400, 1800}, {4096, 11}, {9, 4096}}) {
        Planes planes = picture(size.first, size.second, 3, 11, clipped_gauss(0.1));
        EXPECT_NEAR(estimate(planes).sigma, 0.1, 0.003) << size.first;
    }
}

TEST(NoiseModelTest, MaskedPixelsAreIgnored) {
    Planes planes = picture(192, 128, 3, 12, clipped_gauss(0.08));
    Planes mask(192, 128, 1);
    Random random(13);
    for (int y = 0; y < 128; ++y) {
        for (int x = 0; x < 192; ++x) {
            const bool set = x < 150 && (x - 60) * (x - 60) + (y - 50) * (y - 50) > 900;
            mask.view().at(x, y, 0) = set ? 1.0f : 0.0f;
            for (int c = 0; c < 3 && !set; ++c) {
                planes.view().at(x, y, c) = static_cast<float>(3 * random.normal());
            }
        }
    }
    const auto masked = [&] {
        return fit_noise(planes.view(), mask.view(), ChannelTexture::kShared, team());
    };
    EXPECT_NEAR(masked().sigma, 0.08, 0.004);
    std::fill_n(mask.view().data, 192 * 128, 0.0f);
    EXPECT_EQ(masked().sigma, 0);
}

TEST(NoiseModelTest, SameBitsForAnyTeam) {
    Planes planes = picture(300, 200, 3, 14, clipped_gauss(0.2));
    const NoiseModel one = estimate(planes);
    for (const int threads : {2, 3, 5}) {
        const NoiseModel many =
            fit_noise(planes.view(), {}, ChannelTexture::kShared, team(threads));
        EXPECT_EQ(one.sigma, many.sigma);
        EXPECT_EQ(one.coarseness, many.coarseness);
        for (int c = 0; c < 3; ++c) {
            EXPECT_EQ(one.curve.a[c], many.curve.a[c]);
            EXPECT_EQ(one.curve.b[c], many.curve.b[c]);
        }
    }
}

TEST(NoiseModelTest, TellsNoiseThatSpansPixels) {
    Planes white = picture(256, 256, 3, 15, clipped_gauss(0.08));
    EXPECT_NEAR(estimate(white).coarseness, 1, 0.25);
    Planes noise = picture(257, 257, 3, 16, flat_gauss(0, 0.15));
    Planes blurred = picture(256, 256, 3, 0, [&](int x, int y, int c, Random &) {
        const PlanesView n = noise.view();
        return scene(x, y, c) + 0.25 * (n.at(x, y, c) + n.at(x + 1, y, c) + n.at(x, y + 1, c) +
                                        n.at(x + 1, y + 1, c));
    });
    EXPECT_GT(estimate(blurred).coarseness, 3);
}

TEST(BlockEnergyTest, IsThatOfThePlainTransform) {
    Planes planes = picture(29, 23, 3, 17, clipped_gauss(0.1));
    const BlockEnergies blocks = measure_blocks(planes.view(), {}, 9, team());
    const int columns = 29 - 7;
    ASSERT_EQ(blocks.step, 1);
    ASSERT_EQ(blocks.size(), static_cast<size_t>(columns * (23 - 7)));
    ASSERT_EQ(blocks.high_coefficients, 21);
    for (const size_t at : {size_t{0}, size_t{15}, size_t{100}, blocks.size() - 1}) {
        const int left = static_cast<int>(at) % columns, top = static_cast<int>(at) / columns;
        double high[kChannelPairs] = {}, low[kChannelPairs] = {};
        for (int v = 0; v < 8; ++v) {
            for (int u = 0; u < 8; ++u) {
                double coefficient[3] = {};
                for (int c = 0; c < 3; ++c) {
                    for (int y = 0; y < 8; ++y) {
                        for (int x = 0; x < 8; ++x) {
                            coefficient[c] += planes.view().at(left + x, top + y, c) *
                                              std::cos((2 * x + 1) * u * M_PI / 16) *
                                              std::cos((2 * y + 1) * v * M_PI / 16) / 4 *
                                              (u ? 1 : M_SQRT1_2) * (v ? 1 : M_SQRT1_2);
                        }
                    }
                }
                for (int c = 0; c < 3 && u + v == 0; ++c) {
                    EXPECT_NEAR(blocks.mean[c][at], coefficient[c] / 8, 1e-6);
                }
                for (int p = 0; p < kChannelPairs; ++p) {
                    const double product = coefficient[kFirst[p]] * coefficient[kSecond[p]];
                    if (u + v >= 9) high[p] += product / 21;
                    if (u + v >= 1 && u + v <= 7) low[p] += product / 35;
                }
            }
        }
        for (int p = 0; p < kChannelPairs; ++p) {
            EXPECT_NEAR(blocks.high[p][at], high[p], 1e-6);
            EXPECT_NEAR(blocks.low[p][at], low[p], 1e-6);
        }
    }
}

TEST(ClippedNormalTest, MomentsAreThoseOfTheSum) {
    for (const Clipping clipping : {Clipping{true, false}, {false, true}, {true, true}}) {
        for (const double mean : {-0.1, 0.05, 0.5, 0.9}) {
            for (const double sigma : {0.02, 0.2, 0.6}) {
                double first = 0, second = 0, inside = 0, total = 0;
                for (double z = -8; z < 8; z += 1e-3) {
                    const double weight = std::exp(-0.5 * z * z);
                    double x = mean + sigma * z;
                    total += weight;
                    if ((!clipping.low || x > 0) && (!clipping.high || x < 1)) inside += weight;
                    if (clipping.low) x = std::max(x, 0.0);
                    if (clipping.high) x = std::min(x, 1.0);
                    first += weight * x;
                    second += weight * x * x;
                }
                first /= total;
                const ClippedMoments moments = clipped_moments(mean, sigma, clipping);
                EXPECT_NEAR(moments.mean, first, 1e-6);
                EXPECT_NEAR(moments.variance, second / total - first * first, 1e-6);
                EXPECT_NEAR(moments.inside, inside / total, 1e-3);
            }
        }
    }
}

TEST(ClippedNormalTest, VarianceIsFoundFromTheMeanAfterClipping) {
    const Clipping both{true, true};
    for (const double mean : {0.02, 0.1, 0.5, 0.95}) {
        for (const double b : {1e-4, 0.01, 0.04}) {
            const double a = 0.02, variance = a * mean + b;
            const ClippedMoments clipped = clipped_moments(mean, std::sqrt(variance), both);
            const ClippedVariance found = clipped_variance(clipped.mean, a, b, both);
            EXPECT_NEAR(found.before / variance, 1, 1e-3);
            EXPECT_NEAR(found.after / clipped.variance, 1, 1e-3);
        }
    }
}

}  // namespace
