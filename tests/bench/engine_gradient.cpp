// SPDX-License-Identifier: BSD-2-Clause
#include "engine_gradient.h"

#include <algorithm>
#include <stdexcept>

#include "base/aligned.h"
#include "base/team.h"
#include "network/conv3x3.h"
#include "network/layout.h"
#include "train/objective.h"

namespace bench {
namespace {

using zsn2n::kWidth;

// Calls visit(flat index, tensor, index in the tensor) for every parameter.
template <typename Visit>
void for_each_parameter(const zsn2n::Layout &layout, const Visit &visit) {
    const int channels = layout.in;
    for (int k = 0; k < kWidth; ++k) {
        visit(layout.b1 + k, 1, k);
        visit(layout.b2 + k, 3, k);
        for (int tap = 0; tap < 9; ++tap) {
            for (int c = 0; c < channels; ++c) {
                visit(layout.w1 + (c * 9 + tap) * kWidth + k, 0, (k * channels + c) * 9 + tap);
            }
            for (int i = 0; i < kWidth; ++i) {
                visit(layout.w2 + (tap * kWidth + i) * kWidth + k, 2, (k * kWidth + i) * 9 + tap);
            }
        }
        for (int c = 0; c < channels; ++c) visit(layout.w3 + c * kWidth + k, 4, c * kWidth + k);
    }
    for (int c = 0; c < channels; ++c) visit(layout.b3 + c, 5, c);
}

// The step at which the crop objective happens to see the image as it stands.
uint64_t upright_step(const Image &image, int size) {
    const zsn2n::CropSampler sampler(image.width, image.height, size, {}, 0);
    for (uint64_t step = 0; step < 10000; ++step) {
        const zsn2n::Crop crop = sampler.draw(step);
        if (crop.left == 0 && crop.top == 0 && !crop.transpose && !crop.flip_x && !crop.flip_y) {
            return step;
        }
    }
    throw std::runtime_error("the crop sampler never draws the upright image");
}

}  // namespace

std::vector<Variant> engine_variants() {
    std::vector<Variant> variants = {{"halide f32", false, false}};
    if (zsn2n::backend_available(zsn2n::Backend::kOnednn)) {
        variants.push_back({"onednn f32", true, false});
        if (zsn2n::bf16_available()) variants.push_back({"onednn bf16", true, true});
    }
    return variants;
}

double engine_gradient(const Variant &variant, const Image &image, const Tensors &weights,
                       bool consistency, int threads, Tensors *gradient) {
    const zsn2n::Layout layout(image.channels, image.channels);
    const auto storage = variant.bf16 ? zsn2n::Storage::kBf16 : zsn2n::Storage::kF32;
    const auto conv = zsn2n::make_conv3x3(
        variant.onednn ? zsn2n::Backend::kOnednn : zsn2n::Backend::kHalide, storage, threads);
    zsn2n::Planes noisy(image.width, image.height, image.channels);
    std::copy(image.samples.begin(), image.samples.end(), noisy.view().data);
    zsn2n::AlignedBuffer<float> theta(layout.size);
    std::fill_n(theta.data(), layout.size, 0.f);
    for_each_parameter(layout,
                       [&](size_t flat, int tensor, int i) { theta[flat] = weights[tensor][i]; });
    conv->set_weights(theta.data() + layout.w2, theta.data() + layout.b2);

    const int size = std::max(image.width, image.height);
    const zsn2n::TrainingImage training{noisy.view(), {}};
    const auto objective = consistency
                               ? zsn2n::make_whole_objective(training, layout, storage)
                               : zsn2n::make_crop_objective(training, layout, storage, size, 0);
    const uint64_t step = consistency ? 0 : upright_step(image, size);
    zsn2n::AlignedBuffer<float> shards(layout.size * objective->shards());
    std::fill_n(shards.data(), layout.size * objective->shards(), 0.f);
    const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
    const double loss = objective->evaluate(theta.data(), *conv, step, team, shards.data());

    for (int t = 0; t < 6; ++t) (*gradient)[t].assign(weights[t].size(), 0.f);
    for_each_parameter(layout, [&](size_t flat, int tensor, int i) {
        double sum = 0;
        for (int s = 0; s < objective->shards(); ++s) sum += shards[s * layout.size + flat];
        (*gradient)[tensor][i] = static_cast<float>(sum);
    });
    return loss;
}

}  // namespace bench
