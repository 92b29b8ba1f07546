// SPDX-License-Identifier: BSD-2-Clause
// What a thread must be set to while it computes, put back when the scope ends.
#pragma once

namespace zsn2n {

// Flushes denormals to zero (optimiser moments decay into them, at a hundred cycles each) and keeps
// oneDNN's OpenMP to this thread: the pool is the only source of parallelism. Scopes may be nested;
// the inner ones cost nothing.
class ThreadScope {
  public:
    ThreadScope();
    ~ThreadScope();
    ThreadScope(const ThreadScope &) = delete;
    ThreadScope &operator=(const ThreadScope &) = delete;

  private:
    unsigned float_control_ = 0;
    int openmp_threads_ = 0;
};

}  // namespace zsn2n
