// SPDX-License-Identifier: BSD-2-Clause
// strength=0 and deselected planes give the caller's bits back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "picture.h"

namespace {

std::vector<Shape> every_kind() {
    std::vector<Shape> shapes;
    for (const zsn2n_color color : {ZSN2N_COLOR_GRAY, ZSN2N_COLOR_RGB, ZSN2N_COLOR_YUV}) {
        for (const int bits : {8, 9, 10, 12, 14, 16, 32}) {
            Shape shape = shape_of(19, 14, color,
                                   bits == 8    ? ZSN2N_SAMPLE_U8
                                   : bits == 32 ? ZSN2N_SAMPLE_F32
                                                : ZSN2N_SAMPLE_U16);
            shape.bits = bits;
            shape.alpha = bits % 4 == 0;
            shapes.push_back(shape);
            if (color == ZSN2N_COLOR_YUV) {
                shape.shift_x = 1;
                shapes.push_back(shape);
                shape.shift_y = 1;
                shapes.push_back(shape);
                shape.shift_x = 2;
                shapes.push_back(shape);
            }
        }
    }
    return shapes;
}

// Every code there is, or floats with all kinds of bits.
void fill_extremes(Picture *picture) {
    uint64_t i = 0;
    for (int p = 0; p < picture->planes(); ++p) {
        for (int y = 0; y < picture->plane_height(p); ++y) {
            for (int x = 0; x < picture->plane_width(p); ++x, ++i) {
                const double u = uniform(11, i);
                if (picture->shape().sample == ZSN2N_SAMPLE_F32) {
                    static const double odd[] = {-0.0, 1e-40, -3.5, 7.25, 1.0 / 3, 1e20, -1e-12};
                    picture->set(p, x, y, i % 3 ? u * 1.4 - 0.2 : odd[(i / 3) % 7]);
                } else {
                    picture->set(p, x, y, std::floor(u * (picture->peak() + 1)));
                }
            }
        }
    }
}

}  // namespace

TEST(Strength, zero_is_a_copy_of_every_kind) {
    zsn2n_params params = quick_params(1);
    params.strength = 0;
    for (const Shape &shape : every_kind()) {
        Picture noisy(shape);
        fill_extremes(&noisy);
        const Picture result = denoised(noisy, params);
        EXPECT_EQ(result.bytes(), noisy.bytes()) << to_text(shape);
    }
}

TEST(Strength, blends_from_noisy_to_denoised) {
    Picture noisy(shape_of(32, 24, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    noisy.fill_noisy(5);
    zsn2n_params params = quick_params(20);
    const Picture full = denoised(noisy, params);
    params.strength = 0.25;
    const Picture quarter = denoised(noisy, params);
    double moved = 0, error = 0;
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < 24; ++y) {
            for (int x = 0; x < 32; ++x) {
                const double from = noisy.get(p, x, y), to = full.get(p, x, y);
                moved = std::max(moved, std::abs(to - from));
                error =
                    std::max(error, std::abs(quarter.get(p, x, y) - (from + 0.25 * (to - from))));
            }
        }
    }
    EXPECT_GT(moved, 0.05);
    EXPECT_LT(error, 1e-5);
}

TEST(Planes, unselected_ones_are_copied) {
    for (const Shape &shape : {shape_of(32, 24, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8), yuv420(32, 24),
                               shape_of(32, 24, ZSN2N_COLOR_YUV, ZSN2N_SAMPLE_F32)}) {
        Picture noisy(shape);
        noisy.fill_noisy(6);
        for (int planes = 0; planes <= 7; ++planes) {
            zsn2n_params params = quick_params(8);
            params.planes = planes;
            const Picture result = denoised(noisy, params);
            for (int p = 0; p < 3; ++p) {
                EXPECT_EQ(same_plane(noisy, result, p), !(planes >> p & 1))
                    << to_text(shape) << " planes=" << planes << " plane " << p;
            }
        }
    }
}

TEST(Planes, bits_beyond_the_images_planes_mean_nothing) {
    Picture noisy(shape_of(16, 16, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8));
    noisy.fill_noisy(7);
    zsn2n_params params = quick_params(8);
    const Picture all = denoised(noisy, params);
    params.planes = 1;
    EXPECT_TRUE(same_samples(all, denoised(noisy, params)));
    params.planes = 6;
    EXPECT_TRUE(same_samples(noisy, denoised(noisy, params)));
}
