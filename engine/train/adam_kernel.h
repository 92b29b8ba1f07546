// SPDX-License-Identifier: BSD-2-Clause
// Adam's arithmetic, for all parameters or for those that SOAP leaves to it.
#pragma once

#include "train/optimizer.h"

namespace zsn2n {

// Bias-corrected factors of step number t (from 1), as the kernels take them.
struct AdamRates {
    AdamRates(const MomentSettings &settings, uint64_t t, float learning_rate);
    float rate;  // learning_rate / (1 - beta1^t)
    float root;  // 1 / sqrt(1 - beta2^t)
};

// `count` parameters in place; shard s of their gradient lies at gradient + s * shard_stride.
void adam_update(const float *gradient, int shards, size_t shard_stride, size_t count,
                 const MomentSettings &settings, const AdamRates &rates, float *theta,
                 float *first_moment, float *second_moment);

}  // namespace zsn2n
