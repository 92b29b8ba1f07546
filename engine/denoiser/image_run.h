// SPDX-License-Identifier: BSD-2-Clause
// One image during one call, from host pixels to host pixels; and what it is going to take.
#pragma once

#include <string>
#include <vector>

#include "denoiser/group_run.h"

namespace zsn2n {

// A recipe with what it comes to in memory and work.
struct Plan {
    int strips = 1;      // of each group, at most; 1: everything is in memory
    size_t arena = 0;    // bytes
    uint64_t bytes = 0;  // held at the peak, the arena among them
    double work = 0;
};

// The groups of the planes to denoise; chroma of the smallest frames is below the least side.
std::vector<PlaneGroup> denoised_groups(const zsn2n_image &image, int selected);

class ImageRun {
  public:
    // Of images as they were looked at. The continuation may be that of no image.
    ImageRun(const Settings &settings, const zsn2n_image &src, std::vector<GroupImage> groups,
             const Continuation &before, Ahead ahead);

    // The fewest strips within memory_cap; where no number of them is, the most, or one where the
    // settings take the whole image.
    Plan plan() const;
    // The same, refused with Error(OUT_OF_MEMORY) where the cap does not hold, or where it takes
    // strips but src is overwritten while it is still read (`in_place`).
    Plan require_plan(bool in_place) const;
    std::string text(const Plan &plan) const;

    // Then, in this order; each throws what the team's tick throws. The arena is of the plan's
    // size; conv is needed where networked().
    void begin(const Plan &plan, Arena &arena);
    void learn(Tools &tools, bool alike, std::vector<TemporalState> &spares);
    // Each group's first strip: what its estimate allocates is there before dst is written.
    void estimate_first(Tools &tools);
    // Cannot fail but by the tick. Of no groups everything is copied.
    void write(const zsn2n_image &dst, Tools &tools);

    bool denoises() const { return !recipes_.empty(); }
    // Whether the first group's does; false before begin().
    bool settles() const { return !runs_.empty() && runs_.front().settles(); }
    // Of the first group.
    const char *doubt() const { return runs_.empty() ? nullptr : runs_.front().doubt(); }
    bool networked() const;
    // Whether a tick may end the call: not while dst is written with all computed.
    bool cancellable() const { return !writing_ || in_strips_; }

    const Ahead &ahead() const { return ahead_; }
    // What the image leaves for the next, but for the scene.
    Continuation finish() const;
    void report(zsn2n_stats &stats) const;

  private:
    // Lays the groups out in an arena.
    std::vector<GroupRun> lay_out(int strips, Arena &arena) const;
    Plan measure(int strips) const;
    // The option that keeps the image from being worked on in strips, or null.
    const char *whole_by() const;
    const GroupContinuation *before(const GroupImage &group) const;
    GroupAhead ahead(const GroupImage &group) const;

    const Settings &settings_;
    const zsn2n_image &src_;
    std::vector<GroupImage> images_;
    const Continuation &before_;
    const Ahead ahead_;
    std::vector<GroupFacts> facts_;
    std::vector<GroupRecipe> recipes_;
    std::vector<GroupRun> runs_;
    bool in_strips_ = false;  // dst is written before all is computed
    bool writing_ = false;
    double learn_seconds_ = 0, estimate_seconds_ = 0;
};

}  // namespace zsn2n
