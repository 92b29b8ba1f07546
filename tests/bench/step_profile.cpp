// SPDX-License-Identifier: BSD-2-Clause
#include "step_profile.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "denoiser/settings.h"
#include "network/layers.h"
#include "pair/pair.h"
#include "train/loss.h"
#include "train/optimizer.h"

namespace bench {
namespace {

using namespace zsn2n;

constexpr int kSide = 32, kImageSide = 256, kViews = 2;
constexpr Region kView{0, 0, kSide, kSide};

double best_seconds(const std::function<void()> &call) {
    using Clock = std::chrono::steady_clock;
    double best = 1e9;
    const auto start = Clock::now();
    while (Clock::now() - start < std::chrono::milliseconds(60)) {
        const auto begin = Clock::now();
        call();
        best = std::min(best, std::chrono::duration<double>(Clock::now() - begin).count());
    }
    return best;
}

void fill(float *values, size_t count) {
    Rng rng(1, 1);
    for (size_t i = 0; i < count; ++i) values[i] = rng.uniform();
}

struct Part {
    const char *name;
    int calls;             // in a step
    double multiply_adds;  // of a call
    std::function<void()> call;
};

// A view's buffers and everything that works on them, as a training step does.
struct Step {
    ThreadScope scope;
    Settings settings;
    Layout layout{3, 3};
    Team team{Pool::shared(1), 1};
    CropSampler sampler{kImageSide, kImageSide, 2 * kSide, {}, 1};
    Planes image{kImageSide, kImageSide, 3}, noisy{kSide, kSide, 3}, other{kSide, kSide, 3},
        denoised{kSide, kSide, 3}, diff_noise{kSide, kSide, 3}, weight{kSide, kSide, 1};
    AlignedBuffer<uint8_t> first, second, diff_first;
    AlignedBuffer<float> gradient;
    ModelState state;
    std::unique_ptr<Conv3x3> conv;
    std::unique_ptr<Optimizer> soap;
    uint64_t drawn = 0;

    explicit Step(const zsn2n_params &params) : settings(resolve_settings(params)) {
        for (Planes *planes : {&image, &noisy, &other}) {
            const PlanesView view = planes->view();
            fill(view.data, static_cast<size_t>(view.plane_stride) * view.channels);
        }
        pair_weight({}, whole_crop(2 * kSide, 2 * kSide), weight.view());
        const size_t bytes = kView.pixels() * kWidth * storage_size(settings.method.storage);
        for (AlignedBuffer<uint8_t> *map : {&first, &second, &diff_first}) map->resize(bytes);
        gradient.resize(kViews * layout.size);
        fill(gradient.data(), gradient.size());
        initialise_parameters(layout, 1, state.theta);
        conv = make_conv3x3(settings.method, 1);
        soap = make_soap(layout, settings.preset->training.moments);
        state.optimizer.resize(soap->state_size());
        std::fill_n(state.optimizer.data(), soap->state_size(), 0.0f);
    }

    FeatureMap map(AlignedBuffer<uint8_t> &data) {
        return {data.data(), kView, settings.method.storage};
    }

    std::vector<Part> parts() {
        const float *theta = state.theta.data();
        float *shard = gradient.data();
        constexpr double kFirst = 9 * 3 * kWidth, kMiddle = 9.0 * kWidth * kWidth,
                         kLast = 3 * kWidth, kPixels = kSide * kSide;
        return {
            {"draw and downsample", 1, 0,
             [=] {
                 downsample_pair(image.view(), sampler.draw(++drawn), noisy.view(), other.view());
             }},
            {"set weights", 1, 0, [=] { conv->set_weights(theta + layout.w2, theta + layout.b2); }},
            {"first layer", kViews, kFirst * kPixels,
             [=] { conv_in(noisy.view(), layout, theta, map(first)); }},
            {"middle layer", kViews, kMiddle * kPixels,
             [=] { conv->forward(map(first), map(second), 0); }},
            {"last layer", kViews, kLast * kPixels,
             [=] { conv_out(map(second), layout, theta, noisy.view(), denoised.view()); }},
            {"loss", kViews, 0,
             [=] {
                 residual_loss(denoised.view(), other.view(), weight.view(), 1e-4f, 0, kSide,
                               diff_noise.view());
             }},
            {"last layer, weights", kViews, kLast * kPixels,
             [=] { conv_out_backward_weights(map(second), diff_noise.view(), layout, shard); }},
            {"last layer, data", kViews, kLast * kPixels,
             [=] {
                 conv_out_backward_data(map(second), layout, theta, diff_noise.view(), map(second));
             }},
            {"middle layer, weights", kViews, kMiddle * kPixels,
             [=] {
                 conv->backward_weights(map(first), map(second), shard + layout.w2,
                                        shard + layout.b2, 0);
             }},
            {"middle layer, data", kViews, kMiddle * kPixels,
             [=] { conv->backward_data(map(second), map(diff_first), 0); }},
            {"LeakyReLU, data", kViews, 0,
             [=] { leaky_relu_backward(map(first), map(diff_first)); }},
            {"first layer, weights", kViews, kFirst * kPixels,
             [=] { conv_in_backward_weights(noisy.view(), map(diff_first), layout, shard); }},
            // With a rate of zero the weights stay; the work is the same.
            {"SOAP (mean of 40 steps)", 1, 0,
             [=] {
                 for (int i = 0; i < 40; ++i) soap->step(state, shard, kViews, 0.0f, team);
             }},
        };
    }
};

}  // namespace

double print_step_profile(const zsn2n_params &params, double peak) {
    Step step(params);
    std::vector<double> seconds;
    const std::vector<Part> parts = step.parts();
    double sum = 0;
    for (const Part &part : parts) {
        const bool soap = &part == &parts.back();
        seconds.push_back(part.calls * best_seconds(part.call) / (soap ? 40 : 1));
        sum += seconds.back();
    }
    std::printf("part of a step\tcalls\tus\tshare\tof peak\n");
    for (size_t i = 0; i < parts.size(); ++i) {
        std::printf("%s\t%d\t%.1f\t%.3f\t", parts[i].name, parts[i].calls, seconds[i] * 1e6,
                    seconds[i] / sum);
        const double flops = 2 * parts[i].calls * parts[i].multiply_adds;
        std::printf(flops > 0 ? "%.2f\n" : "\n", flops / seconds[i] * 1e-9 / peak);
    }
    std::printf("sum\t\t%.1f\t\t\n", sum * 1e6);
    return sum;
}

}  // namespace bench
