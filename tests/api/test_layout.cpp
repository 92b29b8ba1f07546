// SPDX-License-Identifier: BSD-2-Clause
// The result depends on the samples, not on how they lie in memory.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "picture.h"

namespace {

Picture noisy_of(Shape shape) {
    Picture picture(shape);
    picture.fill_noisy(21);
    return picture;
}

std::vector<Shape> kinds() {
    Shape rgba = shape_of(30, 22, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    rgba.alpha = true;
    Shape ten = shape_of(30, 22, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U16);
    ten.bits = 10;
    Shape graya = shape_of(30, 22, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    graya.alpha = true;
    return {rgba, ten, graya, shape_of(30, 22, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
            shape_of(30, 22, ZSN2N_COLOR_YUV, ZSN2N_SAMPLE_U8)};
}

}  // namespace

TEST(Layout, in_place_equals_out_of_place) {
    auto shapes = kinds();
    shapes.push_back(yuv420(31, 23));
    for (const Shape &shape : shapes) {
        Picture picture = noisy_of(shape);
        const Picture expected = denoised(picture, quick_params());
        EXPECT_FALSE(same_samples(picture, expected)) << to_text(shape);
        Context context(quick_params());
        ASSERT_EQ(context.process(picture, &picture), ZSN2N_OK) << context.message();
        EXPECT_TRUE(same_samples(picture, expected)) << to_text(shape);
        EXPECT_TRUE(picture.padding_untouched()) << to_text(shape);
    }
}

TEST(Layout, source_is_left_alone) {
    const Picture noisy = noisy_of(yuv420(31, 23));
    const auto before = noisy.bytes();
    denoised(noisy, quick_params());
    EXPECT_EQ(noisy.bytes(), before);
}

TEST(Layout, negative_strides_equal_positive_ones) {
    auto shapes = kinds();
    shapes.push_back(yuv420(31, 23));
    for (Shape shape : shapes) {
        const Picture expected = denoised(noisy_of(shape), quick_params());
        shape.flipped = true;
        const Picture noisy = noisy_of(shape);
        EXPECT_TRUE(same_samples(denoised(noisy, quick_params()), expected)) << to_text(shape);
        shape.flipped = false;
        Picture upright(shape);
        Context context(quick_params());
        ASSERT_EQ(context.process(noisy, &upright), ZSN2N_OK) << context.message();
        EXPECT_TRUE(same_samples(upright, expected)) << to_text(shape) << " from flipped";
    }
}

TEST(Layout, interleaved_equals_planar) {
    for (Shape shape : kinds()) {
        const Picture expected = denoised(noisy_of(shape), quick_params());
        for (const bool flipped : {false, true}) {
            shape.interleaved = true;
            shape.flipped = flipped;
            EXPECT_TRUE(same_samples(denoised(noisy_of(shape), quick_params()), expected))
                << to_text(shape);
        }
    }
}

// Pixels that count for nothing among them.
TEST(Layout, byte_order_and_unused_bits_do_not_matter) {
    Shape rgba = shape_of(30, 22, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U16);
    rgba.alpha = true;
    Shape ten = yuv420(31, 23, ZSN2N_SAMPLE_U16);
    ten.bits = 10;
    Shape wide = shape_of(1100, 9, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U16);
    wide.bits = 12;
    Shape graya = shape_of(30, 22, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    graya.alpha = true;
    const auto noisy_with_holes = [](const Shape &shape) {
        Picture picture = noisy_of(shape);
        if (shape.alpha) {
            for (int i = 0; i < 20; ++i) picture.set(picture.planes() - 1, i, i, 0);
        }
        if (shape.sample == ZSN2N_SAMPLE_F32) picture.set(0, 9, 3, 1e20);
        return picture;
    };
    for (const Shape &like : {rgba, ten, wide, graya}) {
        const Picture expected = denoised(noisy_with_holes(like), quick_params());
        for (const bool big : {false, true}) {
            for (const bool interleaved : {false, true}) {
                for (const int unused : {0, like.bits == 32 ? 0 : 16 - like.bits}) {
                    Shape shape = like;
                    shape.big_endian = big;
                    shape.interleaved = interleaved && like.shift_x == 0;
                    shape.unused_bits = unused;
                    const Picture noisy = noisy_with_holes(shape);
                    const Picture result = denoised(noisy, quick_params());
                    EXPECT_TRUE(same_samples(result, expected)) << to_text(shape);
                    Picture in_place(noisy);
                    Context context(quick_params());
                    ASSERT_EQ(context.process(in_place, &in_place), ZSN2N_OK);
                    EXPECT_TRUE(same_samples(in_place, expected)) << to_text(shape);
                }
            }
        }
    }
}

// What is computed has zeros there, as P010 wants it.
TEST(Layout, unused_bits_become_0) {
    Shape shape = yuv420(30, 22, ZSN2N_SAMPLE_U16);
    shape.bits = 10;
    shape.unused_bits = 6;
    const Picture result = denoised(noisy_of(shape), quick_params());
    const zsn2n_image image = result.image();
    for (int i = 0; i < 30 * 22; ++i) {
        const auto *row = reinterpret_cast<const uint16_t *>(
            static_cast<const uint8_t *>(image.plane[0].data) + i / 30 * image.plane[0].row_stride);
        ASSERT_EQ(row[i % 30] & 63, 0) << i;
    }
}

TEST(Layout, integers_are_the_rounded_floats) {
    Picture codes(shape_of(30, 22, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U16));
    codes.fill_noisy(22);
    Picture floats(shape_of(30, 22, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    const auto each = [&](auto &&visit) {
        for (int p = 0; p < 3; ++p) {
            for (int y = 0; y < 22; ++y) {
                for (int x = 0; x < 30; ++x) visit(p, x, y);
            }
        }
    };
    // The engine's own scaling to the bit: training makes a difference in the last place visible.
    each([&](int p, int x, int y) {
        floats.set(p, x, y, static_cast<float>(codes.get(p, x, y)) * (1.0f / 65535.0f));
    });
    const Picture from_codes = denoised(codes, quick_params());
    const Picture from_floats = denoised(floats, quick_params());
    double error = 0;
    each([&](int p, int x, int y) {
        const double clamped = std::min(1.0, std::max(0.0, from_floats.get(p, x, y)));
        error = std::max(error, std::abs(clamped * 65535 - from_codes.get(p, x, y)));
    });
    // Half a code by rounding.
    EXPECT_LT(error, 0.51);
}
