// SPDX-License-Identifier: BSD-2-Clause
// How a gradient becomes a step. The state is plain floats, so that it can be copied and kept.
#pragma once

#include <cstdint>
#include <memory>

#include "base/aligned.h"
#include "base/team.h"
#include "network/layout.h"

namespace zsn2n {

// The state that training carries from image to image.
struct ModelState {
    AlignedBuffer<float> theta;      // layout.size floats
    AlignedBuffer<float> optimizer;  // as the optimiser lays it out
    uint64_t steps = 0;

    bool empty() const { return theta.size() == 0; }
    void copy_from(const ModelState &other);
};

class Optimizer {
  public:
    virtual ~Optimizer() = default;

    // Number of floats of ModelState::optimizer. All are zero before the first step.
    virtual size_t state_size() const = 0;

    // Takes step number state.steps + 1 with the sum of `shards` gradients of layout.size floats
    // each.
    virtual void step(ModelState &state, const float *gradient, int shards, float learning_rate,
                      const Team &team) = 0;
};

struct MomentSettings {
    float beta1, beta2, epsilon;
};

// Adam (Kingma & Ba, ICLR 2015).
std::unique_ptr<Optimizer> make_adam(const Layout &layout, const MomentSettings &settings);

// SOAP (Vyas et al. 2024, arXiv 2409.11321): Adam in the eigenbasis of Shampoo's factors, with one
// eigenbasis for each mode of a weight tensor (output channel, input channel, tap) and Adam for
// biases. The factors are updated every second step; the bases follow them by one step of
// orthogonal iteration every tenth.
std::unique_ptr<Optimizer> make_soap(const Layout &layout, const MomentSettings &settings);

}  // namespace zsn2n
