// SPDX-License-Identifier: BSD-2-Clause
// Strips under every option: the bits of the whole, or a refusal that names the option.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <ostream>
#include <set>

#include "frames.h"

namespace {

Shape with_alpha(Shape shape) {
    shape.alpha = true;
    return shape;
}

// Tall enough for strips with the halo of any pilot.
const Shape kRgb = shape_of(48, 1501, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
const Shape kAlpha = with_alpha(shape_of(61, 1501, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8));
const Shape kGray = with_alpha(shape_of(70, 601, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U16));
const Shape kVideo = yuv420(70, 1201);

// Few steps; only many make the network's correction of a pilot count.
constexpr const char *kNetwork = "guides=none:steps=3:warm_steps=2:";
constexpr const char *kGuided = "guides=dct:steps=3:";

struct Case {
    std::string name, options;
    Shape shape;
    bool video = false;
    // The option that a refusal has to name; "" where the bits are those of the whole.
    std::string refused = {};

    friend void PrintTo(const Case &tried, std::ostream *out) { *out << tried.options; }
};

std::vector<Case> cases() {
    std::vector<Case> all = {
        {"fast", "preset=fast", kRgb},
        {"fast_alpha", "preset=fast", kAlpha},
        {"fast_dct", "preset=fast:guides=dct", kVideo},
        {"fast_network", "preset=fast:guides=none:steps=3:warm_steps=2", kRgb},
        {"medium", "steps=3", kVideo},
        {"medium_corrected", "steps=60", kRgb},
        {"slow", "preset=slow:steps=2", kRgb},
        {"slow_network", "preset=slow:guides=none:steps=2:warm_steps=1", kGray},
        {"paper", "preset=paper:steps=2:warm_steps=1", kAlpha, false, "preset"},
        {"paper_video", "preset=paper:steps=2:warm_steps=1", kVideo, true, "preset"},
        {"temporal", "guides=dct:temporal=16", kRgb, false, "temporal"},
        {"video_rgb", "video=1:steps=3", kRgb, false, "temporal"},
        {"temporal_alpha", "guides=pilot:temporal=2:steps=2", kAlpha, false, "temporal"},
        {"temporal_network", "guides=none:steps=3:warm_steps=2:temporal=1", kVideo, false,
         "temporal"},
        {"temporal_slow", "preset=slow:steps=2:temporal=3", kGray, false, "temporal"},
        {"temporal_none", "guides=dct:steps=3:temporal=0", kVideo},
        {"video", "", kVideo, true, "temporal"},
        {"video_slow", "preset=slow:steps=2", kVideo, true, "temporal"},
        {"video_fast", "preset=fast", kVideo, true, "temporal"},
        {"noise_level", "noise_level=2:steps=3", kVideo},
        {"noise_white", "noise=white:preset=fast", kRgb},
        {"noise_from", "noise_from=3:700:45:300:preset=fast", kVideo},
        {"noise_from_alpha", "noise_from=1:40:60:200:noise_level=0.5:steps=3", kAlpha},
        {"video_one_by_one", "temporal=0:steps=3", kVideo, true},
        {"lookahead_of_none", "temporal=0:lookahead=2:steps=3", kVideo, true},
    };
    const auto add = [&](const char *base, const std::string &option, const Shape &shape) {
        std::string name = base == kNetwork ? "network_" : "guided_";
        for (const char c : option) {
            if (std::isalnum(c)) name += c;
            if (c == ':') name += '_';
        }
        all.push_back({name, base + option, shape});
    };
    for (const char *option : {"luma=0.5", "chroma=0.3:detail=0.8", "strength=0.6", "scene=0",
                               "scene=1", "seed=77", "planes=1", "planes=6"}) {
        add(kGuided, option, kRgb);
    }
    for (const char *option : {"luma=0.2:chroma=0.7:detail=0.5", "planes=5"}) {
        add(kGuided, option, kVideo);
        add(kGuided, option, kAlpha);
    }
    for (const char *option :
         {"luma=0.5", "detail=0.8", "scene=0", "seed=77", "planes=2", "precision=f32",
          "precision=bf16", "backend=halide", "backend=onednn", "backend=halide:precision=f32",
          "backend=onednn:precision=f32", "strength=0.3:detail=1"}) {
        add(kNetwork, option, kAlpha);
    }
    add(kNetwork, "luma=0.4:detail=0.6", kGray);
    add(kNetwork, "chroma=0", kVideo);
    for (Case &tried : all) {
        if (tried.shape.color == ZSN2N_COLOR_YUV) tried.name += "_yuv";
        if (tried.shape.alpha && tried.name.find("alpha") == std::string::npos)
            tried.name += "_alpha";
    }
    return all;
}

// Frames of one scene and another one, some pixels of the first transparent.
std::vector<Picture> frames_of(const Shape &shape) {
    std::vector<Picture> frames = {frame(shape, 1), frame(shape, 2), other_scene(shape, 3)};
    if (!shape.alpha) return frames;
    for (Picture &picture : frames) {
        const int alpha = picture.planes() - 1;
        for (int y = 0; y < shape.height; ++y) {
            for (int x = 0; x < shape.width; ++x) {
                const bool area = x > shape.width / 2 && y % 200 < 40;
                if (area || uniform(9, y * shape.width + x) < 0.05) picture.set(alpha, x, y, 0);
            }
        }
    }
    return frames;
}

class StripsUnder : public testing::TestWithParam<Case> {};

TEST_P(StripsUnder, AnyOptionGiveTheBitsOfTheWholeOrRefuse) {
    const Case &tried = GetParam();
    zsn2n_params params = tried.video ? video_of(tried.options) : params_of(tried.options);
    zsn2n_context *probe = nullptr;
    const zsn2n_status status = zsn2n_create(&probe, &params, nullptr);
    zsn2n_destroy(&probe);
    if (status == ZSN2N_UNSUPPORTED) GTEST_SKIP() << "not with this CPU or build";
    ASSERT_EQ(status, ZSN2N_OK);
    const std::vector<Picture> frames = frames_of(tried.shape);
    // No frame is given ahead: required() is with as many as would be used.
    if (tried.refused == "temporal") params.lookahead = 0;
    const uint64_t whole = required(params, frames[0]), least = required(params, frames[0], 1);
    // Thin strips of a pilot are mostly halo and take long.
    const uint64_t few = params.guides == ZSN2N_GUIDES_NONE ? least : (least + whole) / 2;
    params.memory_cap = std::min(few, whole - 1);
    Context capped(params);
    Picture result(tried.shape);
    if (!tried.refused.empty()) {
        const auto before = result.bytes();
        EXPECT_EQ(capped.process(frames[0], &result), ZSN2N_OUT_OF_MEMORY);
        EXPECT_NE(capped.message().find(tried.refused), std::string::npos) << capped.message();
        EXPECT_NE(capped.message().find(std::to_string(whole)), std::string::npos)
            << capped.message();
        EXPECT_TRUE(result.bytes() == before);
        EXPECT_GT(required(params, frames[0], params.memory_cap), params.memory_cap);
        params.memory_cap = whole;
        ASSERT_EQ(zsn2n_set_params(capped.get(), &params), ZSN2N_OK) << capped.message();
    } else {
        ASSERT_LT(least, whole);
    }
    params.memory_cap = 0;
    Context in_memory(params);
    for (size_t i = 0; i < frames.size(); ++i) {
        const Picture expected = next(in_memory, frames[i]);
        ASSERT_EQ(capped.process(frames[i], &result), ZSN2N_OK) << capped.message();
        EXPECT_TRUE(same_samples(expected, result)) << "frame " << i;
        const zsn2n_stats a = in_memory.stats(), b = capped.stats();
        EXPECT_EQ(a.warm, b.warm) << i;
        EXPECT_EQ(a.steps, b.steps) << i;
        EXPECT_EQ(a.noise_sigma, b.noise_sigma) << i;
        EXPECT_EQ(a.scene, b.scene) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Each, StripsUnder, testing::ValuesIn(cases()),
                         [](const auto &tried) { return tried.param.name; });

// An option added later is to be tried here, too.
TEST(Strips, are_tried_under_every_option) {
    const std::set<std::string> elsewhere = {"threads", "memory_cap"};
    const std::vector<Case> all = cases();
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const std::string name = zsn2n_option_get(i)->name;
        if (elsewhere.count(name)) continue;
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Case &tried) {
            if (name == "video" && tried.video) return true;
            return (":" + tried.options).find(":" + name + "=") != std::string::npos;
        })) << name;
    }
}

// An image that fits as a whole has its images before averaged into it under any cap.
TEST(Strips, a_cap_that_the_whole_fits_in_is_none) {
    zsn2n_params params = video_of("");
    const std::vector<Picture> frames = frames_of(kVideo);
    Context unbounded(params);
    params.memory_cap = required(params, frames[0]);
    Context bounded(params);
    expect_same_course(unbounded, bounded, frames);
}

}  // namespace
