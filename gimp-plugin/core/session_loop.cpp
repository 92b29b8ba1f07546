// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session_loop.h"

#include <glib.h>

namespace {

struct Wait {
    Session *session;
    const std::function<void()> &on_progress;
    GMainLoop *loop;
};

gboolean poll(gpointer data) {
    auto *wait = static_cast<Wait *>(data);
    const bool changed = wait->session->poll();
    if (wait->session->state() == Session::State::kTraining) {
        if (changed) wait->on_progress();
        return G_SOURCE_CONTINUE;
    }
    g_main_loop_quit(wait->loop);
    return G_SOURCE_REMOVE;
}

}  // namespace

void wait_for_session(Session *session, const std::function<void()> &on_progress) {
    Wait wait = {session, on_progress, g_main_loop_new(nullptr, FALSE)};
    session->poll();  // what is due begins at once
    g_timeout_add(kPollMilliseconds, poll, &wait);
    g_main_loop_run(wait.loop);
    g_main_loop_unref(wait.loop);
}
