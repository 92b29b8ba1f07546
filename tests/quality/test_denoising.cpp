// SPDX-License-Identifier: BSD-2-Clause
// Denoising gains what it should on known scenes, and does no harm where there is nothing to gain.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine.h"
#include "metrics.h"
#include "noise.h"
#include "scene.h"

using bench::Image;

namespace {

zsn2n_params default_params() {
    zsn2n_params params;
    zsn2n_params_default(&params);
    return params;
}

Image denoise(Image noisy, const zsn2n_params &params = default_params()) {
    Image result(noisy.width, noisy.height, noisy.channels);
    bench::Denoiser denoiser(params, nullptr);
    denoiser.process(bench::describe_float(&noisy), bench::describe_float(&result));
    return result;
}

double gain(const Image &clean, const char *noise, const zsn2n_params &params = default_params()) {
    Image noisy = clean;
    bench::add_noise(&noisy, bench::parse_noise(noise), 1);
    return bench::psnr(denoise(noisy, params), clean) - bench::psnr(noisy, clean);
}

}  // namespace

TEST(Denoising, default_preset_gains_on_white_noise) {
    const Image rgb = make_scene(160, 128, 3), gray = make_scene(160, 128, 1);
    EXPECT_GT(gain(rgb, "gauss:25"), 5.0);
    EXPECT_GT(gain(rgb, "poisson:30"), 5.0);
    EXPECT_GT(gain(gray, "gauss:25"), 4.0);
}

TEST(Denoising, every_backend_and_precision_gains_alike) {
    const Image scene = make_scene(96, 96, 3);
    zsn2n_params params = default_params();
    params.steps = 400;
    params.backend = ZSN2N_BACKEND_HALIDE;
    params.precision = ZSN2N_PRECISION_F32;
    const double expected = gain(scene, "gauss:25", params);
    EXPECT_GT(expected, 4.0);
    for (const int backend : {ZSN2N_BACKEND_HALIDE, ZSN2N_BACKEND_ONEDNN}) {
        for (const int precision : {ZSN2N_PRECISION_F32, ZSN2N_PRECISION_BF16}) {
            params.backend = backend;
            params.precision = precision;
            zsn2n_context *probe = nullptr;
            const zsn2n_status status = zsn2n_create(&probe, &params, nullptr);
            zsn2n_destroy(&probe);
            if (status == ZSN2N_UNSUPPORTED) continue;
            EXPECT_NEAR(gain(scene, "gauss:25", params), expected, 0.15)
                << "backend " << backend << ", precision " << precision;
        }
    }
}

TEST(Denoising, published_method_gains) {
    zsn2n_params params = default_params();
    params.preset = ZSN2N_PRESET_PAPER;
    params.steps = 300;
    EXPECT_GT(gain(make_scene(64, 64, 3), "gauss:25", params), 3.0);
}

TEST(Denoising, constant_images_stay_constant) {
    for (const float value : {0.f, 0.5f, 1.f}) {
        Image image(48, 40, 3);
        std::fill(image.samples.begin(), image.samples.end(), value);
        const Image result = denoise(image);
        for (const float sample : result.samples) ASSERT_NEAR(sample, value, 0.02) << value;
    }
}

TEST(Denoising, clean_images_keep_their_detail) {
    const Image scene = make_scene(128, 96, 3);
    EXPECT_GT(bench::psnr(denoise(scene), scene), 30);
}

TEST(Denoising, warm_start_keeps_the_quality_in_few_steps) {
    zsn2n_params params = default_params();
    Image result(128, 96, 3);
    bench::Denoiser denoiser(params, nullptr);
    double first = 0, last = 0;
    for (int frame = 0; frame < 6; ++frame) {
        const Image clean = make_scene(128, 96, 3, frame);
        Image noisy = clean;
        bench::add_noise(&noisy, bench::parse_noise("gauss:30"), frame);
        denoiser.process(bench::describe_float(&noisy), bench::describe_float(&result));
        last = bench::psnr(result, clean);
        if (frame == 0) first = last;
    }
    EXPECT_EQ(denoiser.stats().warm, 1);
    EXPECT_GT(last, first - 0.5);
}
