// SPDX-License-Identifier: BSD-2-Clause
// What frames' differences tell of noise: it is left white where it is, found where one frame did
// not show it, and its frozen share is known.
#include <gtest/gtest.h>

#include "base/rng.h"
#include "image/fractional_shift.h"
#include "made_noise.h"
#include "noise/changing_noise.h"

namespace {

using zsn2n::Arena;
using zsn2n::ChangedBlock;
using zsn2n::ChangingNoise;
using zsn2n::Noise;
using zsn2n::Planes;
using Mixture = zsn2n::NoiseSpectrum::Mixture;

constexpr int kWidth = 203, kHeight = 149;  // no multiples of a block
constexpr double kSigma = 0.04;

zsn2n::Team team(int threads = 2) {
    return {zsn2n::Pool::shared(threads), threads};
}

// White noise, or the mean of such in squares of side x side pixels, of that standard deviation.
Planes noise_of(int side, double sigma, uint64_t seed, int channels = 1) {
    zsn2n::Rng rng(seed, 3);
    Planes planes(kWidth, kHeight, channels), white(kWidth + side, kHeight + side, 1);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < kHeight + side; ++y)
            for (int x = 0; x < kWidth + side; ++x) white.view().at(x, y, 0) = rng.normal();
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                float sum = 0;
                for (int i = 0; i < side * side; ++i)
                    sum += white.view().at(x + i % side, y + i / side, 0);
                planes.view().at(x, y, c) = static_cast<float>(sigma) * sum / side;
            }
        }
    }
    return planes;
}

std::vector<ChangedBlock> blocks_of(bool moved, float before = 0) {
    std::vector<ChangedBlock> blocks;
    for (int y = 0; y + 8 <= kHeight; y += 8)
        for (int x = 0; x + 8 <= kWidth; x += 8) blocks.push_back({x, y, before, moved});
    return blocks;
}

// So many frames' differences, of which each is the noise alone.
ChangingNoise seen(int side, double sigma, bool moved = true, int frames = 6) {
    ChangingNoise changing;
    Arena arena(size_t{4} << 20);
    Planes frame = noise_of(1, 0.2, 1);
    for (int i = 0; i < frames; ++i) {
        Planes difference = noise_of(side, sigma, 10 + i);
        changing.measure(frame.view(), difference.view(), blocks_of(moved), team(), arena);
    }
    return changing;
}

Mixture white_of(double sigma) {
    Mixture mixture;
    std::fill(std::begin(mixture.table), std::end(mixture.table), 1.0f);
    std::fill(std::begin(mixture.level), std::end(mixture.level),
              static_cast<float>(sigma * sigma));
    return mixture;
}

double at(const Mixture &mixture, int u, int v) {
    return double{mixture.level[0]} * mixture.table[v * 8 + u];
}

TEST(ChangingNoiseTest, LeavesWhiteNoiseWhite) {
    const ChangingNoise changing = seen(1, kSigma);
    Mixture found = white_of(kSigma);
    EXPECT_FALSE(changing.correct(0, found));
    EXPECT_NEAR(changing.frozen(0, found), 0, 0.08);
    EXPECT_TRUE(made::white_noise(kSigma).corrected(changing).white());
}

// Squares of 2x2 pixels: a codec's loss of high frequencies.
TEST(ChangingNoiseTest, FindsTheSpectrumThatOneFrameDoesNotShow) {
    const ChangingNoise changing = seen(2, kSigma);
    Mixture found = white_of(kSigma / 4);
    ASSERT_TRUE(changing.correct(0, found));
    double variance[8];
    made::dct_variances([](int n) { return std::max(0.0, 1 - std::abs(n) / 2.0); }, variance);
    // What is there, but where that would be more than the highest frequencies bear out.
    for (const int k : {5, 6}) {
        const double there = kSigma * kSigma * variance[k] * variance[k];
        EXPECT_NEAR(at(found, k, k), there, 0.35 * there) << k;
    }
    EXPECT_GT(at(found, 1, 1), 2 * at(found, 7, 7));
    EXPECT_LT(at(found, 1, 1), 1.1 * kSigma * kSigma * variance[1] * variance[1]);
    EXPECT_FALSE(Noise().corrected(changing).white());
}

