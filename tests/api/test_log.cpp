// SPDX-License-Identifier: BSD-2-Clause
// What the log says of an image is what was done to it.
#include <gtest/gtest.h>

#include <ostream>

#include "frames.h"

namespace {

struct Log {
    std::vector<std::string> lines;
    std::vector<std::string> noise;  // what was found of it, and that nothing was
    zsn2n_callbacks callbacks() { return {this, take, nullptr}; }
    static void take(void *user, zsn2n_log_level level, const char *text) {
        Log *log = static_cast<Log *>(user);
        const bool noise = std::string(text).find("noise") < 4;
        if (noise && level <= ZSN2N_LOG_INFO) log->noise.emplace_back(text);
        if (!noise && level == ZSN2N_LOG_INFO) log->lines.emplace_back(text);
    }
    // The value of "name=" in the last line; fails the test where it is not there.
    std::string value(const std::string &name) const {
        const std::string line = lines.empty() ? "" : " " + lines.back();
        const size_t at = line.find(" " + name + "=");
        EXPECT_NE(at, std::string::npos) << name << " in:" << line;
        if (at == std::string::npos) return "";
        const size_t begin = at + name.size() + 2;
        return line.substr(begin, line.find_first_of(" ;", begin) - begin);
    }
    int number(const std::string &name) const { return std::atoi(value(name).c_str()); }
};

struct Case {
    const char *name, *options;
    bool video;
    Shape shape;
    const char *guides;
    int steps, temporal;
    bool strips = false;

