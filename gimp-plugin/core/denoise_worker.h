// SPDX-License-Identifier: GPL-3.0-or-later
// The engine on a thread of its own, so that the host's main loop keeps answering.
#ifndef ZSN2N_GIMP_DENOISE_WORKER_H
#define ZSN2N_GIMP_DENOISE_WORKER_H

#include <zsn2n/zsn2n.h>

#include <atomic>
#include <string>
#include <thread>

class DenoiseWorker {
  public:
    struct Result {
        zsn2n_status status;
        std::string message;  // says what failed; empty after success
        zsn2n_stats stats;    // after success
    };

    // Starts at once. The pixels of both images, which may be the same, belong to the worker until
    // finished().
    DenoiseWorker(const zsn2n_params &params, const zsn2n_image &src, const zsn2n_image &dst);
    ~DenoiseWorker();  // cancels and joins
    DenoiseWorker(const DenoiseWorker &) = delete;
    DenoiseWorker &operator=(const DenoiseWorker &) = delete;

    void cancel() { cancelled_ = true; }
    bool cancelled() const { return cancelled_; }
    double progress() const { return progress_; }
    bool finished() const { return finished_; }

    // Valid once finished(). A run that was cancelled never reports success.
    const Result &result() const { return result_; }

  private:
    static int on_progress(void *user, double fraction);
    void work();

    const zsn2n_params params_;
    const zsn2n_image src_, dst_;
    Result result_{ZSN2N_INTERNAL, "", {}};
    std::atomic<double> progress_{0.0};
    std::atomic<bool> cancelled_{false};
    std::atomic<bool> finished_{false};
    std::thread thread_;
};

#endif
