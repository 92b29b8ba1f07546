// SPDX-License-Identifier: BSD-2-Clause
#include "cpu_limit.h"

#include <cstdlib>

namespace bench {

void limit_cpu(zsn2n::Cpu cpu) {
    constexpr const char *kIsas[] = {"SSE41", "AVX2", "AVX512_CORE", "AVX512_CORE_BF16", "DEFAULT"};
    setenv("ZSN2N_CPU", name(cpu), 1);
    setenv("DNNL_MAX_CPU_ISA", kIsas[static_cast<int>(cpu)], 1);
}

}  // namespace bench
