// SPDX-License-Identifier: BSD-2-Clause
#include "timing.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "best_time.h"
#include "peak.h"

namespace zsn2n_test {

namespace {
bool enabled = false;
}

void enable_timing() {
    enabled = true;
}

void report_time(const char *name, double flops, const std::function<void()> &call) {
    if (!enabled) return;
    static const double peak = bench::measure_f32_peak(1);
    const double best = bench::best_time(0.1, call);
    const testing::TestInfo *test = testing::UnitTest::GetInstance()->current_test_info();
    std::printf("%-28s %-22s %9.2f us %7.1f GFLOP/s %5.1f %% of peak\n", name,
                test->value_param() ? test->name() : "", best * 1e6, flops / best * 1e-9,
                100 * flops / best * 1e-9 / peak);
}

}  // namespace zsn2n_test
