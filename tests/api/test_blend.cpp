// SPDX-License-Identifier: BSD-2-Clause
// What of the change a result keeps: luma, chroma, detail; and the same by zsn2n_blend() alone.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

namespace {

struct Full {
    Picture noisy, denoised;
    zsn2n_stats stats;

    Full(const Shape &shape, const zsn2n_params &params) : Full(filled(shape), params) {}
    Full(const Picture &picture, const zsn2n_params &params)
        : noisy(picture), denoised(picture.shape()) {
        Context context(params);
        EXPECT_EQ(context.process(noisy, &denoised), ZSN2N_OK) << context.message();
        stats = context.stats();
    }

  private:
    static Picture filled(const Shape &shape) {
        Picture picture(shape);
        picture.fill_noisy(21);
        if (shape.alpha) {
            const int alpha = picture.planes() - 1;
            for (int i = 0; i < shape.width; ++i) picture.set(alpha, i, i % shape.height, 0);
        }
        return picture;
    }
};

zsn2n_params amounts(zsn2n_params params, double strength, double luma, double chroma,
                     double detail) {
    params.strength = strength;
    params.luma = luma;
    params.chroma = chroma;
    params.detail = detail;
    return params;
}

Picture blended(const Full &full, const zsn2n_params &params) {
    Picture dst(full.noisy.shape());
    const zsn2n_image noisy = full.noisy.image(), denoised = full.denoised.image(),
                      to = dst.image();
    char message[256] = "";
    EXPECT_EQ(zsn2n_blend(&params, &full.stats, &noisy, &denoised, &to, message, sizeof message),
              ZSN2N_OK)
        << message;
    return dst;
}

zsn2n_image cut(zsn2n_image image, int left, int top, int width, int height) {
    image.width = width;
    image.height = height;
    for (int p = 0; p < 3; ++p) {
        const bool chroma = p > 0 && image.color == ZSN2N_COLOR_YUV;
        zsn2n_plane &plane = image.plane[p];
        if (!plane.data) continue;
        plane.data = static_cast<char *>(plane.data) +
                     (top >> (chroma ? image.chroma_shift_y : 0)) * plane.row_stride +
                     (left >> (chroma ? image.chroma_shift_x : 0)) * plane.pixel_stride;
    }
    return image;
}

std::vector<Shape> shapes() {
    std::vector<Shape> shapes = {shape_of(61, 47, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
                                 shape_of(61, 47, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32),
                                 yuv420(61, 47, ZSN2N_SAMPLE_F32),
                                 shape_of(61, 47, ZSN2N_COLOR_YUV, ZSN2N_SAMPLE_F32)};
    shapes.push_back(shapes[0]);
    shapes.back().alpha = shapes.back().interleaved = true;
    return shapes;
}

TEST(Blend, AloneIsWhatTheWholeRunEndsWith) {
    for (const Shape &shape : shapes()) {
        for (const zsn2n_params &start : {quick_params(8), guided_params(4)}) {
            const Full full(shape, start);
            for (const zsn2n_params &params :
                 {amounts(start, 0.7, 1, 1, 0), amounts(start, 1, 0.3, 0.8, 0),
                  amounts(start, 0.9, 0.5, 1, 0.6), amounts(start, 0, 0.5, 1, 0.6),
                  amounts(start, 1, 1, 1, 1)}) {
                EXPECT_TRUE(same_samples(denoised(full.noisy, params), blended(full, params)))
                    << to_text(shape) << " detail " << params.detail;
            }
        }
    }
}

constexpr double kSpectrumSigma = 0.06;

// Slow waves with noise, stronger where they are bright, that all planes share or that is the mean
// of two pixels.
Picture with_spectrum(const Shape &shape, bool shared) {
    Picture picture(shape);
    const auto noise = [](int seed, int x, int y) {
        double sum = -6;
        for (int k = 0; k < 12; ++k)
            sum += uniform(seed, (1000 * static_cast<uint64_t>(y) + x) * 12 + k);
        return sum;
    };
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                const double clean = 0.5 + 0.25 * std::sin(0.04 * x + p) * std::cos(0.03 * y);
                const double drawn =
                    shared ? noise(80, x, y)
                           : (noise(81 + p, x, y) + noise(81 + p, x + 1, y)) / std::sqrt(2.0);
                picture.set(p, x, y, clean + kSpectrumSigma * std::sqrt(2 * clean) * drawn);
            }
        }
    }
    return picture;
}

