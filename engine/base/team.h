// SPDX-License-Identifier: BSD-2-Clause
// The pool together with how much of it one call may use, how that call is interrupted, and how far
// it has come.
#pragma once

#include <atomic>
#include <functional>
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

    // task(index, slot) as in Pool::run(). Allocates nothing for it. `work`: of all tasks together,
    // as in Cost. The calling thread computes as the workers do, so that the bits do not depend on
    // who takes a task.
    template <typename Task>
    void run(int count, double work, const Task &task) const {
        const ThreadScope scope;
        const auto ticking = [&](int index, int slot) {
            if (slot == 0 && tick_) tick_();
            task(index, slot);
            if (work > 0) add(work / count);
        };
        pool_->run(count, threads_, std::cref(ticking));
    }
    template <typename Task>
    void run(int count, const Task &task) const {
        run(count, 0, task);
    }

    // Work that was done outside of run(), and such as turned out not to be needed.
    void add(double work) const {
        for (double seen = done_; !done_.compare_exchange_weak(seen, seen + work);) {
        }
    }
    void skip(double work) const { skipped_ += work; }
    double done() const { return done_; }
    double skipped() const { return skipped_; }
    // The share of so much work that is done.
    double fraction(double work) const {
        const double needed = work - skipped_;
        return needed > done_ ? done_ / needed : 1;
    }

  private:
    std::shared_ptr<Pool> pool_;
    int threads_;
    std::function<void()> tick_;
    mutable std::atomic<double> done_{0};
    mutable double skipped_ = 0;  // by the calling thread alone
};

}  // namespace zsn2n