TEST(ChangingNoiseTest, KnowsWhatIsFrozen) {
    const Mixture found = white_of(kSigma);
    EXPECT_EQ(seen(1, 0).frozen(0, found), 1);
    EXPECT_NEAR(seen(1, std::sqrt(0.4) * kSigma).frozen(0, found), 0.6, 0.06);
    EXPECT_EQ(ChangingNoise().frozen(0, found), 0);
}

// Where the highest frequencies show no noise, texture that moves bounds it; where nothing moves,
// noise that a codec froze may be there.
TEST(ChangingNoiseTest, BoundsWhatOneFrameTookForNoise) {
    Mixture coloured;
    made::fill_table(0.5, 0.5, coloured);
    std::fill(std::begin(coloured.level), std::end(coloured.level),
              static_cast<float>(kSigma * kSigma));
    Mixture moved = coloured, still = coloured;
    EXPECT_TRUE(seen(1, 0.001).correct(0, moved));
    EXPECT_LT(at(moved, 1, 1), 0.001 * 0.001);
    EXPECT_FALSE(seen(1, 0.001, false).correct(0, still));
    EXPECT_EQ(at(still, 1, 1), at(coloured, 1, 1));
}

// A clean clip's fine texture: white in one frame, and hardly anything of it changes.
TEST(ChangingNoiseTest, BoundsTextureThatOneFrameTookForWhiteNoise) {
    Mixture found = white_of(kSigma);
    ASSERT_TRUE(seen(2, kSigma / 10).correct(0, found));
    EXPECT_LT(at(found, 3, 3), 0.05 * kSigma * kSigma);
}

// Noise of which a codec kept one block in so many; `planes` of it.
ChangingNoise thinned(double sigma, int every, int channels = 1) {
    ChangingNoise changing;
    Arena arena(size_t{4} << 20);
    Planes frame = noise_of(1, 0.2, 1, channels);
    for (int i = 0; i < 6; ++i) {
        Planes difference = noise_of(1, sigma * std::sqrt(every), 10 + i, channels);
        for (int c = 0; c < channels; ++c)
            for (int y = 0; y < kHeight; ++y)
                for (int x = 0; x < kWidth; ++x)
                    if ((x / 8 + y / 8) % every != 0) difference.view().at(x, y, c) = 0;
        changing.measure(frame.view(), difference.view(), blocks_of(true), team(), arena);
    }
    return changing;
}

TEST(ChangingNoiseTest, TellsMoreNoiseThanChangesWhereACodecThinnedIt) {
    for (const int channels : {1, 2}) {
        Mixture found = white_of(kSigma / 4);
        ASSERT_TRUE(thinned(kSigma, 2, channels).correct(0, found));
        // A normality of 0.5, of luma 0.65.
        const double more = channels == 1 ? 1 / (0.65 * 0.65) : 4;
        EXPECT_NEAR(at(found, 3, 3), more * kSigma * kSigma, 0.15 * more * kSigma * kSigma);
        EXPECT_NEAR(thinned(kSigma, 2, channels).frozen(0, found), 1 - 1 / more, 0.08);
    }
}

// What one frame shows of luma keeps its levels of brightness.
TEST(ChangingNoiseTest, WhiteNoiseThatACodecThinnedStaysWhite) {
    Mixture found = white_of(kSigma);
    found.level[0] = 0.5f * found.level[0];
    const Mixture before = found;
    ASSERT_TRUE(thinned(kSigma, 2).correct(0, found));
    EXPECT_GT(found.level[5], 1.2f * before.level[5]);
    EXPECT_NEAR(found.level[0] / found.level[5], 0.5f, 1e-3f);
    EXPECT_EQ(found.table[9], 1);
}

