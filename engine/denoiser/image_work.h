// SPDX-License-Identifier: BSD-2-Clause
// One image during one call: its groups from host pixels to host pixels.
#pragma once

#include <atomic>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "denoiser/group_work.h"
#include "denoiser/memory_plan.h"

namespace zsn2n {

// By their group's planes.
using Denoisers = std::map<std::vector<int>, std::unique_ptr<GroupDenoiser>>;

// The steps in their order; each throws Error where the team's tick does.
class ImageWork {
  public:
    ImageWork(const Settings &settings, const zsn2n_params &params, const zsn2n_image &src)
        : settings_(settings), params_(params), src_(src) {}

    // Looks at every pixel that training or a strip will use and makes all that they need. Groups
    // found in `known` go on from the image before, which this one may be alike.
    void begin(const MemoryPlan &plan, const Denoisers &known, bool alike, const Team &team);
    void train(const Team &team);
    // Each group's first strip: what its inference allocates is there before dst is written.
    void infer_first(const Team &team);
    // Cannot fail but by the tick. Without begin() everything is copied.
    void write(const zsn2n_image &dst, const Team &team);

    // The known denoisers as they were; or, after success, ready for the next image.
    void undo();
    void keep();
    // Whether a tick may end the call: not while dst is written with all computed.
    bool cancellable() const { return !writing_ || in_strips_; }
    // Of train(), infer_first() and write().
    double fraction() const { return done_ < total_ ? done_ / total_ : 1.0; }

    // The denoisers made here.
    Denoisers &fresh() { return fresh_; }
    void report(zsn2n_stats &stats) const;
    // Planes and size of each group.
    std::string text() const;

  private:
    void infer(GroupWork &group, int strip, const Team &team);

    const Settings &settings_;
    const zsn2n_params &params_;
    const zsn2n_image &src_;
    Denoisers fresh_;
    std::vector<GroupWork> groups_;
    TileMaps maps_;
    MotionField motion_;
    bool in_strips_ = false;  // dst is written before all is computed
    bool writing_ = false;
    int steps_ = 0;
    double loss_ = 0, train_seconds_ = 0, infer_seconds_ = 0;
    // In pixels of inference; a training step is three of them a pixel.
    std::atomic<double> done_{0};
    double total_ = std::numeric_limits<double>::infinity();
};

}  // namespace zsn2n
