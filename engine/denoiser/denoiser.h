// SPDX-License-Identifier: BSD-2-Clause
// The whole flow of one context: host pixels, training, inference, host pixels.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "denoiser/image_work.h"
#include "temporal/scene.h"

namespace zsn2n {

using Log = std::function<void(zsn2n_log_level, const std::string &)>;
using Progress = std::function<bool(double)>;  // true cancels

class Denoiser {
  public:
    Denoiser(const zsn2n_params &params, Log log, Progress progress);

    void set_params(const zsn2n_params &params);
    // Throws Error or std::bad_alloc; the warm state is then as before, and so is dst unless the
    // call worked in strips and was cancelled.
    void process(const zsn2n_image &src, const zsn2n_image &dst);
    void reset();
    // The warm state, to a file and back. load_state() leaves everything as it was on failure.
    void save_state(const std::string &path) const;
    void load_state(const std::string &path);
    // From any thread: process() throws Error(CANCELLED), the one that runs or else the next.
    void cancel() { cancelled_ = true; }
    void cancel_answered() { cancelled_ = false; }
    const zsn2n_stats &stats() const { return stats_; }

    static uint64_t memory_required(const zsn2n_params &params, const zsn2n_image &image);

  private:
    void log_settings(const ImageWork &work) const;
    void tick(double fraction);
    // Whether the warm state is one of images like this.
    bool continues(const zsn2n_image &image) const;

    zsn2n_params params_;
    Settings settings_;
    Log log_;
    Progress progress_;
    std::shared_ptr<Pool> pool_;
    std::atomic<bool> cancelled_{false};
    // The warm state: description of the last image (struct_size 0 without one, width 0 where it is
    // not known) and the denoiser of each group of its planes.
    zsn2n_image last_{};
    Denoisers denoisers_;
    SceneThumb scene_;  // of the last image that showed something
    zsn2n_stats stats_{};
};

}  // namespace zsn2n
