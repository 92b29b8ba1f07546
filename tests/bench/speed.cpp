// SPDX-License-Identifier: BSD-2-Clause
// Steps and inference through the public API. A step's time is the slope between runs of n and 3n
// steps, so that what happens once per image is not in it.
#include <algorithm>
#include <cstdio>
#include <sstream>
#include <stdexcept>

#include "against.h"
#include "engine.h"
#include "noise.h"
#include "peak.h"
#include "step_profile.h"
#include "verbs.h"

namespace bench {
namespace {

// The network on RGB: 3x3 3->48, 3x3 48->48, 1x1 48->3.
constexpr double kMacPerPixel = 9 * 3 * 48 + 9 * 48 * 48 + 48 * 3;
constexpr double kForwardFlops = 2 * kMacPerPixel;
// Forward, gradient of the data, gradient of the weights.
constexpr double kTrainFlops = 3 * kForwardFlops;
// A 64x64 crop gives two views of 32x32; the published step sees both views and the whole image.
constexpr double kCropPixels = 2 * 32 * 32;
constexpr int kSide = 256;
constexpr double kWholePixels = 1.5 * kSide * kSide;
constexpr int kRepeats = 3;

Image test_image(int width, int height) {
    Image image(width, height, 3);
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                image.plane(c)[static_cast<size_t>(y) * width + x] =
                    static_cast<float>((x * (c + 1) + y * 3) % 200) / 255.f + 0.1f;
            }
        }
    }
    add_noise(&image, parse_noise("gauss:25"), 0);
    return image;
}

zsn2n_stats run_once(zsn2n_params params, int steps, Image *image) {
    params.steps = steps;
    Denoiser denoiser(params, nullptr);
    Image denoised(image->width, image->height, image->channels);
    denoiser.process(describe_float(image), describe_float(&denoised));
    return denoiser.stats();
}

double step_seconds(const zsn2n_params &params, Image *image, double budget_seconds) {
    const double guess = run_once(params, 8, image).train_seconds / 8;
    const int few =
        static_cast<int>(std::clamp(budget_seconds / (4 * kRepeats * guess), 4.0, 2000.0));
    double best_few = 1e30, best_many = 1e30;
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
        best_few = std::min(best_few, run_once(params, few, image).train_seconds);
        best_many = std::min(best_many, run_once(params, 3 * few, image).train_seconds);
    }
    return std::max(best_many - best_few, 1e-9) / (2 * few);
}

void measure(zsn2n_params params, const std::string &threads, std::string *last_line) {
    set_param(&params, "threads", threads);
    Image small = test_image(kSide, kSide), large = test_image(1536, 1024);
    params.preset = ZSN2N_PRESET_MEDIUM;
    params.guides = ZSN2N_GUIDES_NONE;
    double infer_seconds = 1e30;
    zsn2n_stats stats{};
    for (int repeat = 0; repeat < kRepeats; ++repeat) {
        stats = run_once(params, 1, &large);
        infer_seconds = std::min(infer_seconds, stats.infer_seconds);
    }
    const double f32_before = measure_f32_peak(stats.threads);
    const double bf16_before = measure_bf16_peak(stats.threads);
    const double crop_step = step_seconds(params, &small, 4);
    params.preset = ZSN2N_PRESET_PAPER;
    const double whole_step = step_seconds(params, &small, 8);
    // Once more: a shared machine's clock moves.
    const double f32_peak = std::max(f32_before, measure_f32_peak(stats.threads));
    const double bf16_peak = std::max(bf16_before, measure_bf16_peak(stats.threads));

    const bool bf16 = stats.precision == ZSN2N_PRECISION_BF16;
    const double peak = bf16 && bf16_peak > 0 ? bf16_peak : f32_peak;
    const double pixels = static_cast<double>(large.plane_size());
    const double train = kTrainFlops * kCropPixels / crop_step * 1e-9;
    const double whole = kTrainFlops * kWholePixels / whole_step * 1e-9;
    const double infer = kForwardFlops * pixels / infer_seconds * 1e-9;
    const char *precision = bf16 ? "bf16" : "f32";
    const char *backend = stats.backend == ZSN2N_BACKEND_ONEDNN ? "onednn" : "halide";
    std::printf("%d\t%s\t%s\tstep, crop 64\t%.1f\t1/s\t%.1f\n", stats.threads, precision, backend,
                1 / crop_step, train);
    std::printf("%d\t%s\t%s\tstep, whole %dx%d\t%.2f\t1/s\t%.1f\n", stats.threads, precision,
                backend, kSide, kSide, 1 / whole_step, whole);
    std::printf("%d\t%s\t%s\tinference, %dx%d\t%.2f\tMpix/s\t%.1f\n", stats.threads, precision,
                backend, large.width, large.height, pixels / infer_seconds * 1e-6, infer);
    char line[512];
    std::snprintf(
        line, sizeof line,
        "train_peak_fraction=%.3f inference_peak_fraction=%.3f train_gflops=%.1f "
        "whole_gflops=%.1f inference_gflops=%.1f f32_peak=%.1f bf16_peak=%.1f "
        "steps_per_second=%.1f whole_steps_per_second=%.2f inference_mpix_per_second=%.3f "
        "precision=%s backend=%s threads=%d",
        train / peak, infer / peak, train, whole, infer, f32_peak, bf16_peak, 1 / crop_step,
        1 / whole_step, pixels / infer_seconds * 1e-6, precision, backend, stats.threads);
    *last_line = line;
}

void print_profile(zsn2n_params params) {
    params.preset = ZSN2N_PRESET_MEDIUM;
    params.guides = ZSN2N_GUIDES_NONE;
    Image image = test_image(kSide, kSide);
    const bool bf16 = run_once(params, 1, &image).precision == ZSN2N_PRECISION_BF16;
    print_step_profile(params, bf16 ? measure_bf16_peak(1) : measure_f32_peak(1));
}

void run(const Arguments &arguments) {
    if (arguments.has("--against")) {
        return time_against(arguments.required("--against"),
                            arguments.integer("--pairs", 7, 1, 1000),
                            arguments.text("--threads", "0"));
    }
    zsn2n_params params;
    zsn2n_params_default(&params);
    for (const auto &option : set_options(arguments)) {
        if (option.first != "backend" && option.first != "precision") {
            throw std::runtime_error("--set: '" + option.first +
                                     "'; accepted are backend= and precision=");
        }
        set_param(&params, option.first, option.second);
    }
    std::stringstream list(arguments.text("--threads", "0"));
    std::string threads, last_line;
    std::printf("threads\tprecision\tbackend\twhat\trate\tunit\tgflops\n");
    while (std::getline(list, threads, ',')) measure(params, threads, &last_line);
    print_profile(params);
    std::printf("%s\n", last_line.c_str());
}

}  // namespace

const Verb kSpeed = {
    "speed",
    "steps and inference per second, as a fraction of the peak of the precision in use; parts of a "
    "step",
    {{"--threads", Option::kValue, "1 or 1,2,4: one measurement each, 0 = all cores (default)"},
     {"--against", Option::kValue,
      "instead: stills and a clip in turn with another build, FILE its tests/bench/zsn2n-bench; "
      "status 1 where this one is slower by more than 5 %"},
     {"--pairs", Option::kValue, "how often, for --against (default 7); the medians count"},
     {"--set", Option::kValues, "backend=NAME, precision=NAME"}},
    run};

}  // namespace bench
