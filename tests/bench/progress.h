// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <chrono>
#include <string>

namespace bench {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

// One line on stderr. A terminal sees it rewritten four times a second; elsewhere a line every ten
// seconds tells that a long run is alive.
class Progress {
  public:
    explicit Progress(std::string what) : what_(std::move(what)), shown_(Clock::now()) {}
    ~Progress();
    void show(double done, double total);

  private:
    std::string what_;
    Clock::time_point start_ = Clock::now(), shown_;
    bool drawn_ = false;
};

}  // namespace bench
