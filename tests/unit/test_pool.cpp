// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/team.h"

namespace {

using zsn2n::Pool;

TEST(PoolTest, RunsEveryTaskOnceInItsOwnSlot) {
    const auto pool = Pool::shared(4);
    for (int count : {0, 1, 3, 1000}) {
        std::vector<std::atomic<int>> runs(count);
        std::atomic<int> busy[4] = {};
        std::atomic<bool> shared_slot{false};
        pool->run(count, 4, [&](int i, int slot) {
            if (slot < 0 || slot >= 4 || busy[slot]++) shared_slot = true;
            ++runs[i];
            --busy[slot];
        });
        for (const auto &run : runs) EXPECT_EQ(run, 1);
        EXPECT_FALSE(shared_slot);
    }
}

TEST(PoolTest, ThrowsTheTasksExceptionAndGoesOn) {
    const auto pool = Pool::shared(3);
    for (int round = 0; round < 20; ++round) {
        EXPECT_THROW(pool->run(50, 3,
                               [&](int i, int) {
                                   if (i == 17) throw std::runtime_error("task");
                               }),
                     std::runtime_error);
    }
    std::atomic<int> sum{0};
    pool->run(10, 3, [&](int i, int) { sum += i; });
    EXPECT_EQ(sum, 45);
}

TEST(PoolTest, ServesSeveralCallersAtOnce) {
    std::vector<std::thread> callers;
    std::atomic<int> total{0};
    for (int c = 0; c < 4; ++c) {
        callers.emplace_back([&total] {
            const auto pool = Pool::shared(3);
            for (int round = 0; round < 200; ++round) pool->run(7, 3, [&](int, int) { ++total; });
        });
    }
    for (std::thread &caller : callers) caller.join();
    EXPECT_EQ(total, 4 * 200 * 7);
}

// A product of subnormals, on the calling thread and on a worker, each of which waits for the
// other.
TEST(TeamTest, ComputesAlikeOnEveryThread) {
    const zsn2n::Team team(Pool::shared(2), 2);
    const volatile float tiny = 1e-39f, half = 0.5f;
    const float before = tiny * half;
    float results[2] = {-1, -2};
    std::atomic<int> inside{0};
    team.run(2, [&](int i, int) {
        ++inside;
        while (inside < 2) std::this_thread::yield();
        results[i] = tiny * half;
    });
    EXPECT_EQ(results[0], results[1]);
    EXPECT_EQ(tiny * half, before);  // the caller's own arithmetic is as it was
}

TEST(PoolTest, IsOneForTheProcess) {
    const auto first = Pool::shared(2);
    EXPECT_EQ(first, Pool::shared(4));
}

}  // namespace