// Weak changes of luma that are few and far between are a codec's, unless colour has noise.
TEST(ChangingNoiseTest, WeakThinnedNoiseOfLumaIsBelievedBesideColours) {
    constexpr double kWeak = 1.5 / 255;
    ChangingNoise luma = thinned(kWeak, 3);
    Mixture alone = white_of(kWeak / 8), beside = alone;
    luma.correct(0, alone);
    EXPECT_LT(at(alone, 3, 3), 0.1 * kWeak * kWeak);
    luma.take_colour(thinned(kWeak / 10, 3, 2));
    luma.correct(0, beside);
    EXPECT_LT(at(beside, 3, 3), 0.1 * kWeak * kWeak);
    luma.take_colour(thinned(kWeak, 3, 2));
    ASSERT_TRUE(luma.correct(0, beside));
    EXPECT_GT(at(beside, 3, 3), kWeak * kWeak);
}

// What interpolation takes off the noise of the frames before.
TEST(ChangingNoiseTest, KnowsWhatDisplacingTakesOff) {
    Arena arena(size_t{4} << 20);
    const zsn2n::FractionalShift shift;
    Planes frame = noise_of(1, 0.2, 1), difference(kWidth, kHeight, 1);
    const Planes now = noise_of(1, kSigma, 2), before = noise_of(1, kSigma, 3);
    std::vector<ChangedBlock> blocks;
    for (int y = 8; y + 16 <= kHeight; y += 8) {
        for (int x = 8; x + 16 <= kWidth; x += 8) {
            blocks.push_back({x, y, 1, true, 8, 5});
            float was[8][8];
            shift.run(before.view(), 0, x, y, 8, 5, was);
            for (int i = 0; i < 64; ++i)
                difference.view().at(x + i % 8, y + i / 8, 0) =
                    now.view().at(x + i % 8, y + i / 8, 0) - was[i / 8][i % 8];
        }
    }
    ChangingNoise changing;
    changing.measure(frame.view(), difference.view(), blocks, team(), arena);
    EXPECT_NEAR(changing.frozen(0, white_of(2 * kSigma)), 0.75, 0.03);
}

TEST(ChangingNoiseTest, TakesTheAveragesOwnNoiseOff) {
    Arena arena(size_t{4} << 20);
    Planes frame = noise_of(1, 0.2, 1), difference = noise_of(1, std::sqrt(1.5) * kSigma, 2);
    ChangingNoise changing;
    changing.measure(frame.view(), difference.view(), blocks_of(true, 0.5f), team(), arena);
    EXPECT_NEAR(changing.frozen(0, white_of(kSigma)), 0, 0.12);
}

TEST(ChangingNoiseTest, FewBlocksTellNothing) {
    Arena arena(size_t{4} << 20);
    Planes frame = noise_of(1, 0.2, 1);
    std::vector<ChangedBlock> few = blocks_of(true);
    few.resize(63);
    ChangingNoise changing;
    changing.measure(frame.view(), frame.view(), few, team(), arena);
    changing.measure(frame.view(), frame.view(), {}, team(), arena);
    EXPECT_TRUE(changing.empty());
}

TEST(ChangingNoiseTest, DoesNotDependOnThreads) {
    Arena arena(size_t{4} << 20);
    Planes frame = noise_of(1, 0.2, 1, 2), difference = noise_of(2, kSigma, 2, 2);
    double share[2][2] = {};
    for (const int i : {0, 1}) {
        ChangingNoise changing;
        changing.measure(frame.view(), difference.view(), blocks_of(true), team(i ? 5 : 1), arena);
        for (const int c : {0, 1}) share[i][c] = changing.frozen(c, white_of(1));
    }
    EXPECT_EQ(share[0][0], share[1][0]);
    EXPECT_EQ(share[0][1], share[1][1]);
    EXPECT_NE(share[0][0], share[0][1]);
}

}  // namespace
