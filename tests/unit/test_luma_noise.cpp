// SPDX-License-Identifier: BSD-2-Clause
// The noise of Y where R, G and B of the same picture tell it.
#include "noise/luma_noise.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"
#include "image/color_transform.h"
#include "made_noise.h"

namespace {

using namespace zsn2n;

constexpr int kCells = NoiseSpectrum::kSize * NoiseSpectrum::kSize, kMiddle = 4;
constexpr double kCode = 1.0 / 255;

NoiseModel white_model(double codes, double coarseness) {
    NoiseModel model;
    for (double &b : model.curve.b) b = codes * codes * kCode * kCode;
    model.sigma = codes * kCode;
    model.coarseness = coarseness;
    return model;
}

// What R, G and B tell: mixtures that differ in level and table.
SpectrumFit told(double codes) {
    SpectrumFit fit;
    fit.kind = NoiseKind::kColoured;
    fit.luma_stands = true;
    fit.spectrum = made::camera_spectrum(codes * kCode, 3, true);
    return fit;
}

double variance(const NoiseSpectrum::Mixture &mixture) {
    double sum = 0;
    for (const float level : mixture.level)
        for (const float value : mixture.table) sum += level * value;
    return sum / NoiseSpectrum::kKnots / kCells;
}

// Y of noise that is drawn coefficient by coefficient in the opponent channels.
TEST(LumaNoise, IsThatOfTheSumOfRedGreenAndBlue) {
    const NoiseSpectrum rgb = told(12).spectrum;
    const SpectrumFit found = with_luma_of(told(12), {}, 1, white_model(1, 2));
    ASSERT_EQ(found.kind, NoiseKind::kColoured);
    ASSERT_EQ(found.spectrum.mixtures, 1);
    const NoiseSpectrum::Mixture &luma = found.spectrum.mixture[0];
    constexpr int kDraws = 40000;
    Rng rng(8, 0);
    for (const int k : {1, 8, 9, 27, 62}) {
        double sum = 0;
        for (int i = 0; i < kDraws; ++i) {
            float pixel[3];
            for (int c = 0; c < 3; ++c)
                pixel[c] = rng.normal() *
                           std::sqrt(rgb.mixture[c].level[kMiddle] * rgb.mixture[c].table[k]);
            mean_from_opponent(pixel);
            const double y = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
            sum += y * y / kDraws;
        }
        EXPECT_NEAR(luma.level[kMiddle] * luma.table[k] / sum, 1, 0.05) << k;
    }
    double mean = 0;
    for (int k = 1; k < kCells; ++k) mean += luma.table[k] / (kCells - 1);
    EXPECT_NEAR(mean, 1, 1e-4);
    EXPECT_GT(luma.level[NoiseSpectrum::kKnots - 1], 1.5 * luma.level[0]);
}

TEST(LumaNoise, KeepsTheLevelOfAnImageByItself) {
    SpectrumFit rgb = told(12);
    for (NoiseSpectrum::Mixture &mixture : rgb.spectrum.mixture) mixture.above[kMiddle] = 0.5f;
    const SpectrumFit found = with_luma_of(rgb, {}, 1, white_model(1, 2));
    EXPECT_NEAR(found.spectrum.mixture[0].above[kMiddle], 0.5, 1e-4);
    EXPECT_EQ(found.spectrum.mixture[0].above[0], 0);
}

TEST(LumaNoise, IsOpenUnlessWhiteAndFineGrained) {
    SpectrumFit fit;
    EXPECT_FALSE(doubts_luma(fit, white_model(3, 1)));
    EXPECT_TRUE(doubts_luma(fit, white_model(3, 2)));
    fit.kind = NoiseKind::kColoured;
    EXPECT_TRUE(doubts_luma(fit, white_model(3, 1)));
    fit.white_luma = true;
    EXPECT_FALSE(doubts_luma(fit, white_model(3, 1)));
    fit.kind = NoiseKind::kUnknown;
    EXPECT_FALSE(doubts_luma(fit, white_model(3, 2)));
}

TEST(LumaNoise, StandsWhereACodecTookItsTopOrItIsStrong) {
    const LumaSigns codec{7, 1.5, 0.6, 1, 1, 6}, strong{2, 6, 1.5, 0.4, 1.1, 12};
    const auto with = [](LumaSigns signs, double LumaSigns::*sign, double value) {
        signs.*sign = value;
        return luma_stands(signs);
    };
    EXPECT_TRUE(luma_stands(codec));
    EXPECT_FALSE(with(codec, &LumaSigns::falls, 5));
    EXPECT_FALSE(with(codec, &LumaSigns::uneven, 2.2));
    EXPECT_TRUE(luma_stands(strong));
    EXPECT_FALSE(with(strong, &LumaSigns::high, 4));
    EXPECT_FALSE(with(strong, &LumaSigns::low, 0.8));
    EXPECT_FALSE(with(strong, &LumaSigns::uneven, 1.05));
    LumaSigns leaves = strong;
    leaves.rms = 30;
    EXPECT_TRUE(luma_stands(leaves));
    leaves.agreement = 0.65;
    EXPECT_FALSE(luma_stands(leaves));
}

// Signs of Kodak pictures through JPEG.
TEST(LumaNoise, MixesWhereItFallsAsTextureDoes) {
    const auto mixes = [](double falls, double high) {
        return luma_mixes({falls, high, 2, 0.5, 1, 10});
    };
    EXPECT_EQ(mixes(6.1, 3.3), 1);   // sigma 8 blurred by 0.7 px at quality 90
    EXPECT_EQ(mixes(3.6, 10.9), 1);  // kodim13 with sigma 3
    EXPECT_EQ(mixes(6.7, 0.7), 1);   // clean at quality 95
    EXPECT_EQ(mixes(1.2, 10), 0);    // white of sigma 10 at quality 85
    EXPECT_EQ(mixes(15, 1.1), 0);    // a camera's
    EXPECT_GT(mixes(8, 2), mixes(8, 1));
    const auto colour = [](double high, double low) {
        return colour_shows({6, high, low, 0.5, 1, 10});
    };
    EXPECT_EQ(colour(3.3, 5.8), 1);   // blurred
    EXPECT_EQ(colour(10.9, 3.6), 1);  // kodim13
    EXPECT_EQ(colour(3.4, 0.6), 0);   // white of sigma 5 at quality 80
    EXPECT_EQ(colour(2, 0), 0);
}

TEST(LumaNoise, StaysWhereRedGreenAndBlueAreNotCertain) {
    const NoiseModel white = white_model(1, 2);
    SpectrumFit rgb = told(12);
    rgb.luma_stands = false;
    EXPECT_FALSE(with_luma_of(rgb, {}, 1, white).luma_of_colour);
    rgb = told(12);
    rgb.kind = NoiseKind::kUnknown;
    EXPECT_FALSE(with_luma_of(rgb, {}, 1, white).luma_of_colour);
}

// Of white luma less is taken, and more, and of strong white luma far more only.
TEST(LumaNoise, OfWhiteLumaIsWhatIsLessOrMore) {
    const double told_codes =
        std::sqrt(variance(with_luma_of(told(12), {}, 1, white_model(0, 2)).spectrum.mixture[0])) /
        kCode;
    for (const double own : {0.5, 4.0, 5.5, 20.0}) {
        for (const double times : {0.9, 1.1, 1.9, 2.1}) {
            const SpectrumFit found =
                with_luma_of(told(12 * own * times / told_codes), {}, 1, white_model(own, 2));
            EXPECT_EQ(found.luma_of_colour, times < 1 || times > (own > 5 ? 2 : 1))
                << own << " " << times;
        }
    }
}

// Of luma with a spectrum it is taken where that is weak and far more: texture. Where R, G and B
// say that it is both, where it is half.
TEST(LumaNoise, OfColouredLumaIsWhatIsFarLess) {
    for (const double own : {3.0, 5.0, 7.0}) {
        SpectrumFit planes;
        planes.kind = NoiseKind::kColoured;
        planes.spectrum = made::camera_spectrum(own * kCode, 1, false);
        const double mine = variance(planes.spectrum.mixture[0]);
        const double one =
            variance(with_luma_of(told(1), {}, 1, white_model(0, 2)).spectrum.mixture[0]);
        for (const double share : {0.1, 0.3, 0.6, 2.0}) {
            SpectrumFit rgb = told(std::sqrt(share * mine / one));
            const bool weak = mine < 36 * kCode * kCode;
            EXPECT_EQ(with_luma_of(rgb, planes, 1, white_model(1, 2)).luma_of_colour,
                      weak && share < 0.2)
                << own << " " << share;
            rgb.luma_mixes = true;
            EXPECT_EQ(with_luma_of(rgb, planes, 1, white_model(1, 2)).luma_of_colour, share < 0.5)
                << own << " " << share;
        }
    }
}

// Y, U and V of one size: colour keeps what it had.
TEST(LumaNoise, LeavesColour) {
    const NoiseModel white = white_model(2, 2);
    SpectrumFit planes;
    SpectrumFit found = with_luma_of(told(12), planes, 3, white);
    ASSERT_EQ(found.spectrum.mixtures, 3);
    for (const int c : {1, 2}) {
        EXPECT_FLOAT_EQ(found.spectrum.mixture[c].level[kMiddle], 4 * kCode * kCode);
        EXPECT_EQ(found.spectrum.mixture[c].table[9], 1);
    }
    planes.kind = NoiseKind::kColoured;
    planes.white_luma = true;
    planes.spectrum = made::camera_spectrum(3 * kCode, 3, false);
    found = with_luma_of(told(12), planes, 3, white);
    ASSERT_TRUE(found.luma_of_colour);
    for (const int c : {1, 2})
        EXPECT_EQ(found.spectrum.mixture[c].level[0], planes.spectrum.mixture[c].level[0]);
}

}  // namespace
