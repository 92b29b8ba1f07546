// SPDX-License-Identifier: BSD-2-Clause
// The bench's own measures against values known from formulas: figures are worth no more than
// these.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "color.h"
#include "files.h"
#include "image_io.h"
#include "metrics.h"
#include "noise.h"
#include "scene.h"
#include "spectrum.h"

using bench::Image;

namespace {

Image constant(float value, int side = 200) {
    Image image(side, side, 1);
    std::fill(image.samples.begin(), image.samples.end(), value);
    return image;
}

struct Moments {
    double mean, variance;
};

Moments moments(const Image &image) {
    double sum = 0, squares = 0;
    for (const float sample : image.samples) {
        sum += sample;
        squares += double(sample) * sample;
    }
    const double n = static_cast<double>(image.samples.size()), mean = sum / n;
    return {mean, squares / n - mean * mean};
}

}  // namespace

TEST(Noise, gauss_has_its_sigma_and_clips) {
    Image image = constant(0.5f);
    bench::add_noise(&image, bench::parse_noise("gauss:25"), 1);
    const Moments measured = moments(image);
    EXPECT_NEAR(measured.mean, 0.5, 0.003);
    EXPECT_NEAR(std::sqrt(measured.variance), 25.0 / 255, 0.002);
    Image dark = constant(0.0f);
    bench::add_noise(&dark, bench::parse_noise("gauss:25"), 1);
    EXPECT_EQ(*std::min_element(dark.samples.begin(), dark.samples.end()), 0.f);
    // Half of the noise is cut away: the mean is sigma / sqrt(2 pi).
    EXPECT_NEAR(moments(dark).mean, 25.0 / 255 / std::sqrt(2 * M_PI), 0.002);
}

TEST(Noise, poisson_has_its_mean_and_variance_and_is_not_clipped) {
    for (const double level : {10.0, 50.0, 200.0}) {
        Image image = constant(0.9f);
        bench::add_noise(&image, {bench::Noise::kPoisson, 1 / level}, 2);
        const Moments measured = moments(image);
        EXPECT_NEAR(measured.mean, 0.9, 5 * std::sqrt(0.9 / level / 40000)) << level;
        EXPECT_NEAR(measured.variance / (0.9 / level), 1, 0.04) << level;
        EXPECT_GT(*std::max_element(image.samples.begin(), image.samples.end()), 1.f) << level;
    }
}

TEST(Noise, seed_decides) {
    Image a = constant(0.5f, 20), b = a, c = a;
    bench::add_noise(&a, bench::parse_noise("gauss:10"), 3);
    bench::add_noise(&b, bench::parse_noise("gauss:10"), 3);
    bench::add_noise(&c, bench::parse_noise("gauss:10"), 4);
    EXPECT_EQ(a.samples, b.samples);
    EXPECT_NE(a.samples, c.samples);
}

TEST(Metrics, psnr_of_a_known_error) {
    EXPECT_NEAR(bench::psnr(constant(0.6f), constant(0.5f)), 20, 1e-4);
    EXPECT_EQ(bench::psnr(constant(0.5f), constant(0.5f)), 100);
    // Clamped before it is compared.
    EXPECT_NEAR(bench::psnr(constant(7.f), constant(0.9f)), 20, 1e-4);
    EXPECT_ANY_THROW(bench::psnr(constant(0.f, 8), constant(0.f, 9)));
}

TEST(Metrics, ssim_of_known_pairs) {
    const Image scene = make_scene(64, 48, 3);
    EXPECT_NEAR(bench::ssim(scene, scene), 1, 1e-9);
    // Constant images: (2ab + C1) / (a^2 + b^2 + C1).
    EXPECT_NEAR(bench::ssim(constant(0.6f, 32), constant(0.5f, 32)), 0.6001 / 0.6101, 1e-4);
    Image noisy = scene;
    bench::add_noise(&noisy, bench::parse_noise("gauss:25"), 5);
    const double light = bench::ssim(noisy, scene);
    bench::add_noise(&noisy, bench::parse_noise("gauss:25"), 6);
    EXPECT_LT(bench::ssim(noisy, scene), light);
    EXPECT_LT(light, 0.9);
}

TEST(ImageFiles, png_comes_back_rounded) {
    const bench::TemporaryFolder folder;
    for (const int channels : {1, 3}) {
        const Image scene = make_scene(37, 21, channels);
        bench::write_png(folder.file("scene.png"), scene);
        const Image back = bench::read_image(folder.file("scene.png"));
        ASSERT_EQ(back.channels, channels);
        ASSERT_EQ(back.width, 37);
        ASSERT_EQ(back.height, 21);
        for (size_t i = 0; i < scene.samples.size(); ++i) {
            ASSERT_NEAR(scene.samples[i], back.samples[i], 0.5001 / 255);
        }
    }
    EXPECT_ANY_THROW(bench::read_image(folder.file("absent.png")));
}

TEST(PixelFormats, hold_a_scene_within_their_rounding) {
    const Image scene = make_scene(37, 21, 3), gray = bench::to_gray(scene);
    const struct {
        const char *name;
        double least_psnr;
    } formats[] = {{"gbrp", 57},    {"gbrp10", 69},    {"gbrp16", 90}, {"gbrpf32", 99},
                   {"yuv444p", 48}, {"yuv444p12", 70}, {"gray", 57},   {"grayf32", 99}};
    for (const auto &format : formats) {
        const bench::PixelFormat parsed = bench::parse_pixel_format(format.name);
        const Image &image = parsed.color == ZSN2N_COLOR_GRAY ? gray : scene;
        bench::Frame frame(parsed, 37, 21);
        frame.store(image);
        EXPECT_GT(bench::psnr(frame.load(), image), format.least_psnr) << format.name;
    }
    // Subsampling loses chroma; a second trip loses next to nothing.
    for (const char *name : {"yuv420p", "yuv422p", "yuv420p10"}) {
        bench::Frame frame(bench::parse_pixel_format(name), 37, 21);
        frame.store(scene);
        const Image once = frame.load();
        EXPECT_GT(bench::psnr(once, scene), 18) << name;
        frame.store(once);
        EXPECT_GT(bench::psnr(frame.load(), once), 45) << name;
    }
}

// One coefficient of each 8x8 block: (3, 4), at a distance of 5. Grey noise has no colour.
TEST(BenchTools, spectrum_of_one_frequency) {
    constexpr float kAmplitude = 0.1f;
    Image image(32, 24, 3);
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x) {
                const double wave =
                    std::cos((x % 8 + 0.5) * 3 * M_PI / 8) * std::cos((y % 8 + 0.5) * 4 * M_PI / 8);
                image.plane(c)[y * image.width + x] = kAmplitude * static_cast<float>(wave);
            }
        }
    }
    const bench::Spectrum found = bench::spectrum_of(image);
    // Its square is 16 x 3 times the amplitude's. Eleven coefficients lie between 5 and 6: (4, 4),
    // and (0, 5), (1, 5), (2, 5), (3, 5), (3, 4) with their mirror images.
    for (int k = 0; k < bench::Spectrum::kBands; ++k) {
        const double truth = k == 5 ? 48 * kAmplitude * kAmplitude / 11 : 0;
        EXPECT_NEAR(found.band[0][k], truth, 1e-6) << k;
        EXPECT_NEAR(found.band[1][k], 0, 1e-9) << k;
    }
    EXPECT_EQ(bench::error_db(found, found), 0);
    bench::Spectrum half = found;
    half.band[0][5] /= 2;
    EXPECT_NEAR(bench::error_db(half, found), 10 * std::log10(2.0), 1e-6);
}
