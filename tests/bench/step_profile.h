// SPDX-License-Identifier: BSD-2-Clause
// Where a training step's time goes.
#pragma once

#include <zsn2n/zsn2n.h>

namespace bench {

// Prints, on one core, the time of every part of a step on a 64x64 RGB crop, each called alone with
// its data in cache, its share of their sum and of `peak` (GFLOP/s). Returns the sum in seconds.
double print_step_profile(const zsn2n_params &params, double peak);

}  // namespace bench
