// SPDX-License-Identifier: BSD-2-Clause
// The one thread pool of the process, shared by all contexts.
#pragma once

#include <functional>
#include <memory>

namespace zsn2n {

// Cores this process may run on, at least 1.
int available_cores();

class Pool {
  public:
    // The process's pool with at least `threads` - 1 workers (the caller is the other thread), or
    // as many as the system gives. It ends, its workers joined, with the last reference.
    static std::shared_ptr<Pool> shared(int threads);
    ~Pool();

    // Calls task(index, slot) for every index in 0..count-1 on at most `threads` threads, the
    // calling one among them; slot in 0..threads-1 is unique among the calls running at one time.
    // Returns when all are done; an exception of a task ends the run and is thrown again here.
    // Several threads may call run() at once. Not to be called from inside a task.
    using Task = std::function<void(int index, int slot)>;
    void run(int count, int threads, const Task &task);

  private:
    Pool();
    struct Shared;
    std::unique_ptr<Shared> shared_;
};

}  // namespace zsn2n
