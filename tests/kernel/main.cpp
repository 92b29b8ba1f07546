// SPDX-License-Identifier: BSD-2-Clause
// --level=baseline|avx2|best limits the instruction sets that the kernels' run-time dispatch and
// oneDNN may pick; --time prints timings as well.
#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "base/kernel.h"
#include "base/thread_scope.h"
#include "cpu_limit.h"
#include "timing.h"

int main(int argc, char **argv) {
    testing::InitGoogleTest(&argc, argv);
    for (int i = 1; i < argc; ++i) {
        if (!std::strcmp(argv[i], "--time")) zsn2n_test::enable_timing();
        for (const zsn2n::Cpu cpu : {zsn2n::Cpu::kBaseline, zsn2n::Cpu::kAvx2}) {
            if (argv[i] == std::string("--level=") + name(cpu)) bench::limit_cpu(cpu);
        }
    }
    zsn2n::prepare_kernels();
    const zsn2n::ThreadScope scope;  // as the engine's own threads: one core, no denormals
    return RUN_ALL_TESTS();
}
