// SPDX-License-Identifier: BSD-2-Clause
// What starts afresh, what goes on from the image before, and what the stats say of it.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "picture.h"

namespace {

const Shape kShape = shape_of(40, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);

Picture noisy_of(uint64_t seed, const Shape &shape = kShape) {
    Picture picture(shape);
    picture.fill_noisy(seed);
    return picture;
}

zsn2n_stats process(Context *context, uint64_t seed, const Shape &shape = kShape) {
    Picture result(shape);
    EXPECT_EQ(context->process(noisy_of(seed, shape), &result), ZSN2N_OK) << context->message();
    return context->stats();
}

// Whether the second image is warm when the settings change in between.
int warm_after(const std::function<void(zsn2n_params *)> &change, const Shape &shape = kShape) {
    zsn2n_params params = quick_params();
    params.precision = ZSN2N_PRECISION_F32;
    Context context(params);
    process(&context, 1, shape);
    change(&params);
    EXPECT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK) << context.message();
    return process(&context, 2, shape).warm;
}

}  // namespace

TEST(WarmStart, stats_tell_first_from_later) {
    zsn2n_params params = quick_params(7);
    params.warm_steps = 3;
    Context context(params);
    const zsn2n_stats first = process(&context, 1);
    EXPECT_EQ(first.warm, 0);
    EXPECT_EQ(first.steps, 7);
    EXPECT_EQ(first.threads, 2);
    EXPECT_GT(first.loss, 0);
    EXPECT_TRUE(std::isfinite(first.loss));
    EXPECT_GT(first.train_seconds, 0);
    EXPECT_GT(first.infer_seconds, 0);
    EXPECT_GT(first.memory_bytes, 0u);
    EXPECT_TRUE(first.backend == ZSN2N_BACKEND_HALIDE || first.backend == ZSN2N_BACKEND_ONEDNN);
    EXPECT_TRUE(first.precision == ZSN2N_PRECISION_F32 || first.precision == ZSN2N_PRECISION_BF16);
    const zsn2n_stats second = process(&context, 2);
    EXPECT_EQ(second.warm, 1);
    EXPECT_EQ(second.steps, 3);
}

TEST(WarmStart, presets_have_steps_of_their_own) {
    zsn2n_params params = quick_params(0);
    Context medium(params);
    EXPECT_EQ(process(&medium, 1, shape_of(16, 16, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32)).steps, 800);
    params.preset = ZSN2N_PRESET_PAPER;
    Context paper(params);
    EXPECT_EQ(process(&paper, 1, shape_of(16, 16, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32)).steps, 2000);
}

TEST(WarmStart, goes_on_learning) {
    zsn2n_params params = quick_params(10);
    params.warm_steps = 60;
    Context context(params);
    const double first = process(&context, 1).loss;
    double last = first;
    for (int i = 0; i < 4; ++i) last = process(&context, 2 + i).loss;
    EXPECT_LT(last, 0.9 * first);
}

TEST(WarmStart, reset_and_another_shape_start_afresh) {
    Context context(quick_params());
    process(&context, 1);
    zsn2n_reset(context.get());
    EXPECT_EQ(process(&context, 2).warm, 0);
    EXPECT_EQ(process(&context, 3).warm, 1);
    for (Shape shape : {shape_of(41, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
                        shape_of(40, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8),
                        shape_of(40, 30, ZSN2N_COLOR_YUV, ZSN2N_SAMPLE_F32), kShape}) {
        EXPECT_EQ(process(&context, 4, shape).warm, 0) << to_text(shape);
        EXPECT_EQ(process(&context, 5, shape).warm, 1) << to_text(shape);
    }
}

TEST(WarmStart, reset_gives_a_first_images_bits) {
    Context context(quick_params());
    Picture first(kShape), again(kShape);
    ASSERT_EQ(context.process(noisy_of(1), &first), ZSN2N_OK);
    process(&context, 2);
    zsn2n_reset(context.get());
    ASSERT_EQ(context.process(noisy_of(1), &again), ZSN2N_OK);
    EXPECT_TRUE(same_samples(first, again));
}

TEST(WarmStart, settings_keep_or_drop_it) {
    EXPECT_EQ(warm_after([](zsn2n_params *) {}), 1);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->strength = 0.5; }), 1);
    // Luma is a network of its own; of RGB a part of the planes is another network.
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->planes = 1; }, yuv420(40, 30)), 1);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->steps = 9; }), 1);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->warm_steps = 5; }), 1);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->threads = 3; }), 1);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->memory_cap = uint64_t{1} << 40; }), 1);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->preset = ZSN2N_PRESET_PAPER; }), 0);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->seed = 3; }), 0);
    zsn2n_params bf16 = quick_params();
    bf16.precision = ZSN2N_PRECISION_BF16;
    zsn2n_context *context = nullptr;
    if (zsn2n_create(&context, &bf16, nullptr) == ZSN2N_UNSUPPORTED) return;  // by this CPU
    zsn2n_destroy(&context);
    EXPECT_EQ(warm_after([](zsn2n_params *p) { p->precision = ZSN2N_PRECISION_BF16; }), 0);
}

TEST(WarmStart, refused_settings_change_nothing) {
    Context calm(quick_params()), disturbed(quick_params());
    process(&calm, 1);
    process(&disturbed, 1);
    zsn2n_params bad = quick_params();
    bad.strength = 2;
    EXPECT_EQ(zsn2n_set_params(disturbed.get(), &bad), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(disturbed.message().find("strength"), std::string::npos) << disturbed.message();
    EXPECT_EQ(zsn2n_set_params(disturbed.get(), nullptr), ZSN2N_INVALID_ARGUMENT);
    Picture expected(kShape), result(kShape);
    ASSERT_EQ(calm.process(noisy_of(2), &expected), ZSN2N_OK);
    ASSERT_EQ(disturbed.process(noisy_of(2), &result), ZSN2N_OK);
    EXPECT_TRUE(same_samples(expected, result));
}

TEST(WarmStart, without_steps_the_last_weights_are_used) {
    zsn2n_params params = quick_params(40);
    params.warm_steps = 0;
    Context context(params);
    Picture first(kShape), second(kShape);
    ASSERT_EQ(context.process(noisy_of(1), &first), ZSN2N_OK);
    ASSERT_EQ(context.process(noisy_of(1), &second), ZSN2N_OK);
    EXPECT_EQ(context.stats().warm, 1);
    EXPECT_EQ(context.stats().steps, 0);
    EXPECT_TRUE(same_samples(first, second));
}

TEST(Stats, struct_size_is_checked) {
    Context context(quick_params());
    zsn2n_stats stats{};
    EXPECT_EQ(zsn2n_get_stats(context.get(), &stats), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_get_stats(context.get(), nullptr), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_get_stats(nullptr, &stats), ZSN2N_INVALID_ARGUMENT);
}
