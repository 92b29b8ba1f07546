// SPDX-License-Identifier: BSD-2-Clause
// NaN and infinity are refused with their place; nothing is written and the warm state survives.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "picture.h"

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST(Nonfinite, is_refused_with_its_place) {
    for (const float bad : {kNan, kInfinity, -kInfinity}) {
        for (int plane = 0; plane < 3; ++plane) {
            Picture noisy(shape_of(40, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
            noisy.fill_noisy(3);
            noisy.set(plane, 37, 29, bad);
            Picture result(noisy.shape());
            const auto before = result.bytes();
            Context context(quick_params(1));
            EXPECT_EQ(context.process(noisy, &result), ZSN2N_INVALID_ARGUMENT) << bad;
            EXPECT_EQ(result.bytes(), before);
            EXPECT_NE(context.message().find("37"), std::string::npos) << context.message();
            EXPECT_NE(context.message().find("29"), std::string::npos) << context.message();
        }
    }
}

TEST(Nonfinite, in_place_leaves_the_picture) {
    Picture noisy(shape_of(20, 20, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32));
    noisy.fill_noisy(3);
    noisy.set(0, 0, 0, kNan);
    const auto before = noisy.bytes();
    Context context(quick_params(1));
    EXPECT_EQ(context.process(noisy, &noisy), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(noisy.bytes(), before);
}

TEST(Nonfinite, leaves_the_warm_state) {
    const Shape shape = shape_of(40, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    Picture first(shape), second(shape), bad(shape);
    first.fill_noisy(1);
    second.fill_noisy(2);
    bad.fill_noisy(3);
    bad.set(2, 5, 5, kInfinity);
    Picture expected(shape), result(shape);
    Context calm(quick_params()), disturbed(quick_params());
    ASSERT_EQ(calm.process(first, &expected), ZSN2N_OK);
    ASSERT_EQ(calm.process(second, &expected), ZSN2N_OK);
    ASSERT_EQ(disturbed.process(first, &result), ZSN2N_OK);
    ASSERT_EQ(disturbed.process(bad, &result), ZSN2N_INVALID_ARGUMENT);
    ASSERT_EQ(disturbed.process(second, &result), ZSN2N_OK);
    EXPECT_EQ(disturbed.stats().warm, 1);
    EXPECT_TRUE(same_samples(expected, result));
}

TEST(Nonfinite, values_far_beyond_the_nominal_range_give_finite_results) {
    Picture noisy(shape_of(24, 24, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    noisy.fill_noisy(4);
    for (int i = 0; i < 24; ++i) noisy.set(0, i, i, i % 2 ? 100.0 : -50.0);
    const Picture result = denoised(noisy, quick_params(20));
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < 24; ++y) {
            for (int x = 0; x < 24; ++x) {
                ASSERT_TRUE(std::isfinite(result.get(p, x, y))) << p << " " << x << " " << y;
            }
        }
    }
}
