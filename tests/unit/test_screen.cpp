// SPDX-License-Identifier: BSD-2-Clause
// A pattern with two directions at right angles is a screen; noise, shades, stripes and text are
// none.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/rng.h"
#include "noise/screen.h"
#include "text_page.h"

namespace {

using zsn2n::has_screen;
using zsn2n::Planes;

constexpr int kWidth = 203, kHeight = 167;

zsn2n::Team team(int threads = 2) {
    return zsn2n::Team(zsn2n::Pool::shared(threads), threads);
}

Planes plane(const std::function<double(int, int)> &at, double sigma, int width = kWidth,
             int height = kHeight) {
    zsn2n::Rng rng(5, 1);
    Planes planes(width, height, 1);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            planes.view().at(x, y, 0) =
                static_cast<float>(at(x, y) + sigma / 255 * static_cast<double>(rng.normal()));
    return planes;
}

double shade(int x, int y) {
    return 0.5 + 0.25 * std::sin(0.03 * x) * std::cos(0.04 * y) + (x + y > 190 ? 0.15 : 0);
}

// Dots, the larger the darker.
double dots(int x, int y, double period, double degrees) {
    const double turn = degrees * M_PI / 180, across = 2 * M_PI * std::cos(turn) / period,
                 down = 2 * M_PI * std::sin(turn) / period;
    const double waves = std::cos(across * x + down * y) + std::cos(down * x - across * y);
    return shade(x, y) > waves / 4 + 0.5 ? 0.9 : 0.1;
}

TEST(ScreenTest, DotsAreFound) {
    for (const double period : {3.0, 4.0, 5.0, 6.3, 8.0, 10.0}) {
        for (const double degrees : {15.0, 30.0, 45.0, 75.0}) {
            const Planes printed =
                plane([&](int x, int y) { return dots(x, y, period, degrees); }, 4);
            EXPECT_TRUE(has_screen(printed.view(), 0, {}, team())) << period << ", " << degrees;
        }
    }
}

TEST(ScreenTest, OtherThingsAreNone) {
    for (const double sigma : {0.0, 5.0, 25.0, 60.0})
        EXPECT_FALSE(has_screen(plane(shade, sigma).view(), 0, {}, team())) << sigma;
    for (const double degrees : {0.0, 20.0, 45.0}) {
        const double turn = degrees * M_PI / 180;
        const Planes stripes = plane(
            [&](int x, int y) {
                return 0.5 + 0.3 * std::cos(1.1 * (x * std::cos(turn) + y * std::sin(turn)));
            },
            4);
        EXPECT_FALSE(has_screen(stripes.view(), 0, {}, team())) << degrees;
    }
    for (const int size : {8, 12, 20}) {
        const std::vector<double> ink = text_page(kWidth, kHeight, size);
        const Planes page = plane([&](int x, int y) { return 0.9 - 0.8 * ink[y * kWidth + x]; }, 4);
        EXPECT_FALSE(has_screen(page.view(), 0, {}, team())) << size;
    }
}

TEST(ScreenTest, MaskedPixelsAreNotLookedAt) {
    const Planes half =
        plane([](int x, int y) { return x < 90 ? shade(x, y) : dots(x, y, 5, 30); }, 4);
    Planes mask(kWidth, kHeight, 1);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) mask.view().at(x, y, 0) = x < 90;
    EXPECT_TRUE(has_screen(half.view(), 0, {}, team()));
    EXPECT_FALSE(has_screen(half.view(), 0, mask.view(), team()));
}

TEST(ScreenTest, SmallPlanesHaveNone) {
    const auto at = [](int x, int y) { return dots(x, y, 4, 45); };
    EXPECT_TRUE(has_screen(plane(at, 0, 64, 64).view(), 0, {}, team()));
    EXPECT_FALSE(has_screen(plane(at, 0, 63, 200).view(), 0, {}, team()));
}

}  // namespace
