// SPDX-License-Identifier: BSD-2-Clause
// What one plane's quiet blocks say of its noise, by tables that are made.
#include "noise/plane_judge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace {

using namespace zsn2n;

constexpr double kCode = 1.0 / 255;
constexpr double kEven = 0.1, kUneven = 1;

Table table_of(const std::function<double(int)> &variance_in_codes) {
    Table table{};
    for (int k = 1; k < BlockSpectra::kPixels; ++k)
        table[k] = variance_in_codes(k % 8 + k / 8) * kCode * kCode;
    table[0] = table[1];
    return table;
}

Table scaled(const Table &table, double times) {
    Table result = table;
    for (double &v : result) v *= times;
    return result;
}

// Noise that a codec has left below rounding's: its low frequencies are level.
Table hidden_noise(double codes) {
    return table_of(
        [=](int order) { return codes * codes * std::exp(-order * order / 20.0) + 0.08; });
}
// The same, with low frequencies that fall as those of texture or of large blotches.
Table falling_noise(double codes) {
    return table_of([=](int order) { return codes * codes * std::exp(-order / 1.1) + 0.08; });
}
// Blurred noise that shows up to the highest frequencies.
Table shown_noise(double codes) {
    return table_of([=](int order) { return codes * codes * std::exp(-order / 8.0); });
}

PlaneJudge judged(const Table &table, double uneven, double agreement = 1) {
    return {table, scaled(table, agreement), uneven};
}

TEST(PlaneJudge, TakesLumaThatRisesForTexture) {
    constexpr double kCoarseness = 2;
    const Table noise = hidden_noise(8);
    ASSERT_TRUE(judged(noise, kEven).luma(kCoarseness));
    ASSERT_TRUE(judged(noise, kEven).hidden());
    Table leather = noise;
    for (const int k : {1, 8}) leather[k] *= 0.5;
    EXPECT_FALSE(judged(leather, kEven).luma(kCoarseness));
}

TEST(PlaneJudge, TakesStrongUnevenLumaThatPairsCancelForTexture) {
    constexpr double kWaves = 0.8;
    const Table strong =
        table_of([](int order) { return 1500 * std::exp(-order * order / 20.0) + 3; });
    EXPECT_TRUE(judged(strong, kUneven, kWaves).covered());
    EXPECT_FALSE(judged(strong, kUneven).covered());
    EXPECT_FALSE(judged(strong, kEven, kWaves).covered());
    EXPECT_FALSE(judged(scaled(strong, 0.44), kUneven, kWaves).covered());
    EXPECT_FALSE(judged(table_of([](int) { return 400; }), kUneven, kWaves).covered());
}

TEST(PlaneJudge, FindsBlotchesOfColourUnderRounding) {
    EXPECT_TRUE(judged(falling_noise(9), kEven).chroma());
    EXPECT_FALSE(judged(falling_noise(3), kEven).chroma());
    EXPECT_FALSE(judged(table_of([](int) { return 0.08; }), kEven).chroma());
    EXPECT_TRUE(judged(shown_noise(10), kEven).chroma());
    EXPECT_FALSE(judged(table_of([](int) { return 25; }), kEven).chroma());
}

// Of what is left at low frequencies alone half is believed, unless it is level and the blocks are
// uneven; of what shows all.
TEST(PlaneJudge, BelievesChromaAsFarAsItShows) {
    const auto expect = [](const PlaneJudge &judge, bool hidden, double factor, double floor) {
        EXPECT_EQ(judge.hidden(), hidden);
        EXPECT_DOUBLE_EQ(judge.chroma_bounds().factor, factor);
        EXPECT_DOUBLE_EQ(judge.chroma_bounds().floor, floor);
    };
    expect(judged(hidden_noise(3), kEven), true, 0.5, 2);
    expect(judged(falling_noise(9), kUneven), true, 0.5, 2);
    expect(judged(hidden_noise(3), kUneven), true, kSpectrumCaution, 1);
    expect(judged(shown_noise(10), 0.05), false, 1, 2);
    expect(judged(shown_noise(10), kUneven), false, kSpectrumCaution, 1);
}

TEST(PlaneJudge, BelievesUnevenLumaLessWhereItShows) {
    const auto caution = [](double codes) {
        return judged(table_of([=](int) { return codes * codes; }), kUneven).doubtful_caution();
    };
    EXPECT_DOUBLE_EQ(caution(0.95), kSpectrumCaution);
    EXPECT_LT(caution(1.3), 0.8 * kSpectrumCaution);
    EXPECT_DOUBLE_EQ(caution(2), caution(4));
    EXPECT_LT(caution(2), 1);
    const Table blurred = table_of([](int order) { return 900 * std::exp(-order * order / 18.0); });
    Table shown = blurred;
    for (double &v : shown) v += 4 * kCode * kCode;
    EXPECT_DOUBLE_EQ(judged(shown, kUneven).doubtful_caution(), kSpectrumCaution);
}

}  // namespace
