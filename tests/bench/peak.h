// SPDX-License-Identifier: BSD-2-Clause
// What the machine can do at best, measured: multiply-adds on registers alone.
#pragma once

namespace bench {

// GFLOP/s of `threads` threads together, a multiply-add counted as two; the best of a few short
// runs.
double measure_f32_peak(int threads);

// The same for bf16 dot products with f32 sums; 0 where the CPU has none.
double measure_bf16_peak(int threads);

}  // namespace bench
