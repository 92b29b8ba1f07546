// SPDX-License-Identifier: BSD-2-Clause
// The harness that checks a kernel also times it: `test_kernels --time` prints each one's best
// time, its rate and that rate's share of this core's multiply-add peak.
#pragma once

#include <functional>

namespace zsn2n_test {

// Prints one line for `name` where timing was asked for; `flops` of one call.
void report_time(const char *name, double flops, const std::function<void()> &call);

void enable_timing();

}  // namespace zsn2n_test
