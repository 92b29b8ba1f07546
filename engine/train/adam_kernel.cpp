// SPDX-License-Identifier: BSD-2-Clause
#include "train/adam_kernel.h"

#include <cmath>

#include "base/kernel.h"
#include "zsn2n_adam.h"

namespace zsn2n {

AdamRates::AdamRates(const MomentSettings &settings, uint64_t t, float learning_rate)
    : rate(learning_rate /
           static_cast<float>(1.0 - std::pow(settings.beta1, static_cast<double>(t)))),
      root(static_cast<float>(1.0 /
                              std::sqrt(1.0 - std::pow(settings.beta2, static_cast<double>(t))))) {}

void adam_update(const float *gradient, int shards, size_t shard_stride, size_t count,
                 const MomentSettings &settings, const AdamRates &rates, float *theta,
                 float *first_moment, float *second_moment) {
    const int size = static_cast<int>(count);
    KernelBuffer sum(gradient, {{0, size, 1}, {0, shards, static_cast<ptrdiff_t>(shard_stride)}});
    KernelBuffer parameters(theta, {{0, size, 1}}), m(first_moment, {{0, size, 1}}),
        v(second_moment, {{0, size, 1}});
    check_kernel(zsn2n_adam(sum, parameters, m, v, rates.rate, rates.root, settings.beta1,
                            settings.beta2, settings.epsilon, parameters, m, v),
                 "adam");
}

}  // namespace zsn2n
