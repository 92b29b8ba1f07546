// SPDX-License-Identifier: BSD-2-Clause
// The collaborative pilot against plain loops; the same bits by any team and in strips.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "pilot/block_matching.h"
#include "pilot/bm3d_stage.h"
#include "plain_collaborative.h"

namespace {

using zsn2n::Bm3dSettings;
using zsn2n::NoiseTable;
using zsn2n::Planes;
using zsn2n::PlanesView;

NoiseTable noise_table() {
    NoiseTable table;
    for (int c = 0; c < 3; ++c) {
        for (int i = 0; i < NoiseTable::kEntries; ++i) {
            const float mean = static_cast<float>(i) / (NoiseTable::kEntries - 1);
            table.variance[c][i] = 0.002f + 0.01f * mean * static_cast<float>(c + 1);
            table.clean[c][i] = mean;
        }
    }
    return table;
}

// Waves with noise on them: an oracle with little of it, a noisy image with much.
Planes picture(int width, int height, int channels, float noise, uint64_t seed) {
    Planes planes(width, height, channels);
    zsn2n::Rng rng(seed, 3);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const float wave = std::sin(0.7f * static_cast<float>(x + c)) *
                                   std::cos(0.3f * static_cast<float>(y));
                planes.view().at(x, y, c) = 0.5f + 0.3f * wave + noise * (rng.uniform() - 0.5f);
            }
        }
    }
    return planes;
}

Planes constant(int width, int height, int channels, float value) {
    Planes planes(width, height, channels);
    std::fill_n(planes.view().data, static_cast<size_t>(width) * height * channels, value);
    return planes;
}

Planes run(Planes &noisy, Planes &oracle, const Bm3dSettings &settings, int threads) {
    const zsn2n::ThreadScope scope;
    const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
    Planes pilot = constant(noisy.width(), noisy.height(), noisy.channels(), NAN);
    bm3d_stage(noisy.view(), oracle.view(), noise_table(), settings, team, pilot.view());
    return pilot;
}

plain::Planes to_plain(Planes &src) {
    plain::Planes dst(src.width(), src.height(), src.channels());
    std::copy_n(src.view().data, dst.values.size(), dst.values.data());
    return dst;
}

struct Case {
    int width, height, channels, step, radius;
};

class CollaborativePilotTest : public testing::TestWithParam<Case> {};

TEST_P(CollaborativePilotTest, IsThatOfPlainLoops) {
    const Case c = GetParam();
    Planes noisy = picture(c.width, c.height, c.channels, 0.4f, 1);
    Planes oracle = picture(c.width, c.height, c.channels, 0.1f, 2);
    Planes got = run(noisy, oracle, {c.step, c.radius}, 2);
    const NoiseTable table = noise_table();
    const plain::Planes want = plain::bm3d_stage(
        to_plain(noisy), to_plain(oracle),
        [&](int channel, double mean) {
            return NoiseTable::at(table.variance[channel], static_cast<float>(mean));
        },
        c.step, c.radius);
    for (int k = 0; k < c.channels; ++k) {
        for (int y = 0; y < c.height; ++y) {
            for (int x = 0; x < c.width; ++x) {
                ASSERT_NEAR(got.view().at(x, y, k), want.at(x, y, k), 2e-5)
                    << x << ' ' << y << ' ' << k;
            }
        }
    }
}

// 8x8 and 9x8 have fewer than 16 blocks; 269 columns take two tiles.
INSTANTIATE_TEST_SUITE_P(Shapes, CollaborativePilotTest,
                         testing::Values(Case{41, 59, 3, 4, 7}, Case{40, 33, 1, 4, 19},
                                         Case{31, 30, 2, 4, 9}, Case{35, 28, 3, 3, 5},
                                         Case{37, 50, 3, 6, 4}, Case{8, 8, 3, 4, 19},
                                         Case{9, 8, 1, 3, 19}, Case{8, 75, 1, 6, 1},
                                         Case{269, 13, 1, 4, 2}, Case{13, 130, 1, 4, 31}));

