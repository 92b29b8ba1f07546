// SPDX-License-Identifier: BSD-2-Clause
// The second stage of BM3D against plain loops; the same bits by any team and in strips.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/math.h"
#include "base/rng.h"
#include "base/thread_scope.h"
#include "made_noise.h"
#include "pilot/block_matching.h"
#include "pilot/bm3d_stage.h"
#include "plain_collaborative.h"

namespace {

using zsn2n::Bm3dSettings;
using zsn2n::Noise;
using zsn2n::Planes;
using zsn2n::PlanesView;

Noise rising_noise() {
    zsn2n::NoiseModel model;
    for (int c = 0; c < 3; ++c) {
        model.curve.a[c] = 0.01 * (c + 1);
        model.curve.b[c] = 0.002;
    }
    return Noise(model);
}

// Waves with noise on them: a basic estimate with little of it, a noisy image with much.
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

Planes run(Planes &noisy, Planes &basic, const Bm3dSettings &settings, int threads,
           const Noise &noise = rising_noise()) {
    const zsn2n::ThreadScope scope;
    const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
    Planes pilot = constant(noisy.width(), noisy.height(), noisy.channels(), NAN);
    const zsn2n::Bm3dStage stage(settings);
    zsn2n::Arena arena(stage.cost(noisy.view().shape(), threads).bytes);
    stage.run(noisy.view(), basic.view(), noise, team, arena, pilot.view());
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

class Bm3dStageTest : public testing::TestWithParam<Case> {};

void expect_plain(const Case &c, const Noise &noise, const plain::StageNoise &same) {
    Planes noisy = picture(c.width, c.height, c.channels, 0.4f, 1);
    Planes basic = picture(c.width, c.height, c.channels, 0.1f, 2);
    Planes got = run(noisy, basic, {c.step, c.radius}, 2, noise);
    const plain::Planes want =
        plain::bm3d_stage(to_plain(noisy), to_plain(basic), same, c.step, c.radius);
    for (int k = 0; k < c.channels; ++k) {
        for (int y = 0; y < c.height; ++y) {
            for (int x = 0; x < c.width; ++x) {
                ASSERT_NEAR(got.view().at(x, y, k), want.at(x, y, k), 2e-5)
                    << x << ' ' << y << ' ' << k;
            }
        }
    }
}

TEST_P(Bm3dStageTest, IsThatOfPlainLoops) {
    const Noise noise = rising_noise();
    plain::StageNoise same;
    same.variance = [&](int channel, double mean) {
        float values[3] = {};
        values[channel] = static_cast<float>(mean);
        noise.observe(values, 3, false, 0, 0);
        return values[channel];
    };
    expect_plain(GetParam(), noise, same);
}

TEST_P(Bm3dStageTest, IsThatOfPlainLoopsForNoiseWithASpectrum) {
    const int channels = GetParam().channels;
    const zsn2n::NoiseSpectrum spectrum = made::camera_spectrum(0.1, channels, true);
    plain::StageNoise same;
    for (int c = 0; c < channels; ++c) {
        const float(&table)[64] = spectrum.mixture[c].table;
        same.relative.emplace_back(std::begin(table), std::end(table));
    }
    same.variance = [&](int c, double brightness) {
        const float(&level)[9] = spectrum.mixture[c].level;  // a line
        return level[0] + std::clamp(brightness, 0.0, 1.0) * (level[8] - level[0]);
    };
    same.apart = zsn2n::kColouredApart;
    expect_plain(GetParam(), Noise({}, spectrum), same);
}

// 8x8 and 9x8 have fewer than 16 blocks; 269 columns take two tiles.
INSTANTIATE_TEST_SUITE_P(Shapes, Bm3dStageTest,
                         testing::Values(Case{41, 59, 3, 4, 7}, Case{40, 33, 1, 4, 19},
                                         Case{31, 30, 2, 4, 9}, Case{35, 28, 3, 6, 5},
                                         Case{37, 50, 3, 6, 4}, Case{8, 8, 3, 4, 19},
                                         Case{9, 8, 1, 4, 19}, Case{8, 75, 1, 6, 3},
                                         Case{269, 13, 1, 4, 3}, Case{13, 130, 1, 4, 31}));

// Values of 5 bits, so that sums of squares are exact and equal distances common.
void expect_plain_matches(int apart) {
    constexpr int kWidth = 51, kHeight = 37;
    const zsn2n::MatchGrid grid{4, 11};
    plain::Planes want(kWidth, kHeight, 1);
    zsn2n::Rng rng(4, 4);
    for (double &value : want.values) value = static_cast<double>(rng.below(32) / 8 * 8);
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth / 2; ++x) want.at(x, y, 0) = 1;
    zsn2n::Arena arena(size_t{1} << 20);
    zsn2n::MatchPlane plane(kWidth, kHeight, grid.radius, arena);
    Planes pixels(kWidth, kHeight, 1);
    std::copy_n(want.values.data(), want.values.size(), pixels.view().data);
    for (int y = -grid.radius; y < kHeight + grid.radius; ++y) plane.set_row(pixels.view(), y);
    const zsn2n::GridTile tile{1, 0, grid.count(kWidth), grid.count(kHeight)};
    std::vector<int32_t> corners(static_cast<size_t>(tile.blocks()) * 32);
    zsn2n::BlockMatcher(grid, arena).match(plane, tile, apart, corners.data());
    const int32_t *corner = corners.data();
    for (int j = tile.top; j < tile.bottom; ++j) {
        for (int i = tile.left; i < tile.right; ++i) {
            for (const plain::Corner &k :
                 plain::nearest_blocks(want, {4 * i, 4 * j}, grid.radius, apart)) {
                ASSERT_EQ(*corner++, k.x) << "block " << i << ' ' << j;
                ASSERT_EQ(*corner++, k.y) << "block " << i << ' ' << j;
            }
        }
    }
}

TEST(BlockMatcherTest, OrdersEqualDistances) {
    expect_plain_matches(1);
}

TEST(BlockMatcherTest, LeavesOutWhatIsTooNear) {
    for (const int apart : {2, 3, 5}) expect_plain_matches(apart);
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

TEST(Bm3dStageBitsTest, AreThoseOfOneThread) {
    Planes noisy = picture(61, 203, 3, 0.4f, 5), basic = picture(61, 203, 3, 0.1f, 6);
    for (const Noise &noise : {rising_noise(), made::coloured_noise(0.1, 3)}) {
        for (const int radius : {5, 24, 31}) {
            Planes one = run(noisy, basic, {4, radius}, 1, noise);
            for (const int threads : {2, 3, 7}) {
                Planes many = run(noisy, basic, {4, radius}, threads, noise);
                expect_same(one.view(), many.view(), 0, 0, 203);
            }
        }
    }
}

TEST(Bm3dStageBitsTest, AreThoseOfStrips) {
    constexpr int kWidth = 43, kHeight = 251, kKept = 48;
    Planes noisy = picture(kWidth, kHeight, 3, 0.4f, 7),
           basic = picture(kWidth, kHeight, 3, 0.1f, 8);
    for (const Noise &noise : {rising_noise(), made::coloured_noise(0.1, 3)}) {
        for (const Bm3dSettings &settings : {Bm3dSettings{4, 16}, {6, 13}, {6, 17}, {4, 5}}) {
            Planes whole = run(noisy, basic, settings, 2, noise);
            const zsn2n::Cost reach = zsn2n::Bm3dStage(settings).cost({kWidth, 1, 3}, 1);
            ASSERT_EQ(kKept % reach.grid, 0);
            for (int top = 0; top < kHeight; top += kKept) {
                const int begin =
                    std::max(top - zsn2n::ceil_divide(reach.halo, reach.grid) * reach.grid, 0);
                const int end = std::min(top + kKept + reach.halo, kHeight);
                Planes part[2] = {Planes(kWidth, end - begin, 3), Planes(kWidth, end - begin, 3)};
                Planes *const src[2] = {&noisy, &basic};
                for (int n = 0; n < 2; ++n) {
                    for (int c = 0; c < 3; ++c) {
                        std::memcpy(part[n].view().channel(c).data, &src[n]->view().at(0, begin, c),
                                    sizeof(float) * kWidth * (end - begin));
                    }
                }
                Planes pilot = run(part[0], part[1], settings, 2, noise);
                expect_same(whole.view(), pilot.view(), top, top - begin,
                            std::min(kKept, kHeight - top));
            }
        }
    }
}

TEST(Bm3dStageEdgeTest, TinyImagesAreCopied) {
    for (const auto &size : {std::pair<int, int>{7, 30}, {30, 7}, {1, 1}}) {
        Planes noisy = picture(size.first, size.second, 3, 0.4f, 9);
        Planes basic = picture(size.first, size.second, 3, 0.1f, 10);
        Planes pilot = run(noisy, basic, {}, 2);
        expect_same(pilot.view(), basic.view(), 0, 0, size.second);
    }
}

TEST(Bm3dStageEdgeTest, ConstantImagesStay) {
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
