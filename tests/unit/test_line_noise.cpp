// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/rng.h"
#include "noise/line_noise.h"
#include "noise/noise_model.h"
#include "noise/spectrum_fit.h"

namespace {

using namespace zsn2n;

constexpr int kSide = 192;
constexpr float kCode = 1.0f / 255;

class Normal {
  public:
    float operator()() {
        const double radius = std::sqrt(-2 * std::log(1 - rng_.uniform()));
        return static_cast<float>(radius * std::cos(2 * M_PI * rng_.uniform()));
    }

  private:
    Rng rng_{5, 0};
};

// A slope with an edge that is as wide as the picture, and white noise of 6 codes.
Planes picture(int channels) {
    Planes planes(kSide, kSide, channels);
    Normal normal;
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < kSide; ++y) {
            for (int x = 0; x < kSide; ++x) {
                const float shade = 0.3f + 0.001f * static_cast<float>(x) + (y > 70 ? 0.2f : 0.0f);
                planes.view().at(x, y, c) = shade + 6 * kCode * normal();
            }
        }
    }
    return planes;
}

// Adds to each row, or column, of a channel one number of that deviation.
void add_lines(Planes &planes, int c, float deviation, bool rows) {
    Normal normal;
    for (int line = 0; line < kSide; ++line) {
        const float offset = deviation * normal();
        for (int i = 0; i < kSide; ++i)
            planes.view().at(rows ? i : line, rows ? line : i, c) += offset;
    }
}

SpectrumFit fit(const Planes &planes, bool rgb) {
    const Team team(Pool::shared(1), 1);
    const NoiseModel white = fit_noise(
        planes.view(), {}, rgb ? ChannelTexture::kShared : ChannelTexture::kSeparate, team);
    return fit_spectrum(planes.view(), {}, rgb, white, team);
}

double variance(const SpectrumFit &fit, int c, int u, int v) {
    const NoiseSpectrum::Mixture &mixture = fit.spectrum.mixture[c];
    return mixture.level[4] * mixture.table[v * 8 + u] / (kCode * kCode);
}

// Of a row 8 times its variance is in a coefficient, and is taken twice.
TEST(LineNoise, FindsThatOfRowsAndOfColumns) {
    for (const bool rows : {true, false}) {
        Planes planes = picture(1);
        add_lines(planes, 0, 5 * kCode, rows);
        const SpectrumFit found = fit(planes, false);
        ASSERT_EQ(found.kind, NoiseKind::kColoured) << rows;
        EXPECT_FALSE(found.white_luma);
        for (int n = 1; n < 8; ++n) {
            const double along = rows ? variance(found, 0, n, 0) : variance(found, 0, 0, n);
            const double across = rows ? variance(found, 0, 0, n) : variance(found, 0, n, 0);
            EXPECT_NEAR(along, 36, 7) << rows << ' ' << n;
            EXPECT_NEAR(across, 36 + 2 * 8 * 25, 150) << rows << ' ' << n;
        }
        EXPECT_NEAR(variance(found, 0, 5, 5), 36, 7) << rows;
    }
}

// Those of R are a third of luma's and half of the first colour difference's.
TEST(LineNoise, FindsThatOfOneOfThreeChannels) {
    Planes planes = picture(3);
    add_lines(planes, 0, 8 * kCode, true);
    const SpectrumFit found = fit(planes, true);
    ASSERT_EQ(found.kind, NoiseKind::kColoured) << (found.why ? found.why : "");
    EXPECT_NEAR(variance(found, 0, 0, 6), 36 + 2 * 8 * 64 / 3.0, 150);
    EXPECT_NEAR(variance(found, 1, 0, 6), 36 + 2 * 8 * 64 / 2.0, 200);
    EXPECT_NEAR(variance(found, 1, 6, 0), 36, 8);
}

TEST(LineNoise, IsAllThereIsWhereThereIsNoOther) {
    NoiseSpectrum spectrum;
    spectrum.mixtures = 1;
    std::fill(std::begin(spectrum.mixture[0].table), std::end(spectrum.mixture[0].table), 1.0f);
    LineNoise lines;
    lines.rows[0] = 8;
    add_line_noise(lines, spectrum);
    const NoiseSpectrum::Mixture &mixture = spectrum.mixture[0];
    for (int k = 0; k < 64; ++k)
        EXPECT_NEAR(mixture.level[4] * mixture.table[k], k % 8 ? 0 : 16, 1e-4) << k;
}

TEST(LineNoise, IsNotWhatAPictureShowsAlongItsWidth) {
    EXPECT_EQ(fit(picture(1), false).kind, NoiseKind::kWhite);
    Planes blinds = picture(1), few = picture(1);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            blinds.view().at(x, y, 0) += 0.05f * std::sin(2.1f * static_cast<float>(y));
            if (y % 24 == 0) few.view().at(x, y, 0) += 0.2f;
        }
    }
    EXPECT_NE(fit(blinds, false).kind, NoiseKind::kColoured);
    EXPECT_EQ(fit(few, false).kind, NoiseKind::kWhite);
}

}  // namespace
