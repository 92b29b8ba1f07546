// SPDX-License-Identifier: BSD-2-Clause
// How many steps a first image takes where none are asked for.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "picture.h"

namespace {

const Shape kShape = shape_of(216, 216, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);

// Nothing but noise.
Picture flat() {
    Picture picture(kShape);
    uint64_t i = 0;
    for (int y = 0; y < kShape.height; ++y) {
        for (int x = 0; x < kShape.width; ++x) {
            picture.set(0, x, y, 0.4 + 0.2 * uniform(5, i++));
        }
    }
    return picture;
}

// Little noise and much to learn: texture of no one pattern.
Picture textured() {
    Picture picture(kShape);
    uint64_t i = 0;
    for (int y = 0; y < kShape.height; ++y) {
        for (int x = 0; x < kShape.width; ++x) {
            const double block = uniform(6, static_cast<uint64_t>((y / 8) * 27 + x / 8));
            const bool stripe =
                ((block < 0.5 ? x : y) / (block < 0.25 || block > 0.75 ? 2 : 3)) % 2;
            picture.set(0, x, y, 0.3 + 0.3 * block + 0.2 * stripe + 0.02 * uniform(7, i++));
        }
    }
    return picture;
}

zsn2n_params params_of(int preset, int steps, int threads) {
    zsn2n_params params = quick_params(steps);
    params.preset = preset;
    params.threads = threads;
    return params;
}

int steps_for(const Picture &noisy, const zsn2n_params &params) {
    Context context(params);
    Picture result(kShape);
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    return context.stats().steps;
}

}  // namespace

TEST(EarlyStop, an_easy_picture_takes_fewer_steps_than_a_hard_one) {
    const zsn2n_params params = params_of(ZSN2N_PRESET_SLOW, 0, 2);
    const int easy = steps_for(flat(), params), hard = steps_for(textured(), params);
    EXPECT_LT(easy, 2700);
    EXPECT_GT(easy, 600);
    EXPECT_LE(hard, 3000);
    EXPECT_LT(easy, hard);
}

TEST(EarlyStop, steps_asked_for_and_those_of_fast_are_taken) {
    EXPECT_EQ(steps_for(flat(), params_of(ZSN2N_PRESET_MEDIUM, 1000, 2)), 1000);
    EXPECT_EQ(steps_for(flat(), params_of(ZSN2N_PRESET_FAST, 0, 2)), 450);
}

TEST(EarlyStop, threads_change_neither_steps_nor_bits) {
    const Picture noisy = flat();
    std::vector<uint8_t> bytes[2];
    int steps[2];
    for (const int i : {0, 1}) {
        Context context(params_of(ZSN2N_PRESET_MEDIUM, 0, i ? 3 : 1));
        Picture result(kShape);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
        bytes[i] = result.bytes();
        steps[i] = context.stats().steps;
    }
    EXPECT_LT(steps[0], 1000);
    EXPECT_EQ(steps[0], steps[1]);
    EXPECT_EQ(bytes[0], bytes[1]);
}

TEST(EarlyStop, progress_stays_monotone_and_the_next_image_is_warm) {
    std::vector<double> fractions;
    const zsn2n_callbacks callbacks = {
        &fractions, nullptr, [](void *user, double fraction) {
            static_cast<std::vector<double> *>(user)->push_back(fraction);
            return 0;
        }};
    zsn2n_params params = params_of(ZSN2N_PRESET_MEDIUM, 0, 2);
    Context context(params, &callbacks);
    const Picture noisy = flat();
    Picture result(kShape);
    ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    EXPECT_LT(context.stats().steps, 1000);
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    EXPECT_EQ(fractions.back(), 1.0);
    ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    EXPECT_EQ(context.stats().warm, 1);
    EXPECT_EQ(context.stats().steps, params.warm_steps);
}
