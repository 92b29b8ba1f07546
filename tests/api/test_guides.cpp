// SPDX-License-Identifier: BSD-2-Clause
// guides=pilot keeps every promise that the network alone keeps.
#include <gtest/gtest.h>

#include "picture.h"

namespace {

// Room for lessons, more than one region of them, and tall enough for strips.
constexpr int kWidth = 90, kHeight = 1300;

Shape tall(zsn2n_sample sample) {
    return shape_of(kWidth, kHeight, ZSN2N_COLOR_RGB, sample);
}

Picture noisy_of(const Shape &shape, uint64_t seed = 5) {
    Picture picture(shape);
    picture.fill_noisy(seed);
    if (!shape.alpha) return picture;
    for (int y = 40; y < shape.height; y += 3) {
        for (int x = y % 7; x < shape.width; x += 7) picture.set(picture.planes() - 1, x, y, 0);
    }
    return picture;
}

struct CancelAt {
    double fraction;
    static int tell(void *user, double now) {
        return now >= static_cast<CancelAt *>(user)->fraction;
    }
};

}  // namespace

TEST(Guides, threads_do_not_change_the_bits) {
    const Shape shape = shape_of(200, 230, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    const Picture noisy = noisy_of(shape);
    zsn2n_params params = guided_params();
    params.threads = 1;
    const Picture one = denoised(noisy, params);
    for (const int threads : {2, 3, 5}) {
        params.threads = threads;
        EXPECT_TRUE(same_samples(one, denoised(noisy, params))) << threads;
    }
}

TEST(Guides, strips_give_the_bits_of_the_whole) {
    for (const zsn2n_sample sample : {ZSN2N_SAMPLE_U8, ZSN2N_SAMPLE_F32}) {
        for (const bool alpha : {false, true}) {
            Shape shape = tall(sample);
            shape.alpha = alpha;
            const Picture noisy = noisy_of(shape), next = noisy_of(shape, 6);
            zsn2n_params params = guided_params();
            Picture whole(shape), whole_next(shape), strips(shape), strips_next(shape);
            Context in_memory(params);
            ASSERT_EQ(in_memory.process(noisy, &whole), ZSN2N_OK);
            const uint64_t held = in_memory.stats().memory_bytes;
            ASSERT_EQ(in_memory.process(next, &whole_next), ZSN2N_OK);
            const zsn2n_image image = noisy.image();
            params.memory_cap = 1;
            params.memory_cap = zsn2n_memory_required(&params, &image);
            ASSERT_LT(params.memory_cap, held);
            Context capped(params);
            ASSERT_EQ(capped.process(noisy, &strips), ZSN2N_OK) << capped.message();
            EXPECT_TRUE(same_samples(whole, strips)) << to_text(shape);
            ASSERT_EQ(capped.process(next, &strips_next), ZSN2N_OK) << capped.message();
            EXPECT_TRUE(same_samples(whole_next, strips_next)) << to_text(shape);
        }
    }
}

TEST(Guides, transparent_pixels_are_copied_and_have_no_say) {
    Shape shape = shape_of(150, 180, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    shape.alpha = true;
    Picture a = noisy_of(shape), b = a;
    const int alpha = a.planes() - 1;
    for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x) {
            if (a.get(alpha, x, y) != 0) continue;
            for (int p = 0; p < alpha; ++p) b.set(p, x, y, 0.25);
        }
    }
    const Picture from_a = denoised(a, guided_params()), from_b = denoised(b, guided_params());
    for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x) {
            const bool transparent = a.get(alpha, x, y) == 0;
            ASSERT_EQ(from_b.get(0, x, y), transparent ? 0.25 : from_a.get(0, x, y));
        }
    }
}

