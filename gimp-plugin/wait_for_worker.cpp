// SPDX-License-Identifier: GPL-3.0-or-later
#include "wait_for_worker.h"

#include <glib.h>

namespace {

constexpr guint kPollMilliseconds = 50;

struct Wait {
    const DenoiseWorker &worker;
    const std::function<void(double)> &on_progress;
    GMainLoop *loop;
    double shown;
};

gboolean poll(gpointer data) {
    auto *wait = static_cast<Wait *>(data);
    if (wait->worker.finished()) {
        g_main_loop_quit(wait->loop);
        return G_SOURCE_REMOVE;
    }
    const double fraction = wait->worker.progress();
    if (fraction != wait->shown) {
        wait->shown = fraction;
        wait->on_progress(fraction);
    }
    return G_SOURCE_CONTINUE;
}

}  // namespace

void wait_for_worker(const DenoiseWorker &worker, const std::function<void(double)> &on_progress) {
    Wait wait = {worker, on_progress, g_main_loop_new(nullptr, FALSE), -1.0};
    g_timeout_add(kPollMilliseconds, poll, &wait);
    g_main_loop_run(wait.loop);
    g_main_loop_unref(wait.loop);
}
