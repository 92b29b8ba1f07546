// SPDX-License-Identifier: BSD-2-Clause
#include "core/settings.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace {

TEST(Settings, AreReadBackFromTheirText) {
    for (const char *text : {"", "strength=0.7", "preset=slow:steps=20:seed=4294967295",
                             "output=new-layer", "luma=0.123456789012:output=new-layer",
                             "noise_level=1.5:noise=white:noise_from=1:20:64:32",
                             "noise_from=1:20:64:32:output=new-layer"})
        EXPECT_EQ(settings_text(parse_settings(text)), text);
    EXPECT_EQ(settings_text(parse_settings(" output = layer : strength = 0.5 ")), "strength=0.5");
}

TEST(Settings, RefuseWhatTheyDoNotKnow) {
    for (const char *text : {"output=file", "strength=2", "colour=1", "steps", "noise_from=1:2:3"})
        EXPECT_THROW(parse_settings(text), std::invalid_argument) << text;
}

TEST(Settings, KnowWhatNeedsATraining) {
    const zsn2n_params params = default_settings().params;
    for (const char *text : {"strength=0.5", "luma=0.5", "chroma=0.5", "detail=0.5", "threads=1"})
        EXPECT_TRUE(same_training(params, parse_settings(text).params)) << text;
    for (const char *text : {"preset=slow", "steps=5", "seed=1", "guides=dct", "planes=1",
                             "noise_level=2", "noise=white", "noise_from=0:0:40:40"})
        EXPECT_FALSE(same_training(params, parse_settings(text).params)) << text;
}

TEST(Settings, HaveADraftThatIsQuick) {
    const zsn2n_params draft = draft_of(parse_settings("preset=slow:steps=9:noise_level=2").params);
    EXPECT_EQ(draft.preset, ZSN2N_PRESET_FAST);
    EXPECT_EQ(draft.guides, ZSN2N_GUIDES_DCT);
    EXPECT_EQ(draft.noise_level, 2);
    for (const char *text : {"preset=paper", "guides=none:steps=5"}) {
        const zsn2n_params params = parse_settings(text).params;
        EXPECT_TRUE(same_training(draft_of(params), params)) << text;
    }
    EXPECT_EQ(settings_text(for_another_layer(parse_settings("noise_from=1:2:40:40:seed=3"))),
              "seed=3");
}

// A new option of the engine's is shown until kHidden has it: choose.
TEST(Settings, ShowWhatALayerHasAUseFor) {
    std::string shown;
    for (int i = 0; i < zsn2n_option_count(); ++i)
        if (is_shown(*zsn2n_option_get(i))) shown += std::string(" ") + zsn2n_option_get(i)->name;
    EXPECT_EQ(shown,
              " preset steps strength luma chroma detail seed threads guides noise_level noise "
              "noise_from");
}

}  // namespace
