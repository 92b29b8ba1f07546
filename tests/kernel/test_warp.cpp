// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "arrays.h"
#include "image/planes_buffer.h"
#include "timing.h"
#include "zsn2n_warp.h"

namespace zsn2n_test {
namespace {

constexpr double kSharpness = -0.9, kParts = 0.75;

struct Case {
    int width, height, channels;
    int step_x, step_y;
    double far;  // how far the motion goes, in pixels of the images
};

double cubic(double at) {
    const double a = kSharpness, d = std::abs(at);
    if (d <= 1) return (a + 2) * d * d * d - (a + 3) * d * d + 1;
    return d < 2 ? a * d * d * d - 5 * a * d * d + 8 * a * d - 4 * a : 0;
}

// The flow of pixel i of a plane, of `size` of the flow's: where it lies.
double place(int i, int step, int size) {
    return std::clamp(0.5 * (i + 0.5) * step - 0.5, 0.0, size - 1.0);
}

class WarpTest : public testing::TestWithParam<Case> {};

TEST_P(WarpTest, IsThePlainSum) {
    const Case &p = GetParam();
    const int across = (p.width * p.step_x + 1) / 2, down = (p.height * p.step_y + 1) / 2;
    RandomPlanes before(p.width, p.height, p.channels, 5, 1);
    RandomPlanes flow(across, down, 3, 3, 2);
    for (int c = 0; c < 2; ++c) {
        for (int y = 0; y < down; ++y) {
            for (int x = 0; x < across; ++x) {
                float &v = flow.view().at(x, y, c);
                v = static_cast<float>(p.far * (v + std::sin(0.1 * x + 0.2 * y)));
                flow.plain.at(x, y, c) = v;
            }
        }
    }
    RandomPlanes past(p.width, p.height, p.channels, 7, 3), unknown(p.width, p.height, 1, 1, 4);
    zsn2n::PlanesBuffer to(past.view());
    zsn2n::PlaneBuffer lost(unknown.view());
    zsn2n::PlanesBuffer src(before.view()), motion(flow.view());
    zsn2n::check_kernel(
        zsn2n_warp(src, motion, static_cast<float>(p.step_x), static_cast<float>(p.step_y),
                   static_cast<float>(kParts), to, lost),
        "warp");

    int checked = 0;
    for (int y = 0; y < p.height; ++y) {
        for (int x = 0; x < p.width; ++x) {
            const double u = place(x, p.step_x, across), v = place(y, p.step_y, down);
            const int left = static_cast<int>(u), top = static_cast<int>(v);
            const int right = std::min(left + 1, across - 1), bottom = std::min(top + 1, down - 1);
            const double share_x = u - left, share_y = v - top;
            double moved[2];
            for (int c = 0; c < 2; ++c) {
                const auto at = [&](int i, int j) { return flow.plain.at(i, j, c); };
                const double a = at(left, top) + share_x * (at(right, top) - at(left, top));
                const double b =
                    at(left, bottom) + share_x * (at(right, bottom) - at(left, bottom));
                moved[c] = (a + share_y * (b - a)) / (c ? p.step_y : p.step_x);
            }
            const double from_x = x + moved[0], from_y = y + moved[1];
            const double grows = std::abs(
                flow.plain.at(right, top, 0) - flow.plain.at(std::max(left - 1, 0), top, 0) +
                flow.plain.at(left, bottom, 1) - flow.plain.at(left, std::max(top - 1, 0), 1));
            const bool outside =
                from_x < -0.5 || from_x > p.width - 0.5 || from_y < -0.5 || from_y > p.height - 0.5;
            // Where rounding cannot decide.
            if (std::abs(grows - 4 * kParts) > 1e-4 &&
                std::abs(from_x - std::floor(from_x) - 0.5) > 1e-4 &&
                std::abs(from_y - std::floor(from_y) - 0.5) > 1e-4) {
                ASSERT_EQ(unknown.view().at(x, y, 0), outside || grows > 4 * kParts ? 1 : 0)
                    << x << ", " << y;
                ++checked;
            }
            const double near_x = std::clamp(from_x, 0.0, p.width - 1.0);
            const double near_y = std::clamp(from_y, 0.0, p.height - 1.0);
            for (int c = 0; c < p.channels; ++c) {
                double sum = 0;
                for (int j = -1; j < 3; ++j) {
                    for (int i = -1; i < 3; ++i) {
                        const int column = static_cast<int>(near_x) + i;
                        const int row = static_cast<int>(near_y) + j;
                        sum += cubic(near_x - column) * cubic(near_y - row) *
                               before.plain.at(std::clamp(column, 0, p.width - 1),
                                               std::clamp(row, 0, p.height - 1), c);
                    }
                }
                ASSERT_NEAR(past.view().at(x, y, c), sum, 1e-4) << x << ", " << y << ", " << c;
            }
        }
    }
    EXPECT_GT(checked, p.width * p.height * 9 / 10);
}

INSTANTIATE_TEST_SUITE_P(Sizes, WarpTest,
                         testing::Values(Case{61, 53, 3, 1, 1, 2.0}, Case{17, 16, 1, 1, 1, 0.3},
                                         Case{40, 27, 2, 2, 2, 5.0}, Case{33, 64, 2, 2, 1, 30.0},
                                         Case{21, 30, 1, 4, 1, 1.0}));

TEST(Warp, Time) {
    RandomPlanes before(854, 480, 1, 0, 1), flow(427, 240, 3, 0, 2);
    RandomPlanes past(854, 480, 1, 0, 3), unknown(854, 480, 1, 0, 4);
    // Of each pixel 20 multiply-adds, and 50 operations for its place and weights.
    report_time("warp 854x480", 90.0 * 854 * 480, [&] {
        zsn2n::PlanesBuffer to(past.view());
        zsn2n::PlaneBuffer lost(unknown.view());
        zsn2n::PlanesBuffer src(before.view()), motion(flow.view());
        zsn2n::check_kernel(zsn2n_warp(src, motion, 1, 1, 0.75f, to, lost), "warp");
    });
}

}  // namespace
}  // namespace zsn2n_test
