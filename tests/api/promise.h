// SPDX-License-Identifier: BSD-2-Clause
// How long a call may be silent, and how that is measured where other processes may take the cores
// at any time: a span counts as what it would take with the cores to itself, that is the caller's
// CPU time, or the whole process' over the threads in use, whichever is more, and never more than
// the wall's.
#pragma once

#include <gtest/gtest.h>
#include <pthread.h>
#include <time.h>

#include <algorithm>

// A sanitizer slows some loops down tens of times, and kernels not at all: there a limit finds what
// hangs, no more, and progress is not even.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr double kPromise = 10;
constexpr bool kSlowedDown = true;
#else
constexpr double kPromise = 0.2;
constexpr bool kSlowedDown = false;
#endif
constexpr int kTries = 3, kThreads = 2;

inline double read_clock(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

inline clockid_t clock_of_this_thread() {
    clockid_t clock{};
    EXPECT_EQ(pthread_getcpuclockid(pthread_self(), &clock), 0);
    return clock;
}

// Seconds by three clocks. The caller is the thread that runs the call; another one may ask.
struct Moment {
    double wall, caller, process;

    static Moment now(clockid_t caller) {
        return {read_clock(CLOCK_MONOTONIC), read_clock(caller),
                read_clock(CLOCK_PROCESS_CPUTIME_ID)};
    }
    double since(const Moment &before) const {
        const double busy = std::max(caller - before.caller, (process - before.process) / kThreads);
        return std::min(wall - before.wall, busy);
    }
};
