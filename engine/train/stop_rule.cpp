// SPDX-License-Identifier: BSD-2-Clause
#include "train/stop_rule.h"

namespace zsn2n {

bool StopRule::stalled(double loss) {
    double &oldest = last_[count_ % kWindow];
    const bool full = count_++ >= kWindow;
    const double fall = oldest - loss;
    oldest = loss;
    return full && fall < kLeastFall * loss;
}

}  // namespace zsn2n
