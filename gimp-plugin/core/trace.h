// SPDX-License-Identifier: GPL-3.0-or-later
// What the plug-in does, line by line, in the file that the environment's ZSN2N_GIMP_LOG names;
// nothing without it. Tests count trainings with it, a bug report can bring it along.
#ifndef ZSN2N_GIMP_TRACE_H
#define ZSN2N_GIMP_TRACE_H

#include <chrono>

void trace(const char *format, ...) __attribute__((format(printf, 1, 2)));

class Stopwatch {
  public:
    double seconds() const { return std::chrono::duration<double>(Clock::now() - begun_).count(); }

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point begun_ = Clock::now();
};

#endif
