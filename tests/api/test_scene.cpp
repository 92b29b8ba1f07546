// SPDX-License-Identifier: BSD-2-Clause
// Where another scene is seen, and where not: motion, fades, flashes, noise.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

namespace {

const Shape kShape = shape_of(320, 200, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);

// Patches of brightness between random points 24 pixels apart, moved by `pan` pixels.
Picture scene(uint64_t seed, int pan = 0, double gain = 1, double offset = 0, double sigma = 0.05) {
    Picture picture(kShape);
    const auto corner = [&](int i, int j) { return uniform(seed, i * 1000 + j); };
    for (int y = 0; y < kShape.height; ++y) {
        for (int x = 0; x < kShape.width; ++x) {
            const double u = (x + pan) / 24.0, v = y / 24.0;
            const int i = static_cast<int>(u), j = static_cast<int>(v);
            const double a = u - i, b = v - j;
            const double value = (1 - b) * ((1 - a) * corner(i, j) + a * corner(i + 1, j)) +
                                 b * ((1 - a) * corner(i, j + 1) + a * corner(i + 1, j + 1));
            const uint64_t at = y * 1000 + x;
            const double normal = std::sqrt(-2 * std::log(1 - uniform(seed + pan + 71, at))) *
                                  std::cos(6.283185307 * uniform(seed + pan + 72, at));
            picture.set(0, x, y, gain * value + offset + sigma * normal);
        }
    }
    return picture;
}

class Scene : public testing::Test {
  protected:
    Scene() : context_(params()) {}
    static zsn2n_params params() {
        zsn2n_params params = quick_params();
        params.precision = ZSN2N_PRECISION_F32;
        return params;
    }
    zsn2n_stats show(const Picture &picture) {
        EXPECT_EQ(context_.process(picture, &result_), ZSN2N_OK) << context_.message();
        return context_.stats();
    }
    Context context_;
    Picture result_{kShape};
};

TEST_F(Scene, AnotherOneIsTrainedAsAFirstImage) {
    EXPECT_EQ(show(scene(1)).scene, 0);
    EXPECT_EQ(show(scene(1, 2)).warm, 1);
    const Picture other = scene(2);
    const zsn2n_stats cut = show(other);
    EXPECT_EQ(cut.warm, 0);
    EXPECT_GT(cut.scene, 0.6);
    EXPECT_LE(cut.scene, 1);
    EXPECT_TRUE(same_samples(result_, denoised(other, params())));
    EXPECT_EQ(show(scene(2, 3)).warm, 1);
}

TEST_F(Scene, MotionIsNone) {
    show(scene(3));
    for (int frame = 1; frame < 8; ++frame) {
        const zsn2n_stats stats = show(scene(3, 12 * frame));
        EXPECT_EQ(stats.warm, 1) << frame;
        EXPECT_LT(stats.scene, 0.25) << frame;
    }
}

TEST_F(Scene, FadesAndFlashesAreNone) {
    show(scene(4));
    for (const double gain : {0.8, 0.5, 0.2, 0.05, 0.0, 0.05, 0.5, 1.5}) {
        EXPECT_EQ(show(scene(4, 0, gain, 0.1)).warm, 1) << gain;
    }
    EXPECT_EQ(show(scene(4, 0, 0.5, 0.5)).warm, 1);
    EXPECT_EQ(show(scene(4)).warm, 1);
}

// What is between two scenes does not hide that they are two.
TEST_F(Scene, IsSeenThroughBlack) {
    show(scene(5));
    EXPECT_EQ(show(scene(5, 0, 0.0)).warm, 1);
    EXPECT_EQ(show(scene(6)).warm, 0);
}

TEST_F(Scene, OneIsNever) {
    zsn2n_params never = params();
    never.scene = 1;
    ASSERT_EQ(zsn2n_set_params(context_.get(), &never), ZSN2N_OK);
    show(scene(7));
    const zsn2n_stats stats = show(scene(8));
    EXPECT_EQ(stats.warm, 1);
    EXPECT_GT(stats.scene, 0.6);
}

// Samples that are no picture's are none, wherever they are.
TEST_F(Scene, WildSamplesAreNone) {
    show(scene(10));
    Picture holes = scene(10, 1);
    for (int y = 40; y < 160; ++y) {
        for (int x = 60; x < 200; ++x) holes.set(0, x, y, (x / 20 + y / 20) % 2 ? 1e20 : -1e20);
    }
    const zsn2n_stats stats = show(holes);
    EXPECT_EQ(stats.warm, 1);
    EXPECT_LT(stats.scene, 0.25);
}

TEST_F(Scene, StrongNoiseIsNone) {
    show(scene(9, 0, 1, 0, 0.3));
    EXPECT_EQ(show(scene(9, 1, 1, 0, 0.3)).warm, 1);
}

}  // namespace