TEST(Blend, AloneWhereTheNoiseHasASpectrum) {
    const auto check = [](zsn2n_color color, bool shared) {
        const zsn2n_params start = guided_params(4);
        const Full full(with_spectrum(shape_of(192, 160, color, ZSN2N_SAMPLE_F32), shared), start);
        const std::string what = to_text(full.noisy.shape()) + (shared ? " shared" : " blurred");
        EXPECT_EQ(full.stats.noise_kind, ZSN2N_NOISE_KIND_COLORED) << what;
        for (int p = 0; p < full.noisy.planes(); ++p) {
            const double(&curve)[ZSN2N_NOISE_KNOTS] = full.stats.noise_curve[p];
            // Of colour planes twice the variance is assumed.
            EXPECT_NEAR(std::sqrt(curve[4]) / kSpectrumSigma, 1.15, 0.4) << what << " plane " << p;
            EXPECT_GE(curve[6], curve[2]) << what << " plane " << p;
            EXPECT_DOUBLE_EQ(zsn2n_noise_variance(&full.stats, p, 0.5), curve[4]) << what;
            EXPECT_DOUBLE_EQ(zsn2n_noise_variance(&full.stats, p, 9.0 / 16),
                             (curve[4] + curve[5]) / 2)
                << what;
            EXPECT_EQ(zsn2n_noise_variance(&full.stats, p, 7), curve[8]) << what;
            EXPECT_EQ(zsn2n_noise_variance(&full.stats, p, -7), curve[0]) << what;
        }
        for (const zsn2n_params &params :
             {amounts(start, 0.9, 0.5, 1, 0.6), amounts(start, 1, 1, 1, 1)})
            EXPECT_TRUE(same_samples(denoised(full.noisy, params), blended(full, params))) << what;
    };
    check(ZSN2N_COLOR_RGB, true);
    check(ZSN2N_COLOR_RGB, false);
    check(ZSN2N_COLOR_GRAY, false);
    check(ZSN2N_COLOR_YUV, false);
}

TEST(Blend, InPlaceAndForAnyThreads) {
    for (const Shape &shape : shapes()) {
        const Full full(shape, quick_params(8));
        zsn2n_params params = amounts(quick_params(8), 0.9, 0.5, 0.7, 0.6);
        params.threads = 1;
        const Picture expected = blended(full, params);
        params.threads = 3;
        Picture in_place(full.noisy);
        const zsn2n_image noisy = in_place.image(), denoised = full.denoised.image();
        ASSERT_EQ(zsn2n_blend(&params, &full.stats, &noisy, &denoised, &noisy, nullptr, 0),
                  ZSN2N_OK);
        EXPECT_TRUE(same_samples(expected, in_place)) << to_text(shape);
    }
}