    friend void PrintTo(const Case &tried, std::ostream *out) { *out << tried.options; }
};

const Shape kRgb = shape_of(256, 256, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
const Shape kSmall = shape_of(40, 36, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
const Shape kTall = shape_of(90, 1300, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
const Shape kLarge = shape_of(2100, 2010, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
const Shape kVideo = yuv420(256, 256);

const Case kCases[] = {
    {"defaults", "", false, kRgb, "pilot", 300, 0},
    {"above_4_megapixels", "", false, kLarge, "pilot", 0, 0},
    {"above_4_megapixels_with_steps", "steps=2", false, kLarge, "pilot", 2, 0},
    {"above_4_megapixels_fast", "preset=fast", false, kLarge, "dct", 0, 0},
    {"steps", "steps=7", false, kRgb, "pilot", 7, 0},
    {"fast", "preset=fast", false, kRgb, "pilot", 0, 0},
    {"fast_with_steps", "preset=fast:steps=4", false, kRgb, "pilot", 0, 0},
    {"fast_dct", "preset=fast:guides=dct", false, kRgb, "dct", 0, 0},
    {"fast_network", "preset=fast:guides=none", false, kSmall, "none", 450, 0},
    {"medium_network", "guides=none", false, kSmall, "none", 800, 0},
    {"medium_dct", "guides=dct:steps=5", false, kRgb, "dct", 5, 0},
    {"slow", "preset=slow:steps=3", false, kRgb, "pilot", 3, 0},
    {"paper", "preset=paper:steps=3", false, kSmall, "none", 3, 0},
    {"strips", "steps=3", false, kTall, "pilot", 3, 0, true},
    {"strips_fast", "preset=fast", false, kTall, "pilot", 0, 0, true},
    {"strips_network", "guides=none:steps=3:warm_steps=2", false, kTall, "none", 3, 0, true},
    {"averaged", "temporal=3:steps=9", false, kRgb, "pilot", 0, 3},
    {"averaged_network", "guides=none:temporal=3:steps=9", false, kRgb, "none", 9, 3},
    {"averaged_above_4_megapixels", "temporal=2", false, kLarge, "dct", 0, 2},
    {"video", "", true, kVideo, "quick", 0, 16},
    {"video_with_steps", "steps=200", true, kVideo, "quick", 0, 16},
    {"video_gray", "", true, shape_of(200, 180, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8), "quick", 0, 16},
    {"video_rgb", "steps=6", true, kRgb, "quick", 0, 16},
    {"video_dct", "guides=dct", true, kRgb, "dct", 0, 16},
    {"video_fast", "preset=fast", true, kVideo, "dct", 0, 16},
    {"video_slow", "preset=slow:steps=5", true, kVideo, "pilot", 0, 16},
    {"video_paper", "preset=paper:steps=3:warm_steps=1", true, kSmall, "none", 3, 0},
    {"video_one_by_one", "temporal=0:steps=4", true, kVideo, "quick", 4, 0},
};

class Logged : public testing::TestWithParam<Case> {};

TEST_P(Logged, IsWhatRan) {
    const Case &tried = GetParam();
    zsn2n_params params = tried.video ? video_of(tried.options) : params_of(tried.options);
    const Picture first = frame(tried.shape, 1), second = frame(tried.shape, 2);
    if (tried.strips) {
        const uint64_t least = required(params, first, 1), whole = required(params, first);
        ASSERT_LT(least, whole);
        params.memory_cap = (least + whole) / 2;
    }
    Log log;
    const zsn2n_callbacks callbacks = log.callbacks();
    Context context(params, &callbacks);
    const Picture cold = next(context, first);
    ASSERT_EQ(log.lines.size(), 1u);
    EXPECT_EQ(log.number("steps"), context.stats().steps) << log.lines[0];
    EXPECT_EQ(log.number("threads"), context.stats().threads);
    const bool halide = context.stats().backend == ZSN2N_BACKEND_HALIDE;
    EXPECT_EQ(log.value("backend"), halide ? "halide" : "onednn");
    const bool f32 = context.stats().precision == ZSN2N_PRECISION_F32;
    EXPECT_EQ(log.value("precision"), f32 ? "f32" : "bf16");
    EXPECT_EQ(log.value("guides"), tried.guides) << log.lines[0];
    EXPECT_EQ(log.number("steps"), tried.steps) << log.lines[0];
    EXPECT_EQ(log.number("temporal"), tried.temporal) << log.lines[0];
    EXPECT_EQ(log.lines[0].find("strips") != std::string::npos, tried.strips) << log.lines[0];
    const Picture warm = next(context, second);
    EXPECT_EQ(log.lines.size(), 1u) << "one of a shape";
    if (tried.shape.width > 2000)
        return;  // there auto has the light pilot look at a coarser scale, too

    // Asked for by name, the same is done.
    zsn2n_params named = params;
    const auto set = [&](const char *name, const std::string &value) {
        EXPECT_EQ(zsn2n_params_set(&named, name, value.c_str(), nullptr, 0), ZSN2N_OK) << name;
    };
    for (const char *name : {"preset", "guides", "temporal", "warm_steps", "planes", "seed"}) {
        set(name, log.value(name));
    }
    // None is not for the asking but by preset.
    set("steps", log.number("steps") ? log.value("steps") : "0");
    Context again(named);
    EXPECT_TRUE(same_samples(cold, next(again, first)));
    EXPECT_TRUE(same_samples(warm, next(again, second)));

    // And averaging is seen in a later image, if there is some.
    named.temporal = log.number("temporal") ? 0 : 16;
    named.memory_cap = 0;
    Context otherwise(named);
    next(otherwise, first);
    EXPECT_FALSE(same_samples(warm, next(otherwise, second)));
}

INSTANTIATE_TEST_SUITE_P(Of, Logged, testing::ValuesIn(kCases),
                         [](const auto &tried) { return std::string(tried.param.name); });

TEST(Log, has_one_line_for_each_shape_and_new_settings) {
    Log log;
    const zsn2n_callbacks callbacks = log.callbacks();
    Context context(params_of("guides=none:steps=2:warm_steps=1"), &callbacks);
    for (int i = 0; i < 3; ++i) next(context, frame(kSmall, i));
    EXPECT_EQ(log.lines.size(), 1u);
    next(context, frame(yuv420(40, 30), 3));
    EXPECT_EQ(log.lines.size(), 2u);
    const zsn2n_params params = params_of("preset=fast");
    ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
    next(context, frame(yuv420(40, 30), 4));
    EXPECT_EQ(log.lines.size(), 3u);
    EXPECT_EQ(log.value("preset"), "fast");
    EXPECT_EQ(log.number("steps"), context.stats().steps);
}

TEST(Log, says_what_noise_was_found) {
    Log log;
    const zsn2n_callbacks callbacks = log.callbacks();
    Context context(params_of("preset=fast"), &callbacks);
    for (int i = 0; i < 2; ++i) next(context, frame(kRgb, i));
    ASSERT_EQ(log.noise.size(), 1u) << "once of a shape";
    EXPECT_NE(log.noise[0].find(" of 255 in brightness, "), std::string::npos) << log.noise[0];
    EXPECT_NE(log.noise[0].find(" in colour, fine-grained ("), std::string::npos) << log.noise[0];
    next(context, frame(kTall, 1));
    ASSERT_EQ(log.noise.size(), 2u);
    EXPECT_EQ(log.noise[1].find("colour"), std::string::npos) << log.noise[1];
    Picture flat(kSmall);
    next(context, flat);
    ASSERT_EQ(log.noise.size(), 3u);
    EXPECT_EQ(log.noise[2].find("no noise was found"), 0u) << log.noise[2];
}

}  // namespace
