// SPDX-License-Identifier: BSD-2-Clause
// Loss and gradient of both objectives against PyTorch's figures, for both backends, and against
// finite differences.
#include <gtest/gtest.h>

#include <cmath>

#include "base/thread_scope.h"
#include "gradient_fixture.h"
#include "network/conv3x3.h"
#include "train/objective.h"

namespace zsn2n_test {
namespace {

using zsn2n::Backend;
using zsn2n::kWidth;
using zsn2n::Layout;
using zsn2n::Storage;
using Floats = zsn2n::AlignedBuffer<float>;

// Our offset of every element of PyTorch's six tensors, in their order.
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

struct Evaluation {
    zsn2n::ThreadScope scope;  // as every thread that enters the engine
    Layout layout;
    zsn2n::Planes image;
    Floats theta;
    std::unique_ptr<zsn2n::Conv3x3> conv;
    std::unique_ptr<zsn2n::Objective> objective;
    uint64_t step = 0;

    Evaluation(const gradient_fixture::Fixture &fixture, Backend backend, Storage storage)
        : layout(fixture.channels, fixture.channels),
          image(fixture.width, fixture.height, fixture.channels),
          theta(layout.size),
          conv(zsn2n::make_conv3x3(backend, storage, 5)) {
        const auto pixels = gradient_fixture::image(fixture);
        std::copy(pixels.begin(), pixels.end(), image.view().data);
        std::fill_n(theta.data(), layout.size, 0.0f);
        const auto weights = gradient_fixture::weights(fixture);
        each_parameter(layout, [&](int t, int i, size_t at) { theta[at] = weights[t][i]; });
        const zsn2n::TrainingImage training{image.view(), {}};
        if (fixture.consistency) {
            objective = make_whole_objective(training, layout, storage);
        } else {
            objective = make_crop_objective(training, layout, storage, 64, 5);
            step = whole_step(image.view(), 5, 64);
        }
    }

    double loss_and_gradient(Floats &sum, int threads) {
        const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
        conv->set_weights(theta.data() + layout.w2, theta.data() + layout.b2);
        Floats shards(layout.size * objective->shards());
        std::fill_n(shards.data(), shards.size(), 0.0f);
        const double loss = objective->evaluate(theta.data(), *conv, step, team, shards.data());
        sum.resize(layout.size);
        std::fill_n(sum.data(), layout.size, 0.0f);
        for (size_t i = 0; i < shards.size(); ++i) sum[i % layout.size] += shards[i];
        return loss;
    }
};

class GradientTest : public testing::TestWithParam<Backend> {
  protected:
    void SetUp() override {
        if (!zsn2n::backend_available(GetParam())) GTEST_SKIP() << "built without oneDNN";
    }
};

TEST_P(GradientTest, AgreesWithPyTorch) {
    for (const auto &fixture : gradient_fixture::all()) {
        Evaluation evaluation(fixture, GetParam(), Storage::kF32);
        Floats gradient;
        const double loss = evaluation.loss_and_gradient(gradient, 2);
        gradient_fixture::Tensors tensors;
        const auto sizes = gradient_fixture::tensor_sizes(fixture.channels);
        for (int t = 0; t < gradient_fixture::kTensors; ++t) tensors[t].resize(sizes[t]);
        each_parameter(evaluation.layout,
                       [&](int t, int i, size_t at) { tensors[t][i] = gradient[at]; });
        EXPECT_NEAR(loss / fixture.loss, 1.0, 1e-5) << fixture.channels << 'x' << fixture.height;
        EXPECT_LT(gradient_fixture::relative_error(fixture, tensors), 1e-4)
            << fixture.channels << 'x' << fixture.height << 'x' << fixture.width
            << (fixture.consistency ? " with" : " without") << " consistency";
    }
}

TEST_P(GradientTest, AgreesWithFiniteDifferences) {
    for (const auto &fixture : gradient_fixture::all()) {
        if (fixture.index != 2) continue;  // the smallest
        Evaluation evaluation(fixture, GetParam(), Storage::kF32);
        Floats gradient, unused;
        evaluation.loss_and_gradient(gradient, 1);
        // Along the gradient itself the loss changes most, well above rounding.
        double norm = 0;
        for (size_t i = 0; i < gradient.size(); ++i) norm += double(gradient[i]) * gradient[i];
        norm = std::sqrt(norm);
        const double step = 1e-3;
        const auto moved = [&](double by) {
            Floats saved(gradient.size());
            std::copy_n(evaluation.theta.data(), gradient.size(), saved.data());
            for (size_t i = 0; i < gradient.size(); ++i) {
                evaluation.theta[i] += static_cast<float>(by * gradient[i] / norm);
            }
            const double loss = evaluation.loss_and_gradient(unused, 1);
            std::copy_n(saved.data(), gradient.size(), evaluation.theta.data());
            return loss;
        };
        EXPECT_NEAR((moved(step) - moved(-step)) / (2 * step) / norm, 1.0, 5e-3);
    }
}

TEST_P(GradientTest, HasTheSameBitsForAnyNumberOfThreads) {
    const auto &fixture = gradient_fixture::all().front();
    Evaluation evaluation(fixture, GetParam(), Storage::kF32);
    Floats one, many;
    const double loss = evaluation.loss_and_gradient(one, 1);
    for (int threads : {2, 5}) {
        EXPECT_EQ(loss, evaluation.loss_and_gradient(many, threads)) << threads;
        for (size_t i = 0; i < one.size(); ++i) ASSERT_EQ(one[i], many[i]) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Backends, GradientTest,
                         testing::Values(Backend::kHalide, Backend::kOnednn), [](const auto &test) {
                             return test.param == Backend::kHalide ? "halide" : "onednn";
                         });

// bf16 storage loses two digits, not the direction.
TEST(Bf16GradientTest, PointsTheSameWay) {
    if (!zsn2n::bf16_available()) GTEST_SKIP() << "this CPU has no bf16 dot product";
    for (const auto &fixture : gradient_fixture::all()) {
        Evaluation full(fixture, Backend::kHalide, Storage::kF32);
        Evaluation half(fixture, Backend::kOnednn, Storage::kBf16);
        Floats a, b;
        const double loss = full.loss_and_gradient(a, 1);
        EXPECT_NEAR(half.loss_and_gradient(b, 1) / loss, 1.0, 1e-2);
        double aa = 0, difference = 0;
        for (size_t i = 0; i < a.size(); ++i) {
            aa += double(a[i]) * a[i];
            difference += (double(a[i]) - b[i]) * (double(a[i]) - b[i]);
        }
        EXPECT_LT(std::sqrt(difference / aa), 2e-2);
    }
}

}  // namespace
}  // namespace zsn2n_test
