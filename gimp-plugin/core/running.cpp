// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/running.h"

namespace {

Session *running_session = nullptr;

}  // namespace

Running::Running(Session *session) {
    running_session = session;
}

Running::~Running() {
    running_session = nullptr;
}

void stop_run() {
    if (running_session) running_session->stop();
}
