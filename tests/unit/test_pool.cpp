// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "base/pool.h"

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

TEST(PoolTest, IsOneForTheProcess) {
    const auto first = Pool::shared(2);
    EXPECT_EQ(first, Pool::shared(4));
}

}  // namespace
