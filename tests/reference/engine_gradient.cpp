// SPDX-License-Identifier: BSD-2-Clause
#include "engine_gradient.h"

#include <algorithm>

#include "pair/pair.h"

namespace zsn2n_test {

namespace {

using zsn2n::kWidth;
using zsn2n::Layout;

// Our offset of every element of PyTorch's six tensors: visit(tensor, index in it, offset).
template <typename Visit>
void each_parameter(const Layout &layout, const Visit &visit) {
    for (int k = 0; k < kWidth; ++k) {
        for (int c = 0; c < layout.in; ++c) {
            for (int tap = 0; tap < 9; ++tap) {
                visit(0, (k * layout.in + c) * 9 + tap, layout.w1 + (c * 9 + tap) * kWidth + k);
            }
        }
        visit(1, k, layout.b1 + k);
        for (int i = 0; i < kWidth; ++i) {
            for (int tap = 0; tap < 9; ++tap) {
                visit(2, (k * kWidth + i) * 9 + tap, layout.w2 + (tap * kWidth + i) * kWidth + k);
            }
        }
        visit(3, k, layout.b2 + k);
    }
    for (int c = 0; c < layout.out; ++c) {
        for (int k = 0; k < kWidth; ++k) visit(4, c * kWidth + k, layout.w3 + c * kWidth + k);
        visit(5, c, layout.b3 + c);
    }
}

// A step at which the crop sampler draws the whole image as it stands.
uint64_t whole_step(const zsn2n::PlanesView &image, uint64_t seed, int size) {
    const zsn2n::CropSampler sampler(image.width, image.height, size, {}, seed);
    for (uint64_t step = 0;; ++step) {
        const zsn2n::Crop crop = sampler.draw(step);
        if (!crop.left && !crop.top && !crop.transpose && !crop.flip_x && !crop.flip_y) return step;
    }
}

}  // namespace

EngineGradient::EngineGradient(const gradient_fixture::Fixture &fixture,
                               const zsn2n::Method &method, int slots)
    : layout_(fixture.channels, fixture.channels),
      image_(fixture.width, fixture.height, fixture.channels),
      conv_(zsn2n::make_conv3x3(method, slots)) {
    const auto pixels = gradient_fixture::image(fixture);
    std::copy(pixels.begin(), pixels.end(), image_.view().data);
    theta.resize(layout_.size);
    std::fill_n(theta.data(), layout_.size, 0.0f);
    const auto weights = gradient_fixture::weights(fixture);
    each_parameter(layout_, [&](int t, int i, size_t at) { theta[at] = weights[t][i]; });
    const zsn2n::TrainingImage training{image_.view(), {}};
    if (fixture.consistency) {
        objective_ = make_whole_objective(training, layout_, method.storage, arena_);
    } else {
        constexpr int kSeed = 5;
        const int size = std::max(fixture.width, fixture.height);
        crops_ = std::make_unique<zsn2n::PlanesCrops>(training);
        objective_ = make_crop_objective(*crops_, {}, layout_, method.storage, size, kSeed, arena_);
        step_ = whole_step(image_.view(), kSeed, size);
    }
}

double EngineGradient::evaluate(int threads, Floats *gradient) {
    const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
    conv_->set_weights(theta.data() + layout_.w2, theta.data() + layout_.b2);
    Floats shards(layout_.size * objective_->shards());
    std::fill_n(shards.data(), shards.size(), 0.0f);
    const double loss = objective_->evaluate(theta.data(), *conv_, step_, team, shards.data());
    gradient->resize(layout_.size);
    std::fill_n(gradient->data(), layout_.size, 0.0f);
    for (size_t i = 0; i < shards.size(); ++i) (*gradient)[i % layout_.size] += shards[i];
    return loss;
}

gradient_fixture::Tensors EngineGradient::tensors(const Floats &flat) const {
    gradient_fixture::Tensors tensors;
    const auto sizes = gradient_fixture::tensor_sizes(layout_.in);
    for (int t = 0; t < gradient_fixture::kTensors; ++t) tensors[t].resize(sizes[t]);
    each_parameter(layout_, [&](int t, int i, size_t at) { tensors[t][i] = flat[at]; });
    return tensors;
}

}  // namespace zsn2n_test
