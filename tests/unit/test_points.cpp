// SPDX-License-Identifier: BSD-2-Clause
// Faint stars are found, and given back what an estimate took of them; noise, texture, impulses and
// edges hold none.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/rng.h"
#include "image/points.h"

namespace {

using namespace zsn2n;

constexpr int kWidth = 301, kHeight = 407;  // two bands
constexpr double kSigma = 0.02, kStar = 0.85;

Planes picture(const std::function<double(int, int)> &at, double sigma = kSigma) {
    Planes planes(kWidth, kHeight, 1);
    Rng rng(7, 1);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x)
            planes.view().at(x, y, 0) =
                static_cast<float>(at(x, y)) + static_cast<float>(sigma) * rng.normal();
    return planes;
}

std::vector<Point> find(const ConstPlanesView &planes, int threads = 2) {
    zsn2n_image image = {};
    image.width = kWidth;
    image.height = kHeight;
    image.color = ZSN2N_COLOR_GRAY;
    image.sample = ZSN2N_SAMPLE_F32;
    image.plane[0].data = const_cast<float *>(planes.data);
    image.plane[0].pixel_stride = sizeof(float);
    image.plane[0].row_stride = planes.row_stride * static_cast<ptrdiff_t>(sizeof(float));
    return find_points(image, {kWidth, kHeight, {0}}, nullptr,
                       Team(Pool::shared(threads), threads));
}

// A lattice of stars of that peak, 20 samples apart; what they add at (x, y).
double stars(int x, int y, double peak) {
    const int u = (x + 10) % 20 - 10, v = (y + 10) % 20 - 10;
    if (x < 10 || y < 10) return 0;
    return peak * std::exp(-(u * u + v * v) / (2 * kStar * kStar));
}
constexpr int kStars = (kWidth - 1) / 20 * ((kHeight - 1) / 20);

bool is_star(const Point &point) {
    return (point.x + 1) % 20 <= 2 && (point.y + 1) % 20 <= 2;
}

TEST(Points, FaintStarsAreFound) {
    const Planes sky = picture([](int x, int y) { return 0.1 + stars(x, y, 6 * kSigma); });
    const std::vector<Point> points = find(sky.view());
    const auto right = std::count_if(points.begin(), points.end(), is_star);
    EXPECT_GT(right, 0.8 * kStars);
    EXPECT_LE(static_cast<int>(points.size() - right), 1);
}

TEST(Points, NothingElseHasAny) {
    EXPECT_LE(find(picture([](int, int) { return 0.5; }).view()).size(), 1u);
    // Edges, a grating, and impulses: single samples.
    EXPECT_LE(
        find(picture([](int x, int y) { return (x / 40 + y / 50) % 2 ? 0.7 : 0.3; }).view()).size(),
        1u);
    EXPECT_LE(
        find(picture([](int x, int y) { return 0.5 + 0.2 * std::sin(0.9 * x + 0.3 * y); }).view())
            .size(),
        1u);
    EXPECT_LE(find(picture([](int x, int y) {
                       return x % 20 == 10 && y % 20 == 10 ? 0.1 + 12 * kSigma : 0.1;
                   }).view())
                  .size(),
              kStars / 20u);
    // As dense as texture.
    EXPECT_TRUE(
        find(picture([](int x, int y) { return 0.1 + stars(2 * x, 2 * y, 0.4); }).view()).empty());
}

TEST(Points, DoNotDependOnTheTeam) {
    const Planes sky = picture([](int x, int y) { return 0.1 + stars(x, y, 6 * kSigma); });
    const std::vector<Point> one = find(sky.view(), 1), three = find(sky.view(), 3);
    ASSERT_EQ(one.size(), three.size());
    for (size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].x, three[i].x);
        EXPECT_EQ(one[i].y, three[i].y);
    }
}

TEST(Points, WhatIsMissingIsGivenBack) {
    const double peak = 8 * kSigma;
    const Planes sky = picture([&](int x, int y) { return 0.1 + stars(x, y, peak); });
    const std::vector<Point> points = find(sky.view());
    ASSERT_GT(points.size(), 0.9 * kStars);
    // An estimate that has lost them.
    Planes kept = picture([](int, int) { return 0.1; }, 0);
    keep_points(points, kept.view().region(), sky.view(), kept.view());
    double light = 0, rest = 0;
    for (const Point &point : points) {
        for (int v = -2; v <= 2; ++v)
            for (int u = -2; u <= 2; ++u)
                light += kept.view().at(point.x + u, point.y + v, 0) - 0.1;
    }
    for (int x = 0; x < kWidth; ++x) rest += std::abs(kept.view().at(x, 10, 0) - 0.1);
    EXPECT_NEAR(light / (static_cast<double>(points.size()) * peak * 2 * M_PI * kStar * kStar), 1,
                0.1);
    EXPECT_LT(rest, 0.01);
}

TEST(Points, RowsByThemselvesAreAsInTheWhole) {
    const Planes sky = picture([](int x, int y) { return 0.1 + stars(x, y + x / 40, 8 * kSigma); });
    const std::vector<Point> points = find(sky.view());
    const auto lost = [](int, int) { return 0.1; };
    Planes whole = picture(lost, 0), strip = picture(lost, 0);
    keep_points(points, whole.view().region(), sky.view(), whole.view());
    const Region rows = whole.view().region().rows(100 - kPointReach, 200 + kPointReach);
    keep_points(points, rows, sky.view().part(rows), strip.view().part(rows));
    for (int y = 100; y < 200; ++y)
        for (int x = 0; x < kWidth; ++x)
            ASSERT_EQ(strip.view().at(x, y, 0), whole.view().at(x, y, 0)) << x << ' ' << y;
}

}  // namespace
