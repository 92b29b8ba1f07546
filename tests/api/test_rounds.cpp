// SPDX-License-Identifier: BSD-2-Clause
// Contexts come and go, and nothing of them stays.
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "frames.h"

namespace {

constexpr const char *kOptions[] = {
    "preset=fast",         "steps=5", "guides=none:steps=2:warm_steps=1",
    "preset=slow:steps=2", "video=1", "video=1:preset=fast"};
constexpr int kRounds = 500, kSettled = 100;

size_t resident_kib() {
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    size_t all = 0, resident = 0;
    statm >> all >> resident;
    return resident * static_cast<size_t>(sysconf(_SC_PAGESIZE)) / 1024;
}

TEST(Rounds, of_create_process_destroy_keep_nothing) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers keep what was freed";
#endif
    size_t settled = 0;
    for (int round = 0; round < kRounds; ++round) {
        if (round == kSettled) settled = resident_kib();
        const Shape shape = round % 2
                                ? yuv420(40 + round % 7, 36)
                                : shape_of(36, 40 + round % 5, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
        Picture noisy(shape), denoised(shape);
        noisy.fill_noisy(static_cast<uint64_t>(round));
        Context context(params_of(kOptions[round % std::size(kOptions)]));
        for (int frame = 0; frame < 2; ++frame)
            ASSERT_EQ(context.process(noisy, &denoised), ZSN2N_OK) << context.message();
    }
    EXPECT_LE(resident_kib(), settled + 1024);
}

}  // namespace
