// SPDX-License-Identifier: BSD-2-Clause
// The CPU that the engine runs as: the machine's, or the lesser one that ZSN2N_CPU names.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/cpu.h"

namespace {

using zsn2n::Cpu;

// The variable is read once a process, so that each case has one of its own.
int level_under(const char *variable) {
    setenv("ZSN2N_CPU", variable, 1);
    return static_cast<int>(zsn2n::this_cpu());
}

TEST(CpuDeathTest, IsTheLesserOfTheMachinesAndTheVariables) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    for (const Cpu cpu : zsn2n::kCpus) {
        const int expected = static_cast<int>(std::min(cpu, zsn2n::machine_cpu()));
        EXPECT_EXIT(std::exit(level_under(name(cpu))), testing::ExitedWithCode(expected), "")
            << name(cpu);
    }
}

TEST(CpuDeathTest, TakesAnyOtherWordForNone) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    for (const char *word : {"", "avx", "AVX2", "best"}) {
        EXPECT_EXIT(std::exit(level_under(word)),
                    testing::ExitedWithCode(static_cast<int>(zsn2n::machine_cpu())), "")
            << word;
    }
}

}  // namespace