// Threads that flush subnormals to zero, and one that does not, would give other bits: which of
// them takes a band is chance, so there are many bands and rounds.
TEST(Blend, OfSubnormalsForAnyThreads) {
    const Shape shape = shape_of(1024, 1024, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
    Full full(shape_of(16, 16, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32), quick_params(1));
    Picture noisy(shape), denoised(shape);
    for (int y = 0; y < shape.height; ++y) {
        for (int x = 0; x < shape.width; ++x) {
            noisy.set(0, x, y, 1e-39 * (1 + (x + y) % 7));
            denoised.set(0, x, y, 1e-39 * (1 + x % 5));
        }
    }
    zsn2n_params params = amounts(quick_params(), 0.9, 0.5, 0.7, 0.6);
    const zsn2n_image from = noisy.image(), to = denoised.image();
    const auto blended = [&](int threads) {
        Picture dst(shape);
        const zsn2n_image image = dst.image();
        params.threads = threads;
        EXPECT_EQ(zsn2n_blend(&params, &full.stats, &from, &to, &image, nullptr, 0), ZSN2N_OK);
        return dst;
    };
    const Picture expected = blended(1);
    for (int round = 0; round < 10; ++round) {
        ASSERT_TRUE(same_samples(expected, blended(3))) << "round " << round;
    }
}

TEST(Blend, ARectangleGivesThePixelsOfTheWhole) {
    constexpr int kLeft = 8, kTop = 6, kWidth = 31, kHeight = 22, kMargin = ZSN2N_BLEND_MARGIN;
    for (const Shape &shape : {shapes()[0], shapes()[2]}) {
        const Full full(shape, quick_params(8));
        const zsn2n_params params = amounts(quick_params(8), 0.9, 0.5, 0.7, 0.6);
        const Picture whole = blended(full, params);
        Picture part(shape);
        const zsn2n_image noisy = cut(full.noisy.image(), kLeft, kTop, kWidth, kHeight),
                          denoised = cut(full.denoised.image(), kLeft, kTop, kWidth, kHeight),
                          dst = cut(part.image(), kLeft, kTop, kWidth, kHeight);
        ASSERT_EQ(zsn2n_blend(&params, &full.stats, &noisy, &denoised, &dst, nullptr, 0), ZSN2N_OK);
        for (int p = 0; p < whole.planes(); ++p) {
            const int shift = p > 0 ? shape.shift_x : 0;
            for (int y = (kTop >> shift) + kMargin; y < ((kTop + kHeight) >> shift) - kMargin;
                 ++y) {
                for (int x = (kLeft >> shift) + kMargin; x < ((kLeft + kWidth) >> shift) - kMargin;
                     ++x) {
                    ASSERT_EQ(part.get(p, x, y), whole.get(p, x, y)) << p << " " << x << " " << y;
                }
            }
        }
    }
}

// Brightness is the channels' mean, colour what is left.
TEST(Blend, KeepsBrightnessAndColourApart) {
    const Full full(shapes()[0], quick_params(8));
    const Picture bright = blended(full, amounts(quick_params(8), 1, 1, 0, 0));
    const Picture color = blended(full, amounts(quick_params(8), 1, 0, 1, 0));
    for (int y = 0; y < 47; ++y) {
        for (int x = 0; x < 61; ++x) {
            double mean[3] = {};  // of noisy, denoised, color
            for (int c = 0; c < 3; ++c) {
                mean[0] += full.noisy.get(c, x, y) / 3;
                mean[1] += full.denoised.get(c, x, y) / 3;
                mean[2] += color.get(c, x, y) / 3;
            }
            EXPECT_NEAR(mean[2], mean[0], 1e-5);
            for (int c = 0; c < 3; ++c) {
                EXPECT_NEAR(bright.get(c, x, y), full.noisy.get(c, x, y) + mean[1] - mean[0], 1e-5);
                EXPECT_NEAR(bright.get(c, x, y) + color.get(c, x, y) - full.noisy.get(c, x, y),
                            full.denoised.get(c, x, y), 1e-5);
            }
        }
    }
}

TEST(Blend, LumaIsYAndChromaUAndV) {
    const Full full(shapes()[2], quick_params(8));
    const Picture result = blended(full, amounts(quick_params(8), 1, 0, 1, 0));
    EXPECT_TRUE(same_plane(result, full.noisy, 0));
    EXPECT_FALSE(same_plane(result, full.noisy, 1));
    EXPECT_FALSE(same_plane(result, full.noisy, 2));
}

// Flat on the left, where noise alone was taken; stripes on the right, which were taken as well.
TEST(Blend, DetailGivesBackWhatNoiseDoesNotExplain) {
    constexpr double kSigma = 0.05;
    Full full(shape_of(96, 64, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32), quick_params(2));
    full.stats.noise_a[0] = 0;
    full.stats.noise_b[0] = kSigma * kSigma;
    const auto stripes = [](int x, int y) { return x < 48 ? 0.0 : (x + y) % 4 < 2 ? 0.12 : -0.12; };
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 96; ++x) {
            const double normal = std::sqrt(-2 * std::log(1 - uniform(1, y * 96 + x))) *
                                  std::cos(6.283185307 * uniform(2, y * 96 + x));
            full.denoised.set(0, x, y, 0.5);
            full.noisy.set(0, x, y, 0.5 + kSigma * normal + stripes(x, y));
        }
    }
    const Picture result = blended(full, amounts(quick_params(2), 1, 1, 1, 1));
    double noise = 0, stripe = 0;
    for (int y = 0; y < 64; ++y) {
        for (int x = 0; x < 96; ++x) {
            const double change = result.get(0, x, y) - 0.5;
            if (x < 44) noise += change * change / (44 * 64);
            if (x >= 52) stripe += change * stripes(x, y) / (0.12 * 0.12 * 44 * 64);
        }
    }
    EXPECT_LT(std::sqrt(noise), 0.2 * kSigma);
    EXPECT_GT(stripe, 0.7);
}

TEST(Blend, RefusesWhatDoesNotBelongTogether) {
    const Full full(shapes()[0], quick_params(2));
    const zsn2n_params params = quick_params(2);
    const zsn2n_image noisy = full.noisy.image();
    Picture other(shape_of(60, 47, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    const zsn2n_image smaller = other.image();
    char message[256] = "";
    EXPECT_EQ(zsn2n_blend(&params, &full.stats, &noisy, &smaller, &noisy, message, sizeof message),
              ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(std::string(message).find("size"), std::string::npos);
    EXPECT_EQ(zsn2n_blend(&params, nullptr, &noisy, &noisy, &noisy, message, sizeof message),
              ZSN2N_INVALID_ARGUMENT);
}

}  // namespace