// Values of 5 bits, so that sums of squares are exact and equal distances common.
TEST(BlockMatcherTest, OrdersEqualDistances) {
    constexpr int kWidth = 50, kHeight = 29;
    const zsn2n::MatchGrid grid{4, 6};
    plain::Planes want(kWidth, kHeight, 1);
    zsn2n::Rng rng(4, 4);
    for (double &value : want.values) value = static_cast<double>(rng.below(32) / 8 * 8);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth / 2; ++x) want.at(x, y, 0) = 1;
    zsn2n::MatchPlane plane(kWidth, kHeight, grid.radius);
    for (int y = -grid.radius; y < kHeight + grid.radius; ++y) {
        float row[kWidth] = {};
        const bool inside = y >= 0 && y < kHeight;
        for (int x = 0; inside && x < kWidth; ++x) row[x] = static_cast<float>(want.at(x, y, 0));
        plane.set_row(y, inside ? row : nullptr, nullptr);
    }
    const zsn2n::GridTile tile{1, 0, grid.count(kWidth), grid.count(kHeight)};
    std::vector<int32_t> corners(static_cast<size_t>(tile.blocks()) * 32);
    zsn2n::BlockMatcher(grid).match(plane, tile, corners.data());
    const int32_t *corner = corners.data();
    for (int j = tile.top; j < tile.bottom; ++j) {
        for (int i = tile.left; i < tile.right; ++i) {
            for (const plain::Corner &k : plain::nearest_blocks(want, {4 * i, 4 * j}, 6)) {
                ASSERT_EQ(*corner++, k.x) << "block " << i << ' ' << j;
                ASSERT_EQ(*corner++, k.y) << "block " << i << ' ' << j;
            }
        }
    }
}

void expect_same(const PlanesView &a, const PlanesView &b, int a_top, int b_top, int rows) {
    for (int c = 0; c < a.channels; ++c) {
        for (int y = 0; y < rows; ++y) {
            ASSERT_EQ(0, std::memcmp(&a.at(0, a_top + y, c), &b.at(0, b_top + y, c),
                                     a.width * sizeof(float)))
                << "row " << a_top + y << " plane " << c;
        }
    }
}

TEST(CollaborativePilotBitsTest, AreThoseOfOneThread) {
    Planes noisy = picture(61, 203, 3, 0.4f, 5), oracle = picture(61, 203, 3, 0.1f, 6);
    for (const int radius : {5, 24, 40}) {
        Planes one = run(noisy, oracle, {4, radius}, 1);
        for (const int threads : {2, 3, 7}) {
            Planes many = run(noisy, oracle, {4, radius}, threads);
            expect_same(one.view(), many.view(), 0, 0, 203);
        }
    }
}

TEST(CollaborativePilotBitsTest, AreThoseOfStrips) {
    constexpr int kWidth = 43, kHeight = 251, kKept = 48;
    Planes noisy = picture(kWidth, kHeight, 3, 0.4f, 7),
           oracle = picture(kWidth, kHeight, 3, 0.1f, 8);
    for (const Bm3dSettings &settings : {Bm3dSettings{4, 16}, {3, 13}, {6, 17}, {4, 5}}) {
        Planes whole = run(noisy, oracle, settings, 2);
        const int halo = bm3d_halo(settings);
        for (int top = 0; top < kHeight; top += kKept) {
            const int begin = std::max(top - halo, 0);
            const int end = std::min(top + kKept + halo, kHeight);
            Planes part[2] = {Planes(kWidth, end - begin, 3), Planes(kWidth, end - begin, 3)};
            Planes *const src[2] = {&noisy, &oracle};
            for (int n = 0; n < 2; ++n) {
                for (int c = 0; c < 3; ++c) {
                    std::memcpy(part[n].view().channel(c).data, &src[n]->view().at(0, begin, c),
                                sizeof(float) * kWidth * (end - begin));
                }
            }
            Planes pilot = run(part[0], part[1], settings, 2);
            expect_same(whole.view(), pilot.view(), top, top - begin,
                        std::min(kKept, kHeight - top));
        }
    }
}

TEST(CollaborativePilotEdgeTest, TinyImagesAreCopied) {
    for (const auto &size : {std::pair<int, int>{7, 30}, {30, 7}, {1, 1}}) {
        Planes noisy = picture(size.first, size.second, 3, 0.4f, 9);
        Planes oracle = picture(size.first, size.second, 3, 0.1f, 10);
        Planes pilot = run(noisy, oracle, {}, 2);
        expect_same(pilot.view(), oracle.view(), 0, 0, size.second);
    }
}

TEST(CollaborativePilotEdgeTest, ConstantImagesStay) {
    for (const float value : {0.0f, 0.25f, 1.0f}) {
        for (const int channels : {1, 2, 3}) {
            Planes noisy = constant(37, 29, channels, value);
            Planes pilot = run(noisy, noisy, {}, 2);
            for (int c = 0; c < channels; ++c) {
                for (int y = 0; y < 29; ++y) {
                    for (int x = 0; x < 37; ++x)
                        ASSERT_NEAR(pilot.view().at(x, y, c), value, 1e-3f * value);
                }
            }
        }
    }
}

}  // namespace
