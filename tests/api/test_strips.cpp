// SPDX-License-Identifier: BSD-2-Clause
// Images over the memory cap are worked on in strips: the same bits in less memory.
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>

#include "picture.h"

namespace {

uint64_t required(zsn2n_params params, const Picture &picture, uint64_t cap) {
    params.memory_cap = cap;
    const zsn2n_image image = picture.image();
    return zsn2n_memory_required(&params, &image);
}

// The least that a picture can be denoised with.
uint64_t least(const zsn2n_params &params, const Picture &picture) {
    return required(params, picture, 1);
}

Picture noisy_of(const Shape &shape, uint64_t seed = 81) {
    Picture picture(shape);
    picture.fill_noisy(seed);
    if (!shape.alpha) return picture;
    // Scattered pixels, and an area whose middle has no neighbour to be filled from.
    const int alpha = picture.planes() - 1;
    for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x) {
            const bool area = x > shape.width / 3 && y > 20 && y < 75;
            if (area || uniform(seed, y * shape.width + x) < 0.1) picture.set(alpha, x, y, 0);
        }
    }
    return picture;
}

void expect_same_bits(const Shape &shape, zsn2n_params params) {
    const Picture first = noisy_of(shape, 81), second = noisy_of(shape, 82);
    const uint64_t whole = required(params, first, 0), few = least(params, first);
    ASSERT_LT(few, whole) << to_text(shape);
    Picture expected(shape), warm_expected(shape);
    Context in_memory(params);
    ASSERT_EQ(in_memory.process(first, &expected), ZSN2N_OK) << in_memory.message();
    ASSERT_EQ(in_memory.process(second, &warm_expected), ZSN2N_OK) << in_memory.message();
    for (const uint64_t cap : {few, few + (whole - few) / 3, whole - 1}) {
        params.memory_cap = cap;
        Context context(params);
        Picture result(shape), warm_result(shape);
        ASSERT_EQ(context.process(first, &result), ZSN2N_OK) << context.message();
        EXPECT_LE(context.stats().memory_bytes, cap);
        EXPECT_EQ(context.stats().memory_bytes, required(params, first, cap));
        EXPECT_GT(context.stats().loss, 0);
        EXPECT_TRUE(same_samples(expected, result)) << to_text(shape) << " within " << cap;
        EXPECT_TRUE(result.padding_untouched()) << to_text(shape);
        ASSERT_EQ(context.process(second, &warm_result), ZSN2N_OK) << context.message();
        EXPECT_EQ(context.stats().warm, 1);
        EXPECT_TRUE(same_samples(warm_expected, warm_result)) << to_text(shape) << ", warm";
    }
}

Shape with_alpha(Shape shape) {
    shape.alpha = true;
    return shape;
}

}  // namespace

