// SPDX-License-Identifier: BSD-2-Clause
// What frames' differences tell of noise: it is left white where it is, found where one frame did
// not show it, and its frozen share is known.
#include <gtest/gtest.h>

#include "base/rng.h"
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

std::vector<ChangedBlock> blocks_of(bool moved, float variance = 1) {
    std::vector<ChangedBlock> blocks;
    for (int y = 0; y + 8 <= kHeight; y += 8)
        for (int x = 0; x + 8 <= kWidth; x += 8) blocks.push_back({x, y, variance, moved});
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

TEST(ChangingNoiseTest, TakesTheAveragesOwnNoiseOff) {
    Arena arena(size_t{4} << 20);
    Planes frame = noise_of(1, 0.2, 1), difference = noise_of(1, std::sqrt(1.5) * kSigma, 2);
    ChangingNoise changing;
    changing.measure(frame.view(), difference.view(), blocks_of(true, 1.5f), team(), arena);
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
