// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"

namespace {

using zsn2n::NoiseModel;
using zsn2n::NoiseTable;

NoiseModel model(double a, double b, bool clipped) {
    NoiseModel noise;
    for (int c = 0; c < 3; ++c) {
        noise.curve.a[c] = a;
        noise.curve.b[c] = b;
        noise.clipping[c] = {clipped, clipped};
    }
    return noise;
}

TEST(NoiseTableTest, WithoutClippingIsTheCurve) {
    const NoiseTable table = make_noise_table(model(0.02, 0.001, false));
    for (const float mean : {0.0f, 0.3f, 0.77f, 1.0f}) {
        EXPECT_NEAR(NoiseTable::at(table.variance[1], mean), 0.02 * mean + 0.001, 1e-7);
        EXPECT_NEAR(NoiseTable::at(table.clean[2], mean), mean, 1e-6);
    }
    EXPECT_EQ(NoiseTable::at(table.variance[0], -3.0f), table.variance[0][0]);
    EXPECT_EQ(NoiseTable::at(table.variance[0], 7.0f), table.variance[0][NoiseTable::kEntries - 1]);
}

TEST(NoiseTableTest, UndoesClipping) {
    const double sigma = 50.0 / 255;
    const NoiseTable table = make_noise_table(model(0, sigma * sigma, true));
    for (const double clean : {0.02, 0.1, 0.5, 0.93}) {
        zsn2n::Rng rng(4, 4);
        double sum = 0, square = 0;
        const int count = 200000;
        for (int i = 0; i < count; ++i) {
            const double v = std::clamp(clean + sigma * rng.normal(), 0.0, 1.0);
            sum += v;
            square += v * v;
        }
        const double mean = sum / count;
        EXPECT_NEAR(NoiseTable::at(table.clean[0], static_cast<float>(mean)), clean, 4e-3);
        EXPECT_NEAR(NoiseTable::at(table.variance[0], static_cast<float>(mean)),
                    square / count - mean * mean, 3e-4);
    }
}

TEST(NoiseTableTest, OfNoNoiseIsNearlyNone) {
    for (const bool clipped : {false, true}) {
        const NoiseTable table = make_noise_table(model(0, 0, clipped));
        for (int i = 0; i < NoiseTable::kEntries; ++i) {
            EXPECT_GT(table.variance[0][i], 0.0f);
            EXPECT_LT(table.variance[0][i], 1e-5f);
            EXPECT_NEAR(table.clean[0][i], i / 255.0, 3e-3);
        }
    }
}

}  // namespace
