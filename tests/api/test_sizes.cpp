// SPDX-License-Identifier: BSD-2-Clause
// The smallest and the oddest sizes, both presets: every pixel is denoised to a finite value.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

TEST(Sizes, small_and_odd_ones) {
    const std::pair<int, int> sizes[] = {{4, 4},   {5, 4},   {4, 5},  {7, 9},
                                         {33, 47}, {4, 300}, {300, 5}};
    for (const auto &size : sizes) {
        for (Shape shape :
             {shape_of(0, 0, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32),
              shape_of(0, 0, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32), yuv420(0, 0, ZSN2N_SAMPLE_F32)}) {
            shape.width = size.first;
            shape.height = size.second;
            for (const int preset :
                 {ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_PAPER, ZSN2N_PRESET_FAST, ZSN2N_PRESET_SLOW}) {
                Picture noisy(shape);
                noisy.fill_noisy(51);
                zsn2n_params params = quick_params(3);
                params.preset = preset;
                const Picture result = denoised(noisy, params);
                int changed = 0;
                for (int p = 0; p < result.planes(); ++p) {
                    for (int y = 0; y < result.plane_height(p); ++y) {
                        for (int x = 0; x < result.plane_width(p); ++x) {
                            ASSERT_TRUE(std::isfinite(result.get(p, x, y)))
                                << to_text(shape) << ": " << p << " " << x << " " << y;
                            changed += p == 0 && result.get(0, x, y) != noisy.get(0, x, y);
                        }
                    }
                }
                EXPECT_GE(changed, size.first * size.second * 9 / 10) << to_text(shape);
            }
        }
    }
}

TEST(Sizes, one_context_takes_one_after_the_other) {
    Context context(quick_params(2));
    for (const Shape &shape : {shape_of(20, 20, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8), yuv420(64, 48),
                               shape_of(9, 33, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U16),
                               shape_of(20, 20, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)}) {
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(52);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
        EXPECT_EQ(context.stats().warm, 0) << to_text(shape);
        EXPECT_TRUE(same_samples(result, denoised(noisy, quick_params(2)))) << to_text(shape);
    }
}
