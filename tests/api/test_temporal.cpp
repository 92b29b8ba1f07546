// SPDX-License-Identifier: BSD-2-Clause
// Option temporal through the API: what it gains, what it needs, and that a failed call changes
// nothing.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

namespace {

zsn2n_params video_params(int temporal) {
    zsn2n_params params = guided_params();
    params.guides = ZSN2N_GUIDES_DCT;
    params.temporal = temporal;
    return params;
}

// The same picture with other noise each time.
Picture frame(const Shape &shape, uint64_t seed) {
    Picture picture(shape);
    picture.fill_noisy(seed);
    return picture;
}

// Mean square of the change from the frame before the last to the last of ten.
double flicker(const Shape &shape, const zsn2n_params &params) {
    Context context(params);
    Picture last(shape), result(shape);
    double sum = 0;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(context.process(frame(shape, i), &result), ZSN2N_OK) << context.message();
        if (i == 9) {
            for (int y = 0; y < shape.height; ++y) {
                for (int x = 0; x < shape.width; ++x) {
                    const double change = (result.get(0, x, y) - last.get(0, x, y)) / last.peak();
                    sum += change * change;
                }
            }
        }
        for (int p = 0; p < result.planes(); ++p) {
            for (int y = 0; y < result.plane_height(p); ++y) {
                for (int x = 0; x < result.plane_width(p); ++x)
                    last.set(p, x, y, result.get(p, x, y));
            }
        }
    }
    return sum / (shape.width * shape.height);
}

TEST(Temporal, StillFramesFlickerLess) {
    for (const Shape &shape :
         {yuv420(161, 143), shape_of(160, 140, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)})
        EXPECT_LT(flicker(shape, video_params(16)), 0.3 * flicker(shape, video_params(0)));
}

TEST(Temporal, FirstFrameIsThatOfAnyOther) {
    const Shape shape = yuv420(161, 143);
    zsn2n_params none = video_params(0);
    none.preset = ZSN2N_PRESET_FAST;  // the pilot alone
    none.steps = 0;
    EXPECT_TRUE(
        same_samples(denoised(frame(shape, 1), video_params(16)), denoised(frame(shape, 1), none)));
}

TEST(Temporal, AnyGuidesPresetAlphaAndSize) {
    Shape alpha = shape_of(90, 70, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    alpha.alpha = true;
    for (const Shape &shape :
         {alpha, yuv420(17, 9), shape_of(5, 4, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32)}) {
        for (zsn2n_params params : {quick_params(), guided_params(), video_params(3)}) {
            params.temporal = 3;
            Context context(params);
            Picture result(shape);
            for (int i = 0; i < 3; ++i)
                ASSERT_EQ(context.process(frame(shape, i), &result), ZSN2N_OK) << context.message();
        }
    }
}

TEST(Temporal, StrengthBlendsWithTheFrameItself) {
    const Shape shape = shape_of(90, 70, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    zsn2n_params params = video_params(4), half = params;
    half.strength = 0.5;
    Context all(params), some(half);
    Picture full(shape), result(shape);
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(all.process(frame(shape, i), &full), ZSN2N_OK);
        ASSERT_EQ(some.process(frame(shape, i), &result), ZSN2N_OK);
    }
    const Picture noisy = frame(shape, 2);
    for (int x = 0; x < 90; ++x) {
        EXPECT_NEAR(result.get(0, x, 30), (noisy.get(0, x, 30) + full.get(0, x, 30)) / 2, 1e-6);
    }
}

TEST(Temporal, AFailedCallChangesNothing) {
    const Shape shape = shape_of(120, 90, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    Context expected(video_params(8)), context(video_params(8));
    Picture result(shape), other(shape);
    for (int i = 0; i < 3; ++i) {
        ASSERT_EQ(expected.process(frame(shape, i), &result), ZSN2N_OK);
        ASSERT_EQ(context.process(frame(shape, i), &other), ZSN2N_OK);
        Picture bad = frame(shape, 50);
        bad.set(1, 40, 40, NAN);
        EXPECT_EQ(context.process(bad, &other), ZSN2N_INVALID_ARGUMENT);
    }
    ASSERT_EQ(expected.process(frame(shape, 9), &result), ZSN2N_OK);
    ASSERT_EQ(context.process(frame(shape, 9), &other), ZSN2N_OK);
    EXPECT_TRUE(same_samples(result, other));
}

// A codec keeps a still picture's noise. An average that believed in it would take none off.
TEST(Temporal, NoiseThatStaysIsRemovedAsInOneFrame) {
    const Shape shape = yuv420(321, 203);
    Context averaging(video_params(16)), changing(video_params(16));
    zsn2n_params none = video_params(0);
    none.preset = ZSN2N_PRESET_FAST;
    none.steps = 0;
    const Picture noisy = frame(shape, 1), one = denoised(frame(shape, 1), none);
    Picture result(shape), other(shape);
    for (int i = 0; i < 12; ++i) {
        ASSERT_EQ(averaging.process(frame(shape, 1), &result), ZSN2N_OK);
        ASSERT_EQ(changing.process(frame(shape, i), &other), ZSN2N_OK);
    }
    EXPECT_GT(averaging.stats().noise_frozen, 0.9);
    EXPECT_LT(changing.stats().noise_frozen, 0.2);
    double kept = 0, removed = 0;
    for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x) {
            kept += std::pow(result.get(0, x, y) - one.get(0, x, y), 2);
            removed += std::pow(noisy.get(0, x, y) - one.get(0, x, y), 2);
        }
    }
    EXPECT_LT(kept, 0.1 * removed);
}

}  // namespace
