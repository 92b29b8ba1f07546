// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <algorithm>

#include "progress.h"

namespace bench {

// The shortest of the calls that `budget` seconds hold, one at least, in seconds.
template <typename Call>
double best_time(double budget, const Call &call) {
    double best = 1e30;
    const Clock::time_point start = Clock::now();
    do {
        const Clock::time_point begin = Clock::now();
        call();
        best = std::min(best, seconds_since(begin));
    } while (seconds_since(start) < budget);
    return best;
}

}  // namespace bench
