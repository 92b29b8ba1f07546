// SPDX-License-Identifier: BSD-2-Clause
#include "base/cpu.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace zsn2n {

namespace {

Cpu allowed_cpu() {
    const char *allowed = std::getenv("ZSN2N_CPU");
    for (const Cpu cpu : kCpus) {
        if (allowed && !std::strcmp(allowed, name(cpu))) return cpu;
    }
    return Cpu::kAvx512Bf16;
}

#if defined(__x86_64__)
// Tiles of bf16; a virtual machine may hide them. That the system lets them be used, oneDNN asks.
bool has_amx_bf16() {
    unsigned a, b, c, d;
    constexpr unsigned kBf16 = 1u << 22, kTile = 1u << 24;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & (kBf16 | kTile)) == (kBf16 | kTile);
}
#endif

}  // namespace

const char *name(Cpu cpu) {
    constexpr const char *kNames[] = {"baseline", "avx2", "avx512", "avx512_slow_bf16",
                                      "avx512_bf16"};
    return kNames[static_cast<int>(cpu)];
}

Cpu machine_cpu() {
#if defined(__x86_64__)
    // What Halide's avx512_skylake and oneDNN's avx512_core stand for.
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl")) {
        if (!__builtin_cpu_supports("avx512bf16")) return Cpu::kAvx512;
        return !__builtin_cpu_is("intel") || has_amx_bf16() ? Cpu::kAvx512Bf16
                                                            : Cpu::kAvx512SlowBf16;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return Cpu::kAvx2;
#endif
    return Cpu::kBaseline;
}

Cpu this_cpu() {
    static const Cpu cpu = std::min(machine_cpu(), allowed_cpu());
    return cpu;
}

}  // namespace zsn2n
