// SPDX-License-Identifier: BSD-2-Clause
// Halving and recomposition against plain loops, on odd sizes within larger planes.
#include "pilot/coarser_scale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/rng.h"

namespace {

using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::Team;

void fill(const PlanesView &planes, uint64_t seed) {
    zsn2n::Rng rng(seed, 0);
    for (int c = 0; c < planes.channels; ++c) {
        for (int y = 0; y < planes.height; ++y) {
            for (int x = 0; x < planes.width; ++x) planes.at(x, y, c) = rng.normal();
        }
    }
}

double clamped(const PlanesView &planes, int x, int y, int c) {
    return planes.at(std::clamp(x, 0, planes.width - 1), std::clamp(y, 0, planes.height - 1), c);
}

// Sample (x, y) of planes twice as large: linear interpolation of (1 2 1) / 4 each way.
double refined(const PlanesView &planes, int x, int y, int c) {
    const int right = x % 2 ? 1 : -1, down = y % 2 ? 1 : -1;
    double sum = 0;
    for (int near = 0; near < 4; ++near) {
        const int i = x / 2 + (near % 2 ? right : 0), j = y / 2 + (near / 2 ? down : 0);
        const double share = (near % 2 ? 0.25 : 0.75) * (near / 2 ? 0.25 : 0.75);
        for (int v = -1; v <= 1; ++v) {
            for (int u = -1; u <= 1; ++u) {
                sum += share * (2 - std::abs(u)) * (2 - std::abs(v)) *
                       clamped(planes, i + u, j + v, c) / 16;
            }
        }
    }
    return sum;
}

class CoarserScaleTest : public testing::TestWithParam<std::pair<int, int>> {
  protected:
    const int width_ = GetParam().first, height_ = GetParam().second;
    Planes room_{width_ + 7, height_ + 3, 2};
    Planes coarse_{width_ / 2, height_ / 2, 2};
    Team team_{zsn2n::Pool::shared(3), 3};
    zsn2n::Arena arena_{size_t{1} << 20};
    PlanesView planes() { return room_.view().part({4, 2, 4 + width_, 2 + height_}); }
};

TEST_P(CoarserScaleTest, HalvesToMeans) {
    fill(room_.view(), 1);
    halve(planes(), team_, coarse_.view());
    for (int c = 0; c < 2; ++c) {
        for (int y = 0; y < height_ / 2; ++y) {
            for (int x = 0; x < width_ / 2; ++x) {
                const double sum = planes().at(2 * x, 2 * y, c) + planes().at(2 * x + 1, 2 * y, c) +
                                   planes().at(2 * x, 2 * y + 1, c) +
                                   planes().at(2 * x + 1, 2 * y + 1, c);
                ASSERT_NEAR(coarse_.view().at(x, y, c), sum / 4, 1e-6) << x << ' ' << y;
            }
        }
    }
}

TEST_P(CoarserScaleTest, RecomposesAsPlainLoopsDo) {
    fill(room_.view(), 1);
    fill(coarse_.view(), 2);
    Planes before(width_ + 7, height_ + 3, 2), lacking(width_ / 2, height_ / 2, 2);
    copy_planes(room_.view(), before.view());
    halve(planes(), team_, lacking.view());
    for (int c = 0; c < 2; ++c) {
        for (int y = 0; y < height_ / 2; ++y) {
            for (int x = 0; x < width_ / 2; ++x) {
                float &value = lacking.view().at(x, y, c);
                value = zsn2n::kCoarseShare * (coarse_.view().at(x, y, c) - value);
            }
        }
    }
    recompose(coarse_.view(), zsn2n::kCoarseShare, team_, arena_, planes());
    for (int c = 0; c < 2; ++c) {
        for (int y = 0; y < height_ + 3; ++y) {
            for (int x = 0; x < width_ + 7; ++x) {
                const bool inside = x >= 4 && x < 4 + width_ && y >= 2 && y < 2 + height_;
                const double added = inside ? refined(lacking.view(), x - 4, y - 2, c) : 0;
                ASSERT_NEAR(room_.view().at(x, y, c), before.view().at(x, y, c) + added, 1e-5)
                    << x << ' ' << y;
            }
        }
    }
}

// What the coarser scale agrees with stays, to the last row and column.
TEST_P(CoarserScaleTest, AgreementChangesNothing) {
    fill(room_.view(), 1);
    Planes before(width_ + 7, height_ + 3, 2);
    copy_planes(room_.view(), before.view());
    halve(planes(), team_, coarse_.view());
    recompose(coarse_.view(), zsn2n::kCoarseShare, team_, arena_, planes());
    for (int c = 0; c < 2; ++c) {
        for (int y = 0; y < height_ + 3; ++y) {
            for (int x = 0; x < width_ + 7; ++x) {
                ASSERT_EQ(room_.view().at(x, y, c), before.view().at(x, y, c));
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, CoarserScaleTest,
                         testing::Values(std::pair{32, 40}, std::pair{33, 47},
                                         std::pair{401, 300}));

}  // namespace
