// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_WAIT_FOR_WORKER_H
#define ZSN2N_GIMP_WAIT_FOR_WORKER_H

#include <functional>

#include "denoise_worker.h"

// Runs a nested main loop on the calling (main) thread until the worker has finished; on_progress
// gets the fraction done, 0..1, on this thread, each time it has moved.
void wait_for_worker(const DenoiseWorker &worker, const std::function<void(double)> &on_progress);

#endif
