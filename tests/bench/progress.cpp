// SPDX-License-Identifier: BSD-2-Clause
#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace bench {

Progress::~Progress() {
    if (drawn_) std::fprintf(stderr, "\r\033[K");
}

void Progress::show(double done, double total) {
    const bool terminal = isatty(STDERR_FILENO);
    if (seconds_since(shown_) < (terminal ? 0.25 : 10.0)) return;
    shown_ = Clock::now();
    const double elapsed = seconds_since(start_);
    const double left = done > 0 ? elapsed * (total - done) / done : 0;
    std::fprintf(stderr, "%s%s: %.0f %%, %.0f s, about %.0f s left%s", terminal ? "\r\033[K" : "",
                 what_.c_str(), 100 * done / total, elapsed, left, terminal ? "" : "\n");
    drawn_ = terminal;
}

}  // namespace bench
