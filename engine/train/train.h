// SPDX-License-Identifier: BSD-2-Clause
// The training loop of one image.
#pragma once

#include "train/early_stop.h"
#include "train/objective.h"
#include "train/optimizer.h"
#include "train/schedule.h"

namespace zsn2n {

struct TrainPlan {
    int steps;
    bool from_last_image;
    Schedule schedule;
};

// Work of a step with its optimiser, over the arithmetic of the objective.
constexpr double kStepOverhead = 2;

struct TrainResult {
    int steps = 0;    // run
    double loss = 0;  // mean of the last steps (at most 50)
};

// Trains `state` in place; `conv` is left without weights. early_stop may begin the decay, and with
// it the end, before the plan does. It may be nullptr, and must be where the schedule is not
// kOneCycle. The decay releases what was held out.
TrainResult train(const TrainPlan &plan, const Layout &layout, Objective &objective,
                  EarlyStop *early_stop, Optimizer &optimizer, ModelState &state, Conv3x3 &conv,
                  const Team &team, Arena &arena);

}  // namespace zsn2n
