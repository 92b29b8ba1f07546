// SPDX-License-Identifier: BSD-2-Clause
// The pool together with how much of it one call may use, and how that call is interrupted.
#pragma once

#include <utility>

#include "base/pool.h"
#include "base/thread_scope.h"

namespace zsn2n {

class Team {
  public:
    // `tick` runs on the calling thread before each of its tasks; it may throw to end the run.
    Team(std::shared_ptr<Pool> pool, int threads, std::function<void()> tick = {})
        : pool_(std::move(pool)), threads_(threads), tick_(std::move(tick)) {}

    int threads() const { return threads_; }

    // task(index, slot) as in Pool::run(). Allocates nothing for it. The calling thread computes as
    // the workers do, so that the bits do not depend on who takes a task.
    template <typename Task>
    void run(int count, const Task &task) const {
        const ThreadScope scope;
        const auto ticking = [&](int index, int slot) {
            if (slot == 0 && tick_) tick_();
            task(index, slot);
        };
        pool_->run(count, threads_, std::cref(ticking));
    }

  private:
    std::shared_ptr<Pool> pool_;
    int threads_;
    std::function<void()> tick_;
};

}  // namespace zsn2n