TEST(Strips, give_the_bits_of_the_whole) {
    Shape interleaved = shape_of(131, 101, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U16);
    interleaved.interleaved = interleaved.flipped = true;
    Shape quarter = yuv420(150, 211, ZSN2N_SAMPLE_U16);
    quarter.bits = 10;
    quarter.shift_x = quarter.shift_y = 2;
    for (const Shape &shape :
         {shape_of(131, 101, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8), interleaved,
          shape_of(70, 257, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
          shape_of(301, 64, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32), yuv420(161, 141), quarter}) {
        expect_same_bits(shape, quick_params());
    }
}

TEST(Strips, give_the_bits_of_the_whole_with_alpha) {
    Shape interleaved = with_alpha(shape_of(97, 130, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8));
    interleaved.interleaved = true;
    for (const Shape &shape :
         {interleaved, with_alpha(shape_of(131, 101, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)),
          with_alpha(yuv420(161, 141))}) {
        expect_same_bits(shape, quick_params());
    }
}

TEST(Strips, give_the_bits_of_the_whole_with_every_preset_and_backend) {
    const Shape shape = shape_of(120, 150, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    for (const int preset : {ZSN2N_PRESET_FAST, ZSN2N_PRESET_SLOW}) {
        zsn2n_params params = quick_params();
        params.preset = preset;
        expect_same_bits(shape, params);
    }
    zsn2n_params params = quick_params();
    params.backend = ZSN2N_BACKEND_HALIDE;
    expect_same_bits(shape, params);
    params.strength = 0.4;
    params.planes = 5;
    params.threads = 3;
    expect_same_bits(shape, params);
}

TEST(Strips, give_the_bits_of_the_whole_with_detail_given_back) {
    for (zsn2n_params params : {quick_params(), guided_params()}) {
        params.luma = 0.8;
        params.detail = 0.7;
        const bool guided = params.guides != ZSN2N_GUIDES_NONE;
        const int width = guided ? 256 : 131, height = guided ? 1000 : 600;
        expect_same_bits(shape_of(width, height, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32), params);
        expect_same_bits(with_alpha(shape_of(width, height + 1, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8)),
                         params);
    }
}

TEST(Strips, copy_what_is_not_denoised) {
    zsn2n_params params = quick_params();
    params.planes = 1;
    const Picture noisy = noisy_of(yuv420(161, 141));
    params.memory_cap = least(params, noisy);
    const Picture result = denoised(noisy, params);
    EXPECT_FALSE(same_plane(noisy, result, 0));
    EXPECT_TRUE(same_plane(noisy, result, 1));
    EXPECT_TRUE(same_plane(noisy, result, 2));
}

TEST(Strips, need_a_destination_of_their_own) {
    Picture noisy = noisy_of(shape_of(131, 201, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8));
    const auto before = noisy.bytes();
    zsn2n_params params = quick_params();
    const uint64_t whole = required(params, noisy, 0);
    params.memory_cap = whole - 1;
    Context context(params);
    EXPECT_EQ(context.process(noisy, &noisy), ZSN2N_OUT_OF_MEMORY);
    EXPECT_EQ(noisy.bytes(), before);
    for (const std::string &word : {std::string("memory_cap"), std::string("in place"),
                                    std::string("dst apart from src"), std::to_string(whole)}) {
        EXPECT_NE(context.message().find(word), std::string::npos) << context.message();
    }
    params.memory_cap = whole;
    ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
    EXPECT_EQ(context.process(noisy, &noisy), ZSN2N_OK) << context.message();
}

TEST(Strips, below_the_least_cap_the_error_names_it) {
    const Picture noisy = noisy_of(shape_of(131, 201, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    Picture result(noisy.shape());
    const auto before = result.bytes();
    zsn2n_params params = quick_params();
    const uint64_t few = least(params, noisy);
    for (const uint64_t cap : {uint64_t{1}, few - 1}) {
        params.memory_cap = cap;
        Context context(params);
        EXPECT_EQ(context.process(noisy, &result), ZSN2N_OUT_OF_MEMORY);
        EXPECT_NE(context.message().find(std::to_string(few)), std::string::npos)
            << context.message();
        EXPECT_EQ(result.bytes(), before);
    }
}

TEST(Strips, are_not_for_the_published_method) {
    const Picture noisy = noisy_of(shape_of(131, 201, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8));
    Picture result(noisy.shape());
    zsn2n_params params = quick_params(1);
    params.preset = ZSN2N_PRESET_PAPER;
    params.memory_cap = required(params, noisy, 0) - 1;
    Context context(params);
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_OUT_OF_MEMORY);
    EXPECT_NE(context.message().find("whole image"), std::string::npos) << context.message();
}

TEST(Strips, find_a_nan_in_the_last_row_before_anything_is_written) {
    Picture noisy = noisy_of(shape_of(131, 201, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    Picture result(noisy.shape());
    zsn2n_params params = quick_params();
    params.memory_cap = least(params, noisy);
    Context context(params);
    ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    const auto before = result.bytes();
    noisy.set(2, 130, 200, std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(context.message().find("(130, 200)"), std::string::npos) << context.message();
    EXPECT_EQ(result.bytes(), before);
}

// A sanitizer's own memory would be counted.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

uint64_t anonymous_bytes() {
    uint64_t kilobytes = 0;
    std::FILE *file = std::fopen("/proc/self/status", "r");
    char line[256];
    while (file && std::fgets(line, sizeof line, file)) {
        if (std::sscanf(line, "RssAnon: %lu", &kilobytes) == 1) break;
    }
    if (file) std::fclose(file);
    return kilobytes * 1024;
}

struct Peak {
    uint64_t bytes = 0;
    static int look(void *user, double) {
        auto *self = static_cast<Peak *>(user);
        self->bytes = std::max(self->bytes, anonymous_bytes());
        return 0;
    }
};

}  // namespace

TEST(Strips, hold_what_they_say) {
    Peak peak;
    const zsn2n_callbacks callbacks = {&peak, nullptr, Peak::look};
    const Picture noisy = noisy_of(shape_of(1500, 1000, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    Picture result(noisy);  // its memory touched
    zsn2n_params params = quick_params(20);
    ASSERT_GT(required(params, noisy, 0), uint64_t{46} << 20);
    // oneDNN's Winograd asks for memory that it does not touch.
    for (const bool halide : {false, true}) {
        for (const uint64_t mebibytes : {40, 44, 0}) {
            params.backend = halide ? ZSN2N_BACKEND_HALIDE : ZSN2N_BACKEND_AUTO;
            params.memory_cap = mebibytes << 20;
            malloc_trim(0);  // what others left
            const uint64_t before = anonymous_bytes();
            ASSERT_GT(before, uint64_t{34} << 20);  // both pictures
            peak.bytes = before;
            Context context(params, &callbacks);
            for (int image = 0; image < 2; ++image) {
                ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
            }
            const uint64_t said = context.stats().memory_bytes;
            EXPECT_LE(peak.bytes - before, said + (uint64_t{3} << 20)) << mebibytes;
            if (halide) {
                EXPECT_GE(peak.bytes - before, said / 2) << mebibytes;
            }
        }
    }
}

#endif
