// SPDX-License-Identifier: BSD-2-Clause
#include "noise/sample_values.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace zsn2n;

// More pixels than are looked at, and an odd size.
constexpr int kWidth = 301, kHeight = 127;
constexpr double kCode = 1.0 / 255;

template <typename Value>
Planes planes_of(int channels, const Value &value) {
    Planes planes(kWidth, kHeight, channels);
    for (int c = 0; c < channels; ++c)
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x)
                planes.view().at(x, y, c) = static_cast<float>(value(x, y, c));
    return planes;
}

TEST(SampleValues, AreGreyWhereRedGreenAndBlueAreTheSame) {
    const auto ramp = [](int x, int y, int) { return (x + y) / 500.0; };
    EXPECT_TRUE(is_grey(planes_of(3, ramp).view()));
    // A code in one channel of every eighth row.
    for (const int changed : {0, 1, 2}) {
        const auto tinted = [&](int x, int y, int c) {
            return ramp(x, y, c) + (c == changed && y % 8 == 0 ? kCode : 0);
        };
        EXPECT_FALSE(is_grey(planes_of(3, tinted).view())) << changed;
    }
}

// Steps of a width w make noise of a variance of w squared over 12.
TEST(SampleValues, HaveFewLevelsWhereTheStepsAreWide) {
    for (const int levels : {4, 16, 256}) {
        const double step = 1.0 / levels;
        const Planes planes =
            planes_of(1, [&](int x, int y, int) { return (x * 7 + y * 3) % levels * step; });
        EXPECT_TRUE(few_levels(planes.view(), 5 * step * step / 12)) << levels;
        EXPECT_FALSE(few_levels(planes.view(), 20 * step * step / 12)) << levels;
    }
}

}  // namespace
