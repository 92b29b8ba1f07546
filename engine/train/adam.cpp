// SPDX-License-Identifier: BSD-2-Clause
#include "train/adam.h"

#include <algorithm>
#include <cmath>

#include "base/kernel.h"
#include "zsn2n_adam.h"

namespace zsn2n {

void ModelState::copy_from(const ModelState &other) {
    const auto copy = [](const AlignedBuffer<float> &from, AlignedBuffer<float> &to) {
        to.resize(from.size());
        std::copy_n(from.data(), from.size(), to.data());
    };
    copy(other.theta, theta);
    copy(other.first_moment, first_moment);
    copy(other.second_moment, second_moment);
    steps = other.steps;
}

void adam_step(ModelState &state, const float *gradient, int shards, float learning_rate,
               const AdamSettings &settings, const Team &team) {
    // 26 us on one core for the whole vector, square roots and divisions: worth sharing.
    constexpr int kChunk = 5632;
    const double t = static_cast<double>(++state.steps);
    const float rate = learning_rate / static_cast<float>(1.0 - std::pow(settings.beta1, t));
    const float root = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(settings.beta2, t)));
    const int size = static_cast<int>(state.theta.size());
    team.run((size + kChunk - 1) / kChunk, [&](int i, int) {
        const int begin = i * kChunk, count = std::min(kChunk, size - begin);
        const auto part = [&](AlignedBuffer<float> &buffer) {
            return KernelBuffer(buffer.data() + begin, {{0, count, 1}});
        };
        KernelBuffer sum(gradient + begin, {{0, count, 1}, {0, shards, size}});
        KernelBuffer theta = part(state.theta), m = part(state.first_moment),
                     v = part(state.second_moment);
        check_kernel(zsn2n_adam(sum, theta, m, v, rate, root, settings.beta1, settings.beta2,
                                settings.epsilon, theta, m, v),
                     "adam");
    });
}

}  // namespace zsn2n
