// SPDX-License-Identifier: BSD-2-Clause
// Option temporal through the API: what it gains, what it needs, and that a failed call changes
// nothing.
#include <gtest/gtest.h>

#include <cmath>

#include "frames.h"

namespace {

zsn2n_params video_params(int temporal) {
    zsn2n_params params = guided_params();
    params.guides = ZSN2N_GUIDES_DCT;
    params.temporal = temporal;
    return params;
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

// Luma's noise is white and has no network, chroma's is not.
TEST(Temporal, ANetworkForChromaAloneDoesNoHarm) {
    const Shape shape = yuv420(481, 363);
    const auto error_of = [&](int warm_steps) {
        zsn2n_params params = video_params(16);
        params.preset = ZSN2N_PRESET_MEDIUM;
        params.steps = 60;
        params.warm_steps = warm_steps;
        Context context(params);
        Picture result(shape);
        double sum = 0;
        int steps = 0;
        for (int i = 0; i < 8; ++i) {
            EXPECT_EQ(context.process(moving_frame(shape, i, 0.06, 3), &result), ZSN2N_OK);
            steps += context.stats().steps;
            const Picture clean = moving_frame(shape, i, 0);
            for (int y = 0; y < clean.plane_height(1); ++y) {
                for (int x = 0; x < clean.plane_width(1); ++x)
                    sum += std::pow(result.get(1, x, y) - clean.get(1, x, y), 2);
            }
        }
        EXPECT_EQ(steps > 0, warm_steps > 0);
        return sum;
    };
    EXPECT_LT(error_of(20), 1.03 * error_of(0));
}

// Planes that join have no past where the others have one.
TEST(Temporal, PlanesComeAndGo) {
    const Shape shape = yuv420(321, 243);
    for (const char *options :
         {"preset=fast", "preset=medium:steps=4:warm_steps=2", "preset=slow:steps=4"}) {
        zsn2n_params params = video_of(options);
        Context context(params);
        Picture result(shape);
        int frame = 0;
        for (const int planes : {6, 7, 1, 7, 5, 6, 3, 7}) {
            params.planes = planes;
            ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
            for (int i = 0; i < 2; ++i, ++frame)
                ASSERT_EQ(context.process(moving_frame(shape, frame, 0.06, 3), &result), ZSN2N_OK)
                    << context.message() << " planes " << planes;
        }
    }
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

// Fine texture is white noise to one frame. That it moves with the scene shows in the second one.
TEST(Temporal, TextureThatMovesIsKeptFromTheSecondFrameOn) {
    const Shape shape = yuv420(320, 240);
    const auto textured = [&](int i) {
        Picture picture = moving_frame(shape, i, 0);
        for (int y = 0; y < shape.height; ++y) {
            for (int x = 0; x < shape.width; ++x) {
                const uint64_t place = static_cast<uint64_t>(y + i) * 4096 + x + 2 * i;
                const double value = picture.get(0, x, y) + 20 * (uniform(7, place) - 0.5);
                picture.set(0, x, y, std::min(std::max(value, 0.0), picture.peak()));
            }
        }
        return picture;
    };
    Context context(video_params(16));
    Picture result(shape);
    for (int i = 0; i < 3; ++i) {
        const Picture clean = textured(i);
        ASSERT_EQ(context.process(clean, &result), ZSN2N_OK) << context.message();
        double lost = 0;
        for (int y = 0; y < shape.height; ++y) {
            for (int x = 0; x < shape.width; ++x)
                lost += std::pow(result.get(0, x, y) - clean.get(0, x, y), 2);
        }
        lost /= shape.width * shape.height;
        if (i == 0) {
            EXPECT_GT(lost, 4) << "too little texture to test anything";
        } else {
            EXPECT_LT(lost, 0.5) << "frame " << i;
        }
    }
}

}  // namespace
