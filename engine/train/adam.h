// SPDX-License-Identifier: BSD-2-Clause
// Adam (Kingma & Ba, ICLR 2015) over the flat parameter vector.
#pragma once

#include <cstdint>

#include "base/aligned.h"
#include "base/team.h"

namespace zsn2n {

// What training carries from image to image.
struct ModelState {
    AlignedBuffer<float> theta, first_moment, second_moment;
    uint64_t steps = 0;

    bool empty() const { return theta.size() == 0; }
    void copy_from(const ModelState &other);
};

struct AdamSettings {
    float beta1 = 0.9f, beta2 = 0.999f, epsilon = 1e-8f;
};

// Step number state.steps + 1 with the sum of `shards` gradients, each state.theta.size() floats.
void adam_step(ModelState &state, const float *gradient, int shards, float learning_rate,
               const AdamSettings &settings, const Team &team);

}  // namespace zsn2n
