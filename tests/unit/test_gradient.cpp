// SPDX-License-Identifier: BSD-2-Clause
// Loss and gradient of both objectives against PyTorch's figures, by every method of f32, and
// against finite differences.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "engine_gradient.h"

namespace zsn2n_test {
namespace {

using zsn2n::Algorithm;
using zsn2n::Backend;
using zsn2n::Method;
using zsn2n::Storage;

constexpr int kMostThreads = 5;

class GradientTest : public testing::TestWithParam<Method> {
  protected:
    void SetUp() override {
        if (!zsn2n::method_available(GetParam()))
            GTEST_SKIP() << "not in this build or on this CPU";
    }
};

TEST_P(GradientTest, AgreesWithPyTorch) {
    for (const auto &fixture : gradient_fixture::all()) {
        EngineGradient evaluation(fixture, GetParam(), kMostThreads);
        Floats gradient;
        const double loss = evaluation.evaluate(2, &gradient);
        EXPECT_NEAR(loss / fixture.loss, 1.0, 1e-5) << fixture.channels << 'x' << fixture.height;
        EXPECT_LT(gradient_fixture::relative_error(fixture, evaluation.tensors(gradient)), 1e-4)
            << fixture.channels << 'x' << fixture.height << 'x' << fixture.width
            << (fixture.consistency ? " with" : " without") << " consistency";
    }
}

TEST_P(GradientTest, AgreesWithFiniteDifferences) {
    for (const auto &fixture : gradient_fixture::all()) {
        if (fixture.index != 2) continue;  // the smallest
        EngineGradient evaluation(fixture, GetParam(), kMostThreads);
        Floats gradient, unused;
        evaluation.evaluate(1, &gradient);
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
            const double loss = evaluation.evaluate(1, &unused);
            std::copy_n(saved.data(), gradient.size(), evaluation.theta.data());
            return loss;
        };
        EXPECT_NEAR((moved(step) - moved(-step)) / (2 * step) / norm, 1.0, 5e-3);
    }
}

TEST_P(GradientTest, HasTheSameBitsForAnyNumberOfThreads) {
    const auto &fixture = gradient_fixture::all().front();
    EngineGradient evaluation(fixture, GetParam(), kMostThreads);
    Floats one, many;
    const double loss = evaluation.evaluate(1, &one);
    for (int threads : {2, 5}) {
        EXPECT_EQ(loss, evaluation.evaluate(threads, &many)) << threads;
        for (size_t i = 0; i < one.size(); ++i) ASSERT_EQ(one[i], many[i]) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Methods, GradientTest,
                         testing::Values(Method{Backend::kHalide, Storage::kF32},
                                         Method{Backend::kOnednn, Storage::kF32},
                                         Method{Backend::kOnednn, Storage::kF32,
                                                Algorithm::kWinograd}),
                         [](const auto &test) {
                             return std::string(name(test.param.backend)) + '_' +
                                    name(test.param.algorithm);
                         });

// What the tests of bf16 are skipped by must be the CPU, not a mistake.
TEST(Bf16AvailableTest, IsWhatTheKernelSaysOfTheCpu) {
    for (const char *limit : {"ZSN2N_CPU", "DNNL_MAX_CPU_ISA"}) {
        if (std::getenv(limit)) GTEST_SKIP() << limit << " is set";
    }
    std::ifstream file("/proc/cpuinfo");
    ASSERT_TRUE(file) << "no /proc/cpuinfo";
    const std::string text((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    const bool has = text.find(" avx512_bf16") != std::string::npos;
    EXPECT_EQ(zsn2n::bf16_available(), has && zsn2n::backend_available(Backend::kOnednn));
}

// bf16 storage loses two digits, not the direction.
TEST(Bf16GradientTest, PointsTheSameWay) {
    if (!zsn2n::bf16_available()) GTEST_SKIP() << "this CPU has no bf16 dot product";
    for (const auto &fixture : gradient_fixture::all()) {
        EngineGradient full(fixture, {Backend::kHalide, Storage::kF32}, 1);
        EngineGradient half(fixture, {Backend::kOnednn, Storage::kBf16}, 1);
        Floats a, b;
        const double loss = full.evaluate(1, &a);
        EXPECT_NEAR(half.evaluate(1, &b) / loss, 1.0, 1e-2);
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
