// SPDX-License-Identifier: BSD-2-Clause
// The training loop of one image.
#pragma once

#include <functional>

#include "train/objective.h"
#include "train/optimizer.h"
#include "train/schedule.h"

namespace zsn2n {

struct TrainPlan {
    int steps;
    bool from_last_image;
    Schedule schedule;
};

// Called after every step with the number done; throws Error(CANCELLED) to end the training.
using StepCallback = std::function<void(int done)>;

// Trains `state` in place; `conv` is left without weights. Returns the mean loss of the
// last steps (at most 50).
double train(const TrainPlan &plan, const Layout &layout, Objective &objective,
             Optimizer &optimizer, ModelState &state, Conv3x3 &conv, const Team &team,
             const StepCallback &after_step);

}  // namespace zsn2n
