// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/rng.h"

namespace {

using zsn2n::Noise;
using zsn2n::NoiseModel;
using zsn2n::Planes;

NoiseModel model(double a, double b, bool clipped) {
    NoiseModel noise;
    for (int c = 0; c < 3; ++c) {
        noise.curve.a[c] = a;
        noise.curve.b[c] = b;
        noise.clipping[c] = {clipped, clipped};
    }
    return noise;
}

// Of what is observed with that mean in channel c.
float observed(const Noise &noise, double mean, int c) {
    float values[3] = {};
    values[c] = static_cast<float>(mean);
    noise.observe(values, 3, false, 0, 0);
    return values[c];
}

float clean(const Noise &noise, double mean, int c) {
    Planes one(1, 1, 3);
    std::fill_n(one.view().data, 3, static_cast<float>(mean));
    noise.undo_clipping(zsn2n::Team(zsn2n::Pool::shared(1), 1), one.view());
    return one.view().at(0, 0, c);
}

TEST(NoiseTest, WithoutClippingIsTheCurve) {
    const Noise noise(model(0.02, 0.001, false));
    for (const float mean : {0.0f, 0.3f, 0.77f, 1.0f}) {
        EXPECT_NEAR(observed(noise, mean, 1), 0.02 * mean + 0.001, 1e-7);
        EXPECT_NEAR(noise.variance(mean, 1), 0.02 * mean + 0.001, 1e-7);
        EXPECT_EQ(clean(noise, mean, 2), mean);
    }
    EXPECT_EQ(observed(noise, -3, 0), observed(noise, 0, 0));
    EXPECT_EQ(observed(noise, 7, 0), observed(noise, 1, 0));
    EXPECT_EQ(Noise(model(-0.02, 0.001, false)).variance(1.0f, 0), 0.0f);
}

TEST(NoiseTest, UndoesClipping) {
    const double sigma = 50.0 / 255;
    const Noise noise(model(0, sigma * sigma, true));
    for (const double value : {0.02, 0.1, 0.5, 0.93}) {
        zsn2n::Rng rng(4, 4);
        double sum = 0, square = 0;
        const int count = 200000;
        for (int i = 0; i < count; ++i) {
            const double v = std::clamp(value + sigma * rng.normal(), 0.0, 1.0);
            sum += v;
            square += v * v;
        }
        const double mean = sum / count;
        EXPECT_NEAR(clean(noise, mean, 0), value, 4e-3);
        EXPECT_NEAR(observed(noise, mean, 0), square / count - mean * mean, 3e-4);
    }
}

TEST(NoiseTest, OfNoNoiseIsNearlyNone) {
    for (const bool clipped : {false, true}) {
        const Noise noise(model(0, 0, clipped));
        for (int i = 0; i < 256; ++i) {
            const double mean = i / 255.0;
            EXPECT_GT(observed(noise, mean, 0), 0.0f);
            EXPECT_LT(observed(noise, mean, 0), 1e-5f);
            EXPECT_NEAR(clean(noise, mean, 0), mean, 3e-3);
        }
    }
}

// The drawn pictures have the mean and the variance that they were made for.
TEST(NoiseTest, DrawsWhatItSays) {
    const Noise noise(model(0.01, 0.02, true));
    constexpr int kSide = 400;
    const zsn2n::Team team(zsn2n::Pool::shared(2), 2);
    for (const float mean : {0.1f, 0.6f}) {
        Planes means(kSide, kSide, 1), plus(kSide, kSide, 1), minus(kSide, kSide, 1);
        std::fill_n(means.view().data, kSide * kSide, mean);
        noise.draw(means.view(), 3, team, plus.view(), minus.view());
        double sum = 0, square = 0;
        for (const Planes *planes : {&plus, &minus}) {
            for (int i = 0; i < kSide * kSide; ++i) {
                sum += planes->view().data[i];
                square += double{planes->view().data[i]} * planes->view().data[i];
            }
        }
        const double count = 2.0 * kSide * kSide, found = sum / count;
        EXPECT_NEAR(found, mean, 2e-3);
        EXPECT_NEAR((square / count - found * found) / observed(noise, mean, 0), 1, 0.02);
    }
}

}  // namespace
