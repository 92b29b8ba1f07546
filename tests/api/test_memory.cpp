// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <string>

#include "picture.h"

TEST(MemoryRequired, grows_with_the_image_and_bounds_what_was_held) {
    uint64_t last = 0;
    for (const int side : {16, 64, 256}) {
        const Shape shape = shape_of(side, side, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(61);
        const zsn2n_image image = noisy.image();
        const zsn2n_params params = quick_params(1);
        const uint64_t required = zsn2n_memory_required(&params, &image);
        EXPECT_GT(required, last) << side;
        last = required;
        Context context(params);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
        EXPECT_LE(context.stats().memory_bytes, required) << side;
    }
}

TEST(MemoryRequired, is_zero_for_what_is_not_taken) {
    zsn2n_params params = quick_params();
    zsn2n_image image;
    zsn2n_image_init(&image, 3, 5000, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    EXPECT_EQ(zsn2n_memory_required(&params, &image), 0u);
    zsn2n_image_init(&image, 64, 64, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    EXPECT_GT(zsn2n_memory_required(&params, &image), 0u);
    EXPECT_EQ(zsn2n_memory_required(nullptr, &image), 0u);
    EXPECT_EQ(zsn2n_memory_required(&params, nullptr), 0u);
}

TEST(MemoryCap, too_small_is_refused_in_words) {
    for (const int preset :
         {ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_PAPER, ZSN2N_PRESET_FAST, ZSN2N_PRESET_SLOW}) {
        const Shape shape = shape_of(128, 128, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(62);
        const auto before = result.bytes();
        zsn2n_params params = quick_params(1);
        params.preset = preset;
        params.memory_cap = 1024;
        Context context(params);
        EXPECT_EQ(context.process(noisy, &result), ZSN2N_OUT_OF_MEMORY);
        EXPECT_NE(context.message().find("memory_cap"), std::string::npos) << context.message();
        EXPECT_EQ(result.bytes(), before);
        const zsn2n_image image = noisy.image();
        params.memory_cap = zsn2n_memory_required(&params, &image);
        ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK) << context.message();
        EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    }
}

// Nothing is allocated before the size is known to fit.
TEST(MemoryCap, a_huge_image_in_place_is_refused_at_once) {
    zsn2n_image image;
    zsn2n_image_init(&image, 65535, 65535, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    static float pixel[3];  // what an engine that looked past the size would run off
    for (int i = 0; i < 3; ++i) image.plane[i] = {&pixel[i], 65535 * 4, 4};
    zsn2n_image dst = image;
    zsn2n_params params = quick_params(1);
    EXPECT_GT(zsn2n_memory_required(&params, &image), uint64_t{1} << 35);
    params.memory_cap = uint64_t{1} << 30;
    EXPECT_LE(zsn2n_memory_required(&params, &image), params.memory_cap);  // in strips
    Context context(params);
    EXPECT_EQ(zsn2n_process(context.get(), &image, &dst), ZSN2N_OUT_OF_MEMORY);
    EXPECT_NE(context.message().find("memory_cap"), std::string::npos) << context.message();
}
