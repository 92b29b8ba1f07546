// SPDX-License-Identifier: BSD-2-Clause
// One context: what stays from call to call.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "denoiser/image_run.h"

namespace zsn2n {

using Log = std::function<void(zsn2n_log_level, const std::string &)>;
using Progress = std::function<bool(double)>;  // true cancels

class Denoiser {
  public:
    Denoiser(const zsn2n_params &params, Log log, Progress progress);

    // All that follow throw Error or std::bad_alloc; the continuation is then as before.
    void set_params(const zsn2n_params &params);
    // After failure dst is as before, too, unless the call worked in strips.
    // `next`: images that come after src, in order; they need not be of the same description.
    void process(const zsn2n_image &src, const std::vector<zsn2n_image> &next,
                 const zsn2n_image &dst);
    void reset() {
        continuation_ = {};
        next_.clear();
    }
    // The continuation's networks, to a file and back.
    void save_state(const std::string &path) const;
    void load_state(const std::string &path);
    // From any thread: process() throws Error(CANCELLED), the one that runs or else the next.
    void cancel() { cancelled_ = true; }
    void cancel_answered() { cancelled_ = false; }
    const zsn2n_stats &stats() const { return stats_; }

    static uint64_t memory_required(const zsn2n_params &params, const zsn2n_image &image);

  private:
    // What an image shows beside the one before, before anything is computed.
    struct Sight {
        SceneThumb scene;
        bool shows = false;  // anything
        bool later = false;  // it is described as the one before
        bool warm = false;   // and goes on from it: shows no other scene
        bool alike = false;  // and so little changed that the noise did not
        double score = 0;
    };
    Sight look(const zsn2n_image &src, const Team &team) const;
    Ahead look_ahead(const zsn2n_image &src, const std::vector<zsn2n_image> &next,
                     const Sight &sight, const Team &team) const;

    void tick(double fraction);
    void tell_noise(const ImageRun &run, const Sight &sight) const;
    void keep(Continuation after, std::vector<std::shared_ptr<NextImage>> next, Sight &sight);
    void denoise(ImageRun &run, const Plan &plan, Tools &tools, Sight &sight,
                 const zsn2n_image &dst);

    Settings settings_;
    Log log_;
    Progress progress_;
    std::shared_ptr<Pool> pool_;
    std::atomic<bool> cancelled_{false};
    Continuation continuation_;
    std::vector<std::shared_ptr<NextImage>> next_;  // as the last call knew them
    zsn2n_stats stats_{};
    // Kept in a sequence for the next image of the same shape: at 1920 x 1080 fresh pages cost an
    // eighth of the time of a frame, and a convolution its primitives.
    Arena arena_;
    std::unique_ptr<Conv3x3> conv_;
    std::vector<TemporalState> spares_;
};

}  // namespace zsn2n
