// SPDX-License-Identifier: BSD-2-Clause
// Images that are known before it is their turn: what they gain, and what must not depend on them.
#include <gtest/gtest.h>

#include <cmath>

#include "frames.h"

namespace {

constexpr int kFrames = 7;

std::vector<Picture> clip(const Shape &shape) {
    std::vector<Picture> frames;
    for (int i = 0; i < kFrames; ++i) frames.push_back(moving_frame(shape, i));
    return frames;
}

// The frames with up to `count` given ahead of each.
std::vector<Picture> denoise(const std::vector<Picture> &frames, const zsn2n_params &params,
                             int count) {
    Context context(params);
    std::vector<Picture> results;
    for (size_t i = 0; i < frames.size(); ++i) {
        std::vector<const Picture *> next;
        for (size_t k = i + 1; k < frames.size() && k <= i + count; ++k) next.push_back(&frames[k]);
        Picture result(frames[i].shape());
        EXPECT_EQ(context.process(frames[i], next, &result), ZSN2N_OK) << context.message();
        results.push_back(std::move(result));
    }
    return results;
}

double error(const std::vector<Picture> &results, const Shape &shape) {
    double sum = 0;
    for (size_t i = 2; i < results.size(); ++i) {
        const Picture clean = moving_frame(shape, static_cast<int>(i), 0);
        for (int y = 8; y < shape.height - 8; ++y) {
            for (int x = 8; x < shape.width - 8; ++x)
                sum += std::pow((results[i].get(0, x, y) - clean.get(0, x, y)) / clean.peak(), 2);
        }
    }
    return sum;
}

const Shape kShapes[] = {yuv420(161, 119), shape_of(120, 104, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)};

TEST(Lookahead, Gains) {
    for (const Shape &shape : kShapes) {
        const std::vector<Picture> frames = clip(shape);
        const zsn2n_params params = video_of("preset=slow");
        const double none = error(denoise(frames, params, 0), shape);
        const double one = error(denoise(frames, params, 1), shape);
        EXPECT_LT(one, 0.97 * none);
        EXPECT_LT(error(denoise(frames, params, 2), shape), 0.99 * one);
    }
}

// More of them than are used, settings that use none, and other numbers of threads.
TEST(Lookahead, WhatIsNotUsedChangesNothing) {
    const std::vector<Picture> frames = clip(kShapes[0]);
    const auto expect_same = [](const std::vector<Picture> &a, const std::vector<Picture> &b) {
        for (size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(same_samples(a[i], b[i])) << i;
    };
    const zsn2n_params one = video_of("preset=fast:lookahead=1");
    expect_same(denoise(frames, one, 1), denoise(frames, one, 3));
    zsn2n_params three = one;
    three.threads = 3;
    expect_same(denoise(frames, one, 1), denoise(frames, three, 1));
    for (const char *options : {"preset=fast", "preset=fast:lookahead=2:temporal=0",
                                "guides=none:steps=4:warm_steps=2:lookahead=2"})
        expect_same(denoise(frames, video_of(options), 2), denoise(frames, video_of(options), 0));
    // Something did change above.
    EXPECT_FALSE(same_samples(denoise(frames, one, 1)[3], denoise(frames, one, 0)[3]));
}

TEST(Lookahead, AnotherSceneShapeOrBadSamplesEndIt) {
    const Shape shape = kShapes[1];
    const Picture first = moving_frame(shape, 0), second = moving_frame(shape, 1),
                  cut = other_scene(shape, 5);
    const Picture smaller = moving_frame(shape_of(100, 104, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32), 1);
    Picture bad = moving_frame(shape, 1);
    bad.set(1, 40, 40, NAN);
    const zsn2n_params params = video_of("preset=fast:lookahead=3");
    const auto result = [&](const std::vector<const Picture *> &next) {
        Context context(params);
        Picture dst(shape);
        EXPECT_EQ(context.process(first, next, &dst), ZSN2N_OK) << context.message();
        return dst;
    };
    const Picture none = result({}), one = result({&second});
    EXPECT_FALSE(same_samples(none, one));
    for (const Picture *end : {&cut, &smaller, static_cast<const Picture *>(&bad)}) {
        EXPECT_TRUE(same_samples(result({end, &second}), none));
        EXPECT_TRUE(same_samples(result({&second, end}), one));
    }
}

// What was found of an image ahead is used for that image alone.
TEST(Lookahead, AnImageThatIsNotTheOneSaidBefore) {
    const Shape shape = kShapes[0];
    const Picture first = moving_frame(shape, 0), second = moving_frame(shape, 1),
                  other = moving_frame(shape, 9);
    const zsn2n_params params = video_of("preset=fast:lookahead=1");
    Context said(params), fresh(params);
    Picture result(shape), expected(shape);
    ASSERT_EQ(said.process(first, {&other}, &result), ZSN2N_OK);
    zsn2n_reset(said.get());
    ASSERT_EQ(said.process(second, {}, &result), ZSN2N_OK);
    ASSERT_EQ(fresh.process(second, {}, &expected), ZSN2N_OK);
    EXPECT_TRUE(same_samples(result, expected));
}

// Settings that change between calls: what was found of the next images is found anew.
TEST(Lookahead, PlanesAndNoiseChange) {
    const Shape shape = kShapes[0];
    const std::vector<Picture> frames = clip(shape);
    zsn2n_params params = video_of("preset=fast:lookahead=2:planes=1");
    Context context(params);
    Picture result(shape);
    for (int i = 0; i + 2 < kFrames; ++i) {
        ASSERT_EQ(context.process(frames[i], {&frames[i + 1], &frames[i + 2]}, &result), ZSN2N_OK);
        const Picture &noisy = frames[i];
        EXPECT_EQ(same_plane(result, noisy, 1), (params.planes & 2) == 0) << i;
        params.planes = i % 2 ? 1 : 7;
        params.noise_level = i % 3 ? 1 : 2;
        ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
    }
}

TEST(Lookahead, AFailedCallChangesNothing) {
    const Shape shape = kShapes[0];
    const std::vector<Picture> frames = clip(shape);
    const zsn2n_params params = video_of("preset=fast:lookahead=2");
    const std::vector<Picture> expected = denoise(frames, params, 2);
    CancelAt cancel;
    const zsn2n_callbacks callbacks = cancel.callbacks();
    Context context(params, &callbacks);
    Picture result(shape);
    for (int i = 0; i < 3; ++i) {
        cancel.at = 0.3;
        const std::vector<const Picture *> next{&frames[i + 1], &frames[i + 2]};
        EXPECT_EQ(context.process(frames[i], next, &result), ZSN2N_CANCELLED);
        cancel.at = 2;
        ASSERT_EQ(context.process(frames[i], next, &result), ZSN2N_OK);
        EXPECT_TRUE(same_samples(result, expected[i])) << i;
    }
}

TEST(Lookahead, RefusesWhatItMustNotRead) {
    const Shape shape = kShapes[0];
    Picture src = moving_frame(shape, 0), dst(shape);
    Context context(video_of("preset=fast:lookahead=2"));
    EXPECT_EQ(context.process(src, {&dst}, &dst), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(context.message().find("overlaps an image that is yet to come"), std::string::npos);
    const zsn2n_image from = src.image(), to = dst.image();
    zsn2n_image empty = from;
    empty.plane[1].data = nullptr;
    const zsn2n_image *next[] = {&empty};
    EXPECT_EQ(zsn2n_process_ahead(context.get(), &from, next, 1, &to), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(context.message().find("next plane 1 has no data"), std::string::npos);
    next[0] = nullptr;
    EXPECT_EQ(zsn2n_process_ahead(context.get(), &from, next, 1, &to), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_process_ahead(context.get(), &from, nullptr, 1, &to), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_process_ahead(context.get(), &from, next, -1, &to), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_process_ahead(nullptr, &from, nullptr, 0, &to), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_process_ahead(context.get(), &from, nullptr, 0, &to), ZSN2N_OK);
}

TEST(Lookahead, WhatSettingsComeTo) {
    const auto count = [](const zsn2n_params &params) { return zsn2n_lookahead(&params); };
    EXPECT_EQ(count(video_of("")), 0);
    EXPECT_EQ(count(video_of("preset=slow")), 2);
    EXPECT_EQ(count(params_of("preset=slow")), 0);
    EXPECT_EQ(count(video_of("lookahead=4")), 4);
    EXPECT_EQ(count(video_of("lookahead=4:temporal=0")), 0);
    EXPECT_EQ(count(video_of("lookahead=4:guides=none")), 0);
    EXPECT_EQ(count(video_of("preset=paper")), 0);
    EXPECT_EQ(zsn2n_lookahead(nullptr), 0);
    zsn2n_params wrong = video_of("");
    wrong.lookahead = ZSN2N_MAX_LOOKAHEAD + 1;
    EXPECT_EQ(count(wrong), 0);
}

}  // namespace
