// SPDX-License-Identifier: BSD-2-Clause
#include "train/train.h"

namespace zsn2n {

double train(const TrainPlan &plan, const Layout &layout, Objective &objective,
             Optimizer &optimizer, ModelState &state, Conv3x3 &conv, const Team &team,
             const StepCallback &after_step) {
    constexpr int kLossSteps = 50;
    const size_t size = layout.size * static_cast<size_t>(objective.shards());
    AlignedBuffer<float> gradient(size);
    std::fill_n(gradient.data(), size, 0.0f);  // the padding between tensors stays zero

    double loss_sum = 0;
    int loss_count = 0;
    const float *theta = state.theta.data();
    for (int step = 0; step < plan.steps; ++step) {
        conv.set_weights(theta + layout.w2, theta + layout.b2);
        const double loss = objective.evaluate(theta, conv, state.steps, team, gradient.data());
        optimizer.step(state, gradient.data(), objective.shards(),
                       plan.schedule.rate(step, plan.steps, plan.from_last_image), team);
        if (step >= plan.steps - kLossSteps) {
            loss_sum += loss;
            ++loss_count;
        }
        after_step(step + 1);
    }
    return loss_count ? loss_sum / loss_count : 0.0;
}

}  // namespace zsn2n
