// SPDX-License-Identifier: BSD-2-Clause
// What the CPU can do, as far as anything here depends on it.
#pragma once

namespace zsn2n {

// Each has what those before it have. The dot product of bf16 is slow where it does no more in a
// second than the multiply-add of f32 does: on Intel's CPUs without AMX.
enum class Cpu { kBaseline, kAvx2, kAvx512, kAvx512SlowBf16, kAvx512Bf16 };
constexpr Cpu kCpus[] = {Cpu::kBaseline, Cpu::kAvx2, Cpu::kAvx512, Cpu::kAvx512SlowBf16,
                         Cpu::kAvx512Bf16};

const char *name(Cpu cpu);

// What the machine has.
Cpu machine_cpu();

// What this process uses: the lesser of the machine's and the one that the environment variable
// ZSN2N_CPU names. The variable is read by the first call; a name of no CPU counts as none.
Cpu this_cpu();

}  // namespace zsn2n
