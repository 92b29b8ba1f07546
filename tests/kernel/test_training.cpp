// SPDX-License-Identifier: BSD-2-Clause
// Pair downsampler and losses against plain loops.
#include <gtest/gtest.h>

#include <cmath>

#include "arrays.h"
#include "pair/pair.h"
#include "train/loss.h"

namespace zsn2n_test {
namespace {

void expect_planes(RandomPlanes &got, const plain::Planes &want, int begin, int end) {
    for (int c = 0; c < want.channels; ++c) {
        for (int y = begin; y < end; ++y) {
            for (int x = 0; x < want.width; ++x) {
                ASSERT_NEAR(got.view().at(x, y, c), want.at(x, y, c), 1e-6)
                    << x << ' ' << y << ' ' << c;
            }
        }
    }
    EXPECT_TRUE(got.guard_intact());
}

TEST(PairTest, WholeImageWithOddSizes) {
    RandomPlanes src(13, 9, 3, 4, 41), first(6, 4, 3, 3, 42), second(6, 4, 3, 2, 43);
    plain::Planes want_first(6, 4, 3), want_second(6, 4, 3);
    plain::pair_downsample(src.plain, want_first, want_second);
    downsample_pair(src.view(), zsn2n::whole_crop(13, 9), first.view(), second.view());
    expect_planes(first, want_first, 0, 4);
    expect_planes(second, want_second, 0, 4);
}

// A turned crop's views are those of the turned image, up to which of the two is called the first.
TEST(PairTest, EveryTurnOfACrop) {
    const int side = 5;
    RandomPlanes src(17, 15, 2, 1, 44);
    plain::Planes cut(2 * side, 2 * side, 2);
    for (int c = 0; c < 2; ++c) {
        for (int y = 0; y < 2 * side; ++y) {
            for (int x = 0; x < 2 * side; ++x) cut.at(x, y, c) = src.plain.at(x + 3, y + 4, c);
        }
    }
    plain::Planes want_first(side, side, 2), want_second(side, side, 2);
    plain::pair_downsample(cut, want_first, want_second);
    for (int turn = 0; turn < 8; ++turn) {
        const zsn2n::Crop crop{3, 4, side, side, (turn & 1) != 0, (turn & 2) != 0, (turn & 4) != 0};
        RandomPlanes first(side, side, 2, 0, 45), second(side, side, 2, 0, 46);
        downsample_pair(src.view(), crop, first.view(), second.view());
        for (int c = 0; c < 2; ++c) {
            for (int y = 0; y < side; ++y) {
                for (int x = 0; x < side; ++x) {
                    int u = crop.transpose ? y : x, v = crop.transpose ? x : y;
                    if (crop.flip_x) u = side - 1 - u;
                    if (crop.flip_y) v = side - 1 - v;
                    ASSERT_NEAR(first.view().at(x, y, c), want_first.at(u, v, c), 1e-6) << turn;
                    ASSERT_NEAR(second.view().at(x, y, c), want_second.at(u, v, c), 1e-6) << turn;
                }
            }
        }
    }
}

TEST(LossTest, Residual) {
    const int w = 19, h = 11;
    RandomPlanes p(w, h, 3, 2, 51), other(w, h, 3, 3, 52), weight(w, h, 1, 1, 53),
        diff(w, h, 3, 5, 54);
    plain::Planes want(w, h, 3);
    const double loss = plain::residual_loss(p.plain, other.plain, weight.plain, 0.25, want);
    double sum = 0;
    for (int y : {0, 4}) {
        sum += zsn2n::residual_loss(p.view(), other.view(), weight.view(), 0.25f, y, y ? h : 4,
                                    diff.view());
    }
    EXPECT_NEAR(sum, loss, 1e-5 * std::abs(loss) + 1e-5);
    expect_planes(diff, want, 0, h);
}

TEST(LossTest, Consistency) {
    const int w = 9, h = 6;
    RandomPlanes first(w, h, 3, 2, 55), second(w, h, 3, 3, 56),
        whole(2 * w + 1, 2 * h + 1, 3, 1, 57), weight(w, h, 1, 1, 58), diff(w, h, 3, 5, 59),
        diff_whole(2 * w + 1, 2 * h + 1, 3, 2, 60);
    for (bool diagonal : {false, true}) {
        RandomPlanes &p = diagonal ? second : first, &other = diagonal ? first : second;
        plain::Planes want(w, h, 3);
        const double loss = plain::consistency_loss_view(p.plain, other.plain, whole.plain,
                                                         weight.plain, diagonal, 0.5, want);
        double sum = 0;
        for (int y : {0, 2}) {
            sum += zsn2n::consistency_loss_view(p.view(), other.view(), whole.view(), weight.view(),
                                                diagonal, 0.5f, y, y ? h : 2, diff.view());
        }
        EXPECT_NEAR(sum, loss, 1e-5 * std::abs(loss) + 1e-5);
        expect_planes(diff, want, 0, h);
    }
    plain::Planes want(2 * w + 1, 2 * h + 1, 3);
    plain::consistency_loss_whole(first.plain, second.plain, whole.plain, weight.plain, 0.5, want);
    for (int y : {0, 5}) {
        zsn2n::consistency_loss_whole(first.view(), second.view(), whole.view(), weight.view(),
                                      0.5f, y, y ? 2 * h + 1 : 5, diff_whole.view());
    }
    expect_planes(diff_whole, want, 0, 2 * h + 1);
}

}  // namespace
}  // namespace zsn2n_test
