// SPDX-License-Identifier: GPL-3.0-or-later
// The session that is at work, so that it can be stopped from outside of the run. Main thread only.
#ifndef ZSN2N_GIMP_RUNNING_H
#define ZSN2N_GIMP_RUNNING_H

#include "core/session.h"

// While it lives, its session is the one that stop_run() stops. One at a time.
class Running {
  public:
    explicit Running(Session *session);
    ~Running();
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;
};

// Makes a run's engine stop, and waits for it, 0.2 s at most: GIMP may ask the process to quit at
// any moment. Nothing happens where none is at work.
void stop_run();

#endif
