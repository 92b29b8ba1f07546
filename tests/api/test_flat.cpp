// SPDX-License-Identifier: BSD-2-Clause
// Where there is no noise: bars and pages are copied, and what is beside them is denoised as if
// they were not there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "frames.h"

namespace {

// Sums of twelve deviates are all but normal.
double normal(uint64_t seed, uint64_t i) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += uniform(seed, 12 * i + k);
    return sum;
}

double sample_of(const Picture &picture, double value) {
    if (picture.shape().sample == ZSN2N_SAMPLE_F32) return value;
    return std::floor(std::clamp(value, 0.0, 1.0) * picture.peak() + 0.5);
}

// The noise-free scene; waves, and an edge.
double scene(int x, int y, int plane) {
    const double waves = std::sin(x * 0.13 + plane) * std::cos(y * 0.09) * 0.15;
    return 0.45 + waves + (x + 2 * y > 170 ? 0.12 : 0.0);
}

// Of each plane: rows at top and bottom, columns at left and right.
struct Frame {
    int rows = 0, columns = 0;
    double level = 0;
};

Shape framed(Shape shape, const Frame &frame) {
    shape.width += 2 * frame.columns;
    shape.height += 2 * frame.rows;
    return shape;
}

bool inside(const Picture &picture, int plane, int x, int y, const Frame &frame) {
    const int shift = plane > 0 ? picture.shape().shift_x : 0;
    const int left = frame.columns >> shift, top = frame.rows >> shift;
    return x >= left && x < picture.plane_width(plane) - left && y >= top &&
           y < picture.plane_height(plane) - top;
}

Picture noisy_scene(const Shape &shape, const Frame &frame, double sigma, uint64_t seed) {
    Picture picture(framed(shape, frame));
    for (int p = 0; p < picture.planes(); ++p) {
        const int shift = p > 0 ? shape.shift_x : 0;
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                double value = p > 0 && shape.color == ZSN2N_COLOR_YUV ? 0.5 : frame.level;
                if (inside(picture, p, x, y, frame)) {
                    const int u = x - (frame.columns >> shift), v = y - (frame.rows >> shift);
                    value = scene(u << shift, v << shift, p) +
                            sigma * normal(seed + p, static_cast<uint64_t>(v) * 4096 + u);
                }
                picture.set(p, x, y, sample_of(picture, value));
            }
        }
    }
    return picture;
}

// PSNR inside the frame, of all planes.
double psnr(const Picture &picture, const Frame &frame) {
    double sum = 0, count = 0;
    for (int p = 0; p < picture.planes(); ++p) {
        const int shift = p > 0 ? picture.shape().shift_x : 0;
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                if (!inside(picture, p, x, y, frame)) continue;
                const int u = x - (frame.columns >> shift), v = y - (frame.rows >> shift);
                const double error =
                    picture.get(p, x, y) / picture.peak() - scene(u << shift, v << shift, p);
                sum += error * error;
                ++count;
            }
        }
    }
    return -10 * std::log10(sum / count);
}

void expect_copied_outside(const Picture &noisy, const Picture &result, const Frame &frame,
                           const std::string &what) {
    int changed = 0;
    for (int p = 0; p < noisy.planes(); ++p) {
        for (int y = 0; y < noisy.plane_height(p); ++y) {
            for (int x = 0; x < noisy.plane_width(p); ++x) {
                if (!inside(noisy, p, x, y, frame))
                    changed += noisy.get(p, x, y) != result.get(p, x, y);
            }
        }
    }
    EXPECT_EQ(changed, 0) << what;
}

Shape ten_bits(Shape shape) {
    shape.bits = 10;
    return shape;
}

constexpr double kSigma = 12.0 / 255;

}  // namespace

