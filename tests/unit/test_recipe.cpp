// SPDX-License-Identifier: BSD-2-Clause
// What is done to which image: one row a decision.
#include "denoiser/recipe.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/error.h"

namespace {

using zsn2n::GroupFacts;
using zsn2n::GroupRecipe;

constexpr int kNone = ZSN2N_GUIDES_NONE, kPilot = ZSN2N_GUIDES_PILOT, kDct = ZSN2N_GUIDES_DCT;
constexpr int kQuick = ZSN2N_GUIDES_QUICK;
constexpr int kPaper = ZSN2N_PRESET_PAPER, kFast = ZSN2N_PRESET_FAST, kSlow = ZSN2N_PRESET_SLOW;

constexpr zsn2n::Shape kSmall{500, 400, 3};
// The largest that is not large, and the smallest that is.
constexpr zsn2n::Shape kLast{2048, 2048, 3}, kLarge{2048, 2049, 3};

struct Asked {
    zsn2n_params params{};
    GroupFacts facts;

    Asked() {
        params.temporal = -1;
        params.warm_steps = 20;
        params.seed = 7;
        params.noise_level = 1;
        facts.shape = kSmall;
        facts.rgb = true;
    }
    Asked preset(int value) const {
        Asked asked = *this;
        asked.params.preset = value;
        return asked;
    }
    Asked guides(int value) const {
        Asked asked = *this;
        asked.params.guides = value;
        return asked;
    }
    Asked steps(int value) const {
        Asked asked = *this;
        asked.params.steps = value;
        return asked;
    }
    Asked video() const {
        Asked asked = *this;
        asked.params.video = 1;
        return asked;
    }
    Asked temporal(int value) const {
        Asked asked = *this;
        asked.params.temporal = value;
        return asked;
    }
    Asked grey() const {
        Asked asked = *this;
        asked.facts.rgb = false;
        asked.facts.shape.channels = 1;
        return asked;
    }
    Asked size(const zsn2n::Shape &value) const {
        Asked asked = *this;
        asked.facts.shape = value;
        return asked;
    }
    Asked warm(bool corrects) const {
        Asked asked = *this;
        asked.facts.warm = true;
        asked.facts.corrects = corrects;
        return asked;
    }
    GroupRecipe recipe() const { return group_recipe(zsn2n::resolve_settings(params), facts); }
};

struct Row {
    const char *name;
    Asked asked;
    int guides;
    bool coarser, network;
    int steps;
    bool early_stop;
    int views, temporal;
};

const Asked kMedium, kVideo = kMedium.video();
constexpr bool kNo = false, kYes = true;

const Row kRows[] = {
    // One image: a pilot that a network corrects.
    {"medium", kMedium, kPilot, kYes, kYes, 300, kNo, 1, 0},
    {"medium_grey", kMedium.grey(), kPilot, kYes, kYes, 300, kNo, 1, 0},
    {"medium_steps", kMedium.steps(1000), kPilot, kYes, kYes, 1000, kNo, 4, 0},
    {"medium_dct", kMedium.guides(kDct), kDct, kNo, kYes, 300, kNo, 1, 0},
    {"fast", kMedium.preset(kFast), kPilot, kYes, kNo, 0, kNo, 1, 0},
    {"fast_steps", kMedium.preset(kFast).steps(50), kPilot, kYes, kNo, 0, kNo, 1, 0},
    {"slow", kMedium.preset(kSlow), kPilot, kYes, kYes, 2000, kNo, 8, 0},
    {"slow_dct", kMedium.preset(kSlow).guides(kDct), kDct, kNo, kYes, 2000, kNo, 8, 0},
    // The network alone.
    {"none", kMedium.guides(kNone), kNone, kNo, kYes, 800, kYes, 4, 0},
    {"none_steps", kMedium.guides(kNone).steps(100), kNone, kNo, kYes, 100, kNo, 1, 0},
    {"none_large", kMedium.guides(kNone).size(kLarge), kNone, kNo, kYes, 800, kYes, 1, 0},
    {"none_fast", kMedium.guides(kNone).preset(kFast), kNone, kNo, kYes, 450, kNo, 1, 0},
    {"none_slow", kMedium.guides(kNone).preset(kSlow), kNone, kNo, kYes, 3000, kYes, 8, 0},
    {"paper", kMedium.preset(kPaper), kNone, kNo, kYes, 2000, kNo, 1, 0},
    {"paper_pilot", kMedium.preset(kPaper).guides(kPilot), kNone, kNo, kYes, 2000, kNo, 1, 0},
    // From 4 megapixels on there is no network unless asked for, and `fast` takes a lighter pilot.
    {"last", kMedium.size(kLast), kPilot, kYes, kYes, 300, kNo, 1, 0},
    {"large", kMedium.size(kLarge), kPilot, kYes, kNo, 0, kNo, 1, 0},
    {"large_grey", kMedium.size(kLarge).grey(), kPilot, kYes, kNo, 0, kNo, 1, 0},
    {"large_steps", kMedium.size(kLarge).steps(50), kPilot, kYes, kYes, 50, kNo, 1, 0},
    {"large_pilot", kMedium.size(kLarge).guides(kPilot), kPilot, kYes, kYes, 300, kNo, 1, 0},
    {"large_dct", kMedium.size(kLarge).guides(kDct), kDct, kNo, kYes, 300, kNo, 1, 0},
    {"large_fast", kMedium.size(kLarge).preset(kFast), kDct, kYes, kNo, 0, kNo, 1, 0},
    {"large_slow", kMedium.size(kLarge).preset(kSlow), kPilot, kYes, kYes, 2000, kNo, 8, 0},
    // The next image: a pilot is new, its correction stays, and the network alone goes on.
    {"warm", kMedium.warm(true), kPilot, kYes, kYes, 0, kNo, 1, 0},
    {"warm_steps", kMedium.steps(1000).warm(true), kPilot, kYes, kYes, 0, kNo, 4, 0},
    {"warm_untaught", kMedium.warm(false), kPilot, kYes, kNo, 0, kNo, 1, 0},
    {"warm_large", kMedium.size(kLarge).warm(true), kPilot, kYes, kYes, 0, kNo, 1, 0},
    {"warm_fast", kMedium.preset(kFast).warm(false), kPilot, kYes, kNo, 0, kNo, 1, 0},
    {"warm_slow", kMedium.preset(kSlow).warm(true), kPilot, kYes, kYes, 0, kNo, 8, 0},
    {"warm_none", kMedium.guides(kNone).warm(false), kNone, kNo, kYes, 20, kNo, 4, 0},
    {"warm_none_steps", kMedium.guides(kNone).steps(100).warm(false), kNone, kNo, kYes, 20, kNo, 1,
     0},
    {"warm_paper", kMedium.preset(kPaper).warm(false), kNone, kNo, kYes, 20, kNo, 1, 0},
    // A video: each frame goes on from the one before; a network learns from frame to frame.
    {"video_rgb", kVideo, kQuick, kYes, kYes, 20, kNo, 1, 16},
    {"video", kVideo.grey(), kQuick, kYes, kYes, 20, kNo, 1, 16},
    {"video_large", kVideo.grey().size(kLarge), kDct, kYes, kNo, 0, kNo, 1, 16},
    {"video_rgb_large", kVideo.size(kLarge), kDct, kYes, kNo, 0, kNo, 1, 16},
    {"video_none", kVideo.grey().guides(kNone), kNone, kNo, kYes, 800, kYes, 4, 16},
    {"video_pilot", kVideo.grey().guides(kPilot), kPilot, kYes, kYes, 20, kNo, 1, 16},
    {"video_dct", kVideo.grey().guides(kDct), kDct, kNo, kYes, 20, kNo, 1, 16},
    {"video_untold", kVideo.grey().temporal(0), kQuick, kYes, kYes, 300, kNo, 1, 0},
    {"video_rgb_told", kVideo.temporal(5), kQuick, kYes, kYes, 20, kNo, 1, 5},
    {"video_fast", kVideo.grey().preset(kFast), kDct, kNo, kNo, 0, kNo, 1, 16},
    {"video_slow", kVideo.grey().preset(kSlow), kPilot, kYes, kYes, 20, kNo, 1, 16},
    {"video_slow_rgb", kVideo.preset(kSlow), kPilot, kYes, kYes, 20, kNo, 1, 16},
    {"video_paper", kVideo.grey().preset(kPaper), kNone, kNo, kYes, 2000, kNo, 1, 0},
    {"video_warm", kVideo.grey().warm(true), kQuick, kYes, kYes, 20, kNo, 1, 16},
    {"video_rgb_warm", kVideo.warm(true), kQuick, kYes, kYes, 20, kNo, 1, 16},
    // The past without a video.
    {"temporal", kMedium.temporal(4), kPilot, kYes, kYes, 20, kNo, 1, 4},
    {"temporal_large", kMedium.temporal(4).size(kLarge), kDct, kYes, kNo, 0, kNo, 1, 4},
    {"temporal_steps", kMedium.temporal(4).steps(50), kPilot, kYes, kYes, 20, kNo, 1, 4},
    {"temporal_paper", kMedium.temporal(4).preset(kPaper), kNone, kNo, kYes, 2000, kNo, 1, 4},
};

class RecipeTest : public testing::TestWithParam<Row> {};

TEST_P(RecipeTest, IsThatOfTheTable) {
    const Row &row = GetParam();
    const GroupRecipe recipe = row.asked.recipe();
    EXPECT_EQ(recipe.guides, row.guides);
    EXPECT_EQ(recipe.pilot, zsn2n::pilot_kind(row.guides));
    EXPECT_EQ(recipe.coarser, row.coarser);
    EXPECT_EQ(recipe.network, row.network);
    EXPECT_EQ(recipe.training.steps, row.steps);
    EXPECT_EQ(recipe.training.early_stop, row.early_stop);
    EXPECT_EQ(recipe.training.warm, row.asked.facts.warm);
    EXPECT_EQ(recipe.training.whole_image, row.asked.params.preset == kPaper);
    EXPECT_EQ(recipe.views, row.views);
    EXPECT_EQ(recipe.temporal, row.temporal);
    EXPECT_EQ(recipe.on_frames, recipe.network && recipe.pilot && recipe.temporal > 0);
    EXPECT_EQ(recipe.training.first_steps > 0, recipe.on_frames);
    EXPECT_EQ(recipe.refined,
              recipe.temporal > 0 && (recipe.guides == kQuick || recipe.guides == kPilot));
}

INSTANTIATE_TEST_SUITE_P(Rows, RecipeTest, testing::ValuesIn(kRows),
                         [](const auto &test) { return std::string(test.param.name); });

TEST(RecipeNoiseTest, IsWhatWasAskedFor) {
    Asked asked;
    EXPECT_EQ(asked.recipe().noise_level, 1);
    EXPECT_FALSE(asked.recipe().white);
    EXPECT_EQ(asked.recipe().noise_from.width(), 0);
    asked.params.noise_level = 2.5;
    asked.params.noise = ZSN2N_NOISE_WHITE;
    EXPECT_EQ(asked.recipe().noise_level, 2.5);
    EXPECT_TRUE(asked.recipe().white);
}

// As much of noise_from as lies within the image, on the grid of the planes.
TEST(RecipeNoiseTest, IsMeasuredInARegion) {
    const auto region_of = [](int x, int y, int width, int height, int shift) {
        Asked asked;
        const int from[] = {x, y, width, height};
        std::copy(from, from + 4, asked.params.noise_from);
        asked.facts.shape = {500 >> shift, 400 >> shift, 2};
        asked.facts.shift_x = asked.facts.shift_y = shift;
        return asked.recipe().noise_from;
    };
    const auto expect = [](const zsn2n::Region &a, const zsn2n::Region &b) {
        EXPECT_EQ(a.left, b.left);
        EXPECT_EQ(a.top, b.top);
        EXPECT_EQ(a.right, b.right);
        EXPECT_EQ(a.bottom, b.bottom);
    };
    expect(region_of(10, 20, 64, 32, 0), {10, 20, 74, 52});
    expect(region_of(11, 21, 65, 33, 1), {5, 10, 38, 27});
    expect(region_of(460, 360, 1000, 1000, 0), {460, 360, 500, 400});
    expect(region_of(468, 368, 65535, 65535, 1), {234, 184, 250, 200});
    for (const int x : {469, 500, 65535}) {
        EXPECT_THROW(region_of(x, 0, 64, 64, 0), zsn2n::Error) << x;
        EXPECT_THROW(region_of(0, x, 64, 64, 0), zsn2n::Error) << x;
    }
    Asked small;  // of an image with fewer pixels than the least
    small.facts.shape = {20, 400, 3};
    small.params.noise_from[2] = small.params.noise_from[3] = 32;
    expect(small.recipe().noise_from, {0, 0, 20, 32});
}

TEST(RecipeSeedTest, DiffersBetweenGroupsAbove32BitsAlone) {
    Asked asked;
    asked.params.seed = 0xfffffffe;
    EXPECT_EQ(asked.recipe().training.seed, 0xfffffffeu);
    const uint64_t drawn = asked.recipe().training.lessons().seed;
    asked.facts.first_plane = 1;
    EXPECT_EQ(asked.recipe().training.seed, 0x1fffffffeu);
    EXPECT_EQ(asked.recipe().training.lessons().seed, drawn);
}

}  // namespace
