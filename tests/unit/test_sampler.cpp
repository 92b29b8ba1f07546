// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "pair/pair.h"

namespace {

using zsn2n::Crop;
using zsn2n::CropSampler;

TEST(CropSamplerTest, StaysInsideAndReachesEveryOffsetAndTurn) {
    const int width = 71, height = 67;
    const CropSampler sampler(width, height, 64, {}, 3);
    std::set<int> lefts, tops;
    std::set<std::tuple<bool, bool, bool>> turns;
    for (int step = 0; step < 2000; ++step) {
        const Crop crop = sampler.draw(step);
        ASSERT_GE(std::min(crop.left, crop.top), 0);
        ASSERT_LE(crop.left + 2 * crop.columns, width);
        ASSERT_LE(crop.top + 2 * crop.rows, height);
        lefts.insert(crop.left);
        tops.insert(crop.top);
        turns.insert({crop.transpose, crop.flip_x, crop.flip_y});
    }
    EXPECT_EQ(lefts.size(), 8u);
    EXPECT_EQ(tops.size(), 4u);
    EXPECT_EQ(turns.size(), 8u);
}

TEST(CropSamplerTest, DependsOnSeedAndStepAlone) {
    const CropSampler a(200, 100, 64, {}, 1), b(200, 100, 64, {}, 1), c(200, 100, 64, {}, 2);
    int differ = 0;
    for (int step = 99; step >= 0; --step) {
        EXPECT_EQ(a.draw(step).left, b.draw(step).left);
        differ += a.draw(step).left != c.draw(step).left;
    }
    EXPECT_GT(differ, 50);
}

TEST(CropSamplerTest, KeepsTheShapeOfNarrowImages) {
    const CropSampler sampler(5, 300, 64, {}, 1);
    EXPECT_EQ(sampler.columns(), 2);
    EXPECT_EQ(sampler.rows(), 32);
    for (int step = 0; step < 100; ++step) EXPECT_FALSE(sampler.draw(step).transpose);
}

TEST(CropSamplerTest, PrefersUnmaskedPixels) {
    zsn2n::Planes mask(256, 256, 1);
    for (int y = 0; y < 256; ++y) {
        for (int x = 0; x < 256; ++x) mask.view().at(x, y, 0) = x >= 128 && y >= 128;
    }
    const CropSampler sampler(
        256, 256, 64, [&](const zsn2n::Region &region) { return mask.view().part(region); }, 1);
    int empty = 0;
    for (int step = 0; step < 300; ++step) {
        const Crop crop = sampler.draw(step);
        zsn2n::Planes weight(crop.view_width(), crop.view_height(), 1);
        empty += pair_weight(mask.view(), crop, weight.view()) == 0;
    }
    EXPECT_LT(empty, 10);  // three quarters would be without the preference
}

TEST(PairWeightTest, NeedsAllFourPixels) {
    zsn2n::Planes mask(6, 4, 1), weight(3, 2, 1);
    for (int i = 0; i < 24; ++i) mask.view().data[i] = 1.0f;
    mask.view().at(3, 2, 0) = 0.0f;
    EXPECT_EQ(pair_weight(mask.view(), zsn2n::whole_crop(6, 4), weight.view()), 5u);
    EXPECT_EQ(weight.view().at(1, 1, 0), 0.0f);
    EXPECT_EQ(weight.view().at(0, 1, 0), 1.0f);
}

}  // namespace
