// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_SESSION_LOOP_H
#define ZSN2N_GIMP_SESSION_LOOP_H

#include <functional>

#include "core/session.h"

// Runs a nested main loop on the calling (main) thread until the session trains no more;
// on_progress is called on this thread each time something moved.
void wait_for_session(Session *session, const std::function<void()> &on_progress);

#endif
