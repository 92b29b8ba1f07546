// SPDX-License-Identifier: BSD-2-Clause
// Alpha is copied; pixels without any are copied too and teach nothing.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

namespace {

constexpr int kWidth = 48, kHeight = 40, kEdge = 24;

Shape shape_with_alpha(zsn2n_sample sample) {
    Shape shape = shape_of(kWidth, kHeight, ZSN2N_COLOR_RGB, sample);
    shape.alpha = true;
    return shape;
}

void make_right_half_transparent(Picture *picture) {
    for (int y = 0; y < kHeight; ++y) {
        for (int x = kEdge; x < kWidth; ++x) picture->set(3, x, y, 0);
    }
}

}  // namespace

TEST(Alpha, is_copied_and_transparent_pixels_too) {
    for (const zsn2n_sample sample : {ZSN2N_SAMPLE_U8, ZSN2N_SAMPLE_U16, ZSN2N_SAMPLE_F32}) {
        Picture noisy(shape_with_alpha(sample));
        noisy.fill_noisy(31);
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                noisy.set(3, x, y, (x + y) % 5 == 0 ? 0 : noisy.peak() * ((x % 7) + 1) / 8);
            }
        }
        const Picture result = denoised(noisy, quick_params(20));
        EXPECT_TRUE(same_plane(noisy, result, 3));
        int changed = 0;
        for (int p = 0; p < 3; ++p) {
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kWidth; ++x) {
                    if (noisy.get(3, x, y) == 0) {
                        EXPECT_EQ(noisy.get(p, x, y), result.get(p, x, y))
                            << p << " " << x << " " << y;
                    } else {
                        changed += noisy.get(p, x, y) != result.get(p, x, y);
                    }
                }
            }
        }
        EXPECT_GT(changed, 1000);
    }
}

TEST(Alpha, what_is_under_transparent_pixels_does_not_matter) {
    for (const char *preset : {"medium", "paper", "slow"}) {
        Picture calm(shape_with_alpha(ZSN2N_SAMPLE_F32));
        calm.fill_noisy(32);
        make_right_half_transparent(&calm);
        Picture wild = calm;
        for (int p = 0; p < 3; ++p) {
            for (int y = 0; y < kHeight; ++y) {
                for (int x = kEdge; x < kWidth; ++x)
                    wild.set(p, x, y, 5 * uniform(33, x * 100 + y));
            }
        }
        zsn2n_params params = quick_params(10);
        ASSERT_EQ(zsn2n_params_set(&params, "preset", preset, nullptr, 0), ZSN2N_OK);
        const Picture from_calm = denoised(calm, params), from_wild = denoised(wild, params);
        for (int p = 0; p < 3; ++p) {
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kEdge; ++x) {
                    ASSERT_EQ(from_calm.get(p, x, y), from_wild.get(p, x, y))
                        << preset << " " << p << " " << x << " " << y;
                }
            }
        }
    }
}

TEST(Alpha, extremes_under_transparent_pixels_are_copied) {
    Picture noisy(shape_with_alpha(ZSN2N_SAMPLE_F32));
    noisy.fill_noisy(34);
    make_right_half_transparent(&noisy);
    noisy.set(1, kWidth - 1, 3, 1e30);
    const Picture result = denoised(noisy, quick_params());
    EXPECT_EQ(result.get(1, kWidth - 1, 3), static_cast<float>(1e30));
    EXPECT_LT(std::abs(result.get(1, 3, 3)), 10);
}

TEST(Alpha, a_wholly_transparent_picture_is_copied) {
    Picture noisy(shape_with_alpha(ZSN2N_SAMPLE_U8));
    noisy.fill_noisy(35);
    noisy.fill_alpha(0);
    EXPECT_EQ(denoised(noisy, quick_params()).bytes(), noisy.bytes());
}

// Of a sequence, too: what is under them is no other scene.
TEST(Alpha, what_is_under_transparent_pixels_is_no_scene) {
    for (const double under : {0.0, 1.0, 1e20, std::nan("")}) {
        Shape shape = shape_with_alpha(ZSN2N_SAMPLE_F32);
        Picture first(shape), second(shape);
        first.fill_noisy(36);
        second.fill_noisy(37);
        make_right_half_transparent(&first);
        make_right_half_transparent(&second);
        Picture other(second), expected(shape), result(shape);
        for (int p = 0; p < 3; ++p) {
            for (int y = 0; y < kHeight; ++y) {
                for (int x = kEdge; x < kWidth; ++x) {
                    other.set(p, x, y, (x / 4 + y / 4) % 2 ? under : 0.5);
                }
            }
        }
        Context calm(quick_params()), disturbed(quick_params());
        ASSERT_EQ(calm.process(first, &expected), ZSN2N_OK);
        ASSERT_EQ(calm.process(second, &expected), ZSN2N_OK);
        ASSERT_EQ(disturbed.process(first, &result), ZSN2N_OK);
        ASSERT_EQ(disturbed.process(other, &result), ZSN2N_OK);
        EXPECT_EQ(disturbed.stats().warm, 1) << under;
        EXPECT_EQ(disturbed.stats().scene, calm.stats().scene) << under;
        for (int p = 0; p < 3; ++p) {
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kEdge; ++x) {
                    ASSERT_EQ(expected.get(p, x, y), result.get(p, x, y)) << under;
                }
            }
        }
    }
}
