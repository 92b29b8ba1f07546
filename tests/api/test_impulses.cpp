// SPDX-License-Identifier: BSD-2-Clause
// Hot and dead pixels, salt and pepper are taken out before all else, in images and in strips of
// them, and it is said how many.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

namespace {

double scene(int plane, int x, int y) {
    const double edges = (x / 37 + y / 29) % 2 ? 0.12 : 0;
    return 0.45 + 0.15 * std::sin(0.05 * x + plane) * std::cos(0.04 * y) + edges;
}

// With noise of sigma 0.04 of the peak; of the samples that share are 0 or the peak.
Picture with_impulses(const Shape &shape, double share) {
    Picture picture(shape);
    uint64_t i = 0;
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                double value = scene(p, x, y) - 0.0693 * 2;
                for (int k = 0; k < 4; ++k) value += 0.0693 * uniform(5, i++);
                if (uniform(6, i) < share) value = uniform(8, i) < 0.5 ? 0 : 1;
                if (shape.sample != ZSN2N_SAMPLE_F32)
                    value = std::floor(value * picture.peak() + 0.5);
                picture.set(p, x, y, value);
            }
        }
    }
    return picture;
}

// In dB.
double psnr(const Picture &picture) {
    double sum = 0;
    int count = 0;
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x, ++count)
                sum += std::pow(picture.get(p, x, y) / picture.peak() - scene(p, x, y), 2);
        }
    }
    return -10 * std::log10(sum / count);
}

TEST(Impulses, CostLittle) {
    for (const Shape &shape :
         {shape_of(240, 203, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8),
          shape_of(240, 203, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32), yuv420(241, 203)}) {
        const double without = psnr(denoised(with_impulses(shape, 0), guided_params()));
        EXPECT_GT(psnr(denoised(with_impulses(shape, 0.005), guided_params())), without - 1);
        EXPECT_GT(psnr(denoised(with_impulses(shape, 0.05), guided_params())), without - 4.5);
        EXPECT_GT(psnr(denoised(with_impulses(shape, 0.05), guided_params())), 30);
    }
}

TEST(Impulses, AreSaid) {
    const Shape shape = shape_of(240, 203, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    Context context(guided_params());
    Picture result(shape);
    ASSERT_EQ(context.process(with_impulses(shape, 0.02), &result), ZSN2N_OK);
    EXPECT_NEAR(context.stats().noise_impulses, 0.02, 0.004);
    ASSERT_EQ(context.process(with_impulses(shape, 0), &result), ZSN2N_OK);
    EXPECT_EQ(context.stats().noise_impulses, 0);
}

TEST(Impulses, StripsAreAsTheWhole) {
    const Shape shape = shape_of(500, 1400, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    const Picture noisy = with_impulses(shape, 0.01);
    zsn2n_params params = guided_params();
    params.preset = ZSN2N_PRESET_FAST;
    Picture whole(shape);
    Context context(params);
    ASSERT_EQ(context.process(noisy, &whole), ZSN2N_OK);
    params.memory_cap = context.stats().memory_bytes * 4 / 5;
    EXPECT_TRUE(same_samples(whole, denoised(noisy, params)));
}

}  // namespace
