// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/denoise_worker.h"

DenoiseWorker::DenoiseWorker(const zsn2n_params &params, const zsn2n_image &src,
                             const zsn2n_image &dst)
    : params_(params), src_(src), dst_(dst), thread_(&DenoiseWorker::work, this) {}

DenoiseWorker::~DenoiseWorker() {
    cancel();
    thread_.join();
}

// The callback is called at least every 0.2 s and carries the cancel as well: the flag is there
// before the context is.
int DenoiseWorker::on_progress(void *user, double fraction) {
    auto *self = static_cast<DenoiseWorker *>(user);
    self->progress_ = fraction;
    return self->cancelled_ ? 1 : 0;
}

void DenoiseWorker::work() {
    const zsn2n_callbacks callbacks = {this, nullptr, &DenoiseWorker::on_progress};
    zsn2n_context *context = nullptr;
    zsn2n_status status = zsn2n_create(&context, &params_, &callbacks);
    std::string message;
    zsn2n_stats stats = {};
    if (status == ZSN2N_OK) {
        status = zsn2n_process(context, &src_, &dst_);
        stats.struct_size = sizeof stats;
        if (status == ZSN2N_OK) status = zsn2n_get_stats(context, &stats);
        if (status != ZSN2N_OK) message = zsn2n_error_message(context);
        zsn2n_destroy(&context);
    }
    if (status == ZSN2N_OK && cancelled_) status = ZSN2N_CANCELLED;
    if (status != ZSN2N_OK && message.empty()) message = zsn2n_status_string(status);
    result_ = {status, message, stats};
    finished_ = true;
}