TEST(Flat, bars_are_copied_and_harm_nothing) {
    Shape interleaved = shape_of(256, 208, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    interleaved.interleaved = true;
    for (const Shape &shape : {shape_of(256, 208, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8), interleaved,
                               shape_of(256, 208, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
                               yuv420(256, 208), ten_bits(yuv420(256, 208, ZSN2N_SAMPLE_U16))}) {
        const zsn2n_params params = params_of("preset=fast");
        const double alone = psnr(denoised(noisy_scene(shape, {}, kSigma, 1), params), {});
        for (const Frame &frame : {Frame{26, 0, 16.0 / 255}, Frame{8, 0, 0}, Frame{0, 38, 1},
                                   Frame{60, 30, 64.0 / 255}}) {
            const std::string what = to_text(shape) + " rows " + std::to_string(frame.rows) +
                                     " columns " + std::to_string(frame.columns);
            const Picture noisy = noisy_scene(shape, frame, kSigma, 1);
            const Picture result = denoised(noisy, params);
            expect_copied_outside(noisy, result, frame, what);
            EXPECT_GT(psnr(result, frame), alone - 0.2) << what;
            EXPECT_GT(psnr(result, frame), psnr(noisy, frame) + 5) << what;
        }
    }
}

TEST(Flat, bars_of_a_video_are_copied_in_each_frame) {
    const Frame frame{22, 0, 16.0 / 255};
    const Shape shape = yuv420(192, 160);
    for (const char *options : {"", "preset=fast", "guides=none:steps=20:temporal=0"}) {
        Context with(video_of(options)), without(video_of(options));
        for (uint64_t i = 0; i < 6; ++i) {
            const Picture noisy = noisy_scene(shape, frame, kSigma, 10 + 3 * i);
            const Picture result = next(with, noisy);
            const Picture alone = next(without, noisy_scene(shape, {}, kSigma, 10 + 3 * i));
            expect_copied_outside(noisy, result, frame, options);
            // The network alone learns another thing from each picture.
            const double less = std::string(options).find("none") == std::string::npos ? 0.25 : 1;
            EXPECT_GT(psnr(result, frame), psnr(alone, {}) - less) << options << " " << i;
        }
    }
}

TEST(Flat, strips_and_threads_give_the_same_bits) {
    const Frame frame{26, 14, 16.0 / 255};
    for (const Shape &shape :
         {shape_of(200, 300, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8), yuv420(200, 300),
          shape_of(200, 300, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32)}) {
        Picture noisy = noisy_scene(shape, frame, kSigma, 3);
        // A standing logo.
        for (int p = 0; p < noisy.planes(); ++p) {
            const int shift = p > 0 ? shape.shift_x : 0;
            for (int y = 101 >> shift; y < 150 >> shift; ++y) {
                for (int x = 61 >> shift; x < 121 >> shift; ++x)
                    noisy.set(p, x, y, sample_of(noisy, 0.8));
            }
        }
        zsn2n_params params = params_of("preset=fast");
        const Picture whole = denoised(noisy, params);
        params.threads = 1;
        EXPECT_TRUE(same_samples(denoised(noisy, params), whole)) << to_text(shape);
        params.memory_cap = required(params, noisy, 1) * 6 / 5;
        EXPECT_TRUE(same_samples(denoised(noisy, params), whole)) << to_text(shape);
        EXPECT_EQ(whole.get(0, 90, 125), noisy.get(0, 90, 125));
    }
}

TEST(Flat, clipped_noise_is_noise) {
    const Shape shape = shape_of(192, 160, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
    Picture noisy(shape);
    const auto clean = [](int x, int y) {
        return std::max(0.0, 0.3 * std::sin(x * 0.05) * y / 160);
    };
    for (int y = 0; y < 160; ++y) {
        for (int x = 0; x < 192; ++x) {
            noisy.set(0, x, y, sample_of(noisy, clean(x, y) + kSigma * normal(7, y * 192 + x)));
        }
    }
    const Picture result = denoised(noisy, params_of("preset=fast"));
    double before = 0, after = 0;
    for (int y = 0; y < 160; ++y) {
        for (int x = 0; x < 192; ++x) {
            before += std::pow(noisy.get(0, x, y) / 255 - clean(x, y), 2);
            after += std::pow(result.get(0, x, y) / 255 - clean(x, y), 2);
        }
    }
    EXPECT_LT(after, before / 10);
}

// Constant areas under transparent pixels are no bars.
TEST(Flat, what_is_under_transparent_pixels_does_not_matter) {
    Shape shape = shape_of(128, 96, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    shape.alpha = true;
    Picture constant(shape), noisy(shape);
    for (Picture *picture : {&constant, &noisy}) {
        picture->fill_noisy(5);
        for (int y = 0; y < 96; ++y) {
            for (int x = 61; x < 128; ++x) {
                picture->set(3, x, y, 0);
                for (int p = 0; p < 3 && picture == &constant; ++p) picture->set(p, x, y, 77);
            }
        }
    }
    const Picture a = denoised(constant, params_of("preset=fast"));
    const Picture b = denoised(noisy, params_of("preset=fast"));
    int different = 0;
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < 96; ++y) {
            for (int x = 0; x < 61; ++x) different += a.get(p, x, y) != b.get(p, x, y);
        }
    }
    EXPECT_EQ(different, 0);
}