TEST(Guides, the_first_image_trains_and_later_ones_have_a_pilot_of_their_own) {
    const Shape shape = shape_of(220, 210, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    Context context(guided_params());
    Picture result(shape);
    ASSERT_EQ(context.process(noisy_of(shape, 1), &result), ZSN2N_OK);
    EXPECT_EQ(context.stats().steps, 6);
    ASSERT_EQ(context.process(noisy_of(shape, 2), &result), ZSN2N_OK);
    EXPECT_EQ(context.stats().steps, 0);
    EXPECT_EQ(context.stats().warm, 1);
    // Far from what the first image's noise would make of it.
    EXPECT_FALSE(same_samples(result, denoised(noisy_of(shape, 1), guided_params())));
}

TEST(Guides, another_choice_starts_afresh) {
    const Shape shape = shape_of(220, 210, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    const Picture noisy = noisy_of(shape, 1);
    Context context(guided_params());
    Picture result(shape);
    for (const int guides :
         {ZSN2N_GUIDES_NONE, ZSN2N_GUIDES_DCT, ZSN2N_GUIDES_PILOT, ZSN2N_GUIDES_QUICK}) {
        zsn2n_params params = guided_params();
        params.guides = guides;
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
        ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
        EXPECT_EQ(context.stats().warm, 0) << guides;
        EXPECT_TRUE(same_samples(result, denoised(noisy, params))) << guides;
    }
}

TEST(Guides, large_images_take_no_network) {
    const Shape shape = shape_of(2100, 2000, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
    const Picture noisy = noisy_of(shape);
    zsn2n_params params = guided_params(0);
    params.guides = ZSN2N_GUIDES_AUTO;
    Context chosen(params);
    Picture result(shape);
    ASSERT_EQ(chosen.process(noisy, &result), ZSN2N_OK);
    EXPECT_EQ(chosen.stats().steps, 0);
    params.preset = ZSN2N_PRESET_FAST;
    EXPECT_FALSE(same_samples(result, denoised(noisy, params)));
    params.guides = ZSN2N_GUIDES_PILOT;
    EXPECT_TRUE(same_samples(result, denoised(noisy, params)));
    params = guided_params(3);
    params.guides = ZSN2N_GUIDES_AUTO;
    Context asked_for(params);
    ASSERT_EQ(asked_for.process(noisy, &result), ZSN2N_OK);
    EXPECT_EQ(asked_for.stats().steps, 3);
}

TEST(Guides, a_cancel_leaves_everything_as_before) {
    const Shape shape = shape_of(300, 260, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U16);
    const Picture noisy = noisy_of(shape);
    for (const double fraction : {0.0, 0.3, 0.8}) {
        CancelAt at{fraction};
        const zsn2n_callbacks callbacks{&at, nullptr, CancelAt::tell};
        Context context(guided_params(100), &callbacks);
        Picture result(shape);
        const auto before = result.bytes();
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_CANCELLED) << fraction;
        EXPECT_EQ(result.bytes(), before);
        at.fraction = 2;
        EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK);
    }
}

TEST(Guides, every_size_and_color_is_taken) {
    for (const zsn2n_color color : {ZSN2N_COLOR_GRAY, ZSN2N_COLOR_RGB, ZSN2N_COLOR_YUV}) {
        for (const auto &size : {std::pair<int, int>{4, 4}, {5, 90}, {31, 7}, {100, 99}}) {
            const Shape shape = shape_of(size.first, size.second, color, ZSN2N_SAMPLE_F32);
            const Picture result = denoised(noisy_of(shape), guided_params());
            EXPECT_TRUE(result.padding_untouched()) << to_text(shape);
        }
    }
}

TEST(Guides, presets_choose_and_the_published_one_takes_none) {
    zsn2n_params params = guided_params();
    char message[256];
    params.preset = ZSN2N_PRESET_PAPER;
    EXPECT_EQ(zsn2n_params_validate(&params, message, sizeof message), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(std::string(message).find("guides=none"), std::string::npos) << message;
    zsn2n_context *context = nullptr;
    EXPECT_EQ(zsn2n_create(&context, &params, nullptr), ZSN2N_INVALID_ARGUMENT);

    const Shape shape = shape_of(64, 64, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    const Picture noisy = noisy_of(shape);
    for (const int preset : {ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_PAPER}) {
        params.preset = preset;
        params.steps = 5;
        params.guides = ZSN2N_GUIDES_AUTO;
        const Picture chosen = denoised(noisy, params);
        params.guides = preset == ZSN2N_PRESET_PAPER ? ZSN2N_GUIDES_NONE : ZSN2N_GUIDES_PILOT;
        EXPECT_TRUE(same_samples(chosen, denoised(noisy, params))) << preset;
    }
}
