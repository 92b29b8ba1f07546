// SPDX-License-Identifier: BSD-2-Clause
// What a training step minimises: a loss and its gradient. The gradient is summed over a fixed
// number of shards, so that the bits do not depend on the number of threads.
#pragma once

#include <memory>

#include "base/team.h"
#include "image/crop_source.h"
#include "network/conv3x3.h"
#include "train/held_out.h"
#include "train/lessons.h"

namespace zsn2n {

class Objective {
  public:
    virtual ~Objective() = default;

    virtual int shards() const = 0;

    // The work of evaluate(), as in Cost.
    virtual double step_work() const = 0;

    // From this call on it learns from what was held out, too.
    virtual void release_held_out() {}

    // gradient[shards()][layout.size] and the loss of step number `step` (of the context's life) at
    // theta, whose weights `conv` already holds.
    virtual double evaluate(const float *theta, const Conv3x3 &conv, uint64_t step,
                            const Team &team, float *gradient) = 0;
};

// The residual loss of the pair of one random crop of `size` pixels a step, so that a step's cost
// does not depend on the image's size. Fresh pairs work against overfitting, in the place of the
// consistency loss. Pairs of `held_out` weigh nothing until they are released. `image` and the
// arena outlive the objective; so they do for all that follow.
std::unique_ptr<Objective> make_crop_objective(CropSource &image,
                                               const std::vector<HeldOutBlock> &held_out,
                                               const Layout &layout, Storage storage, int size,
                                               uint64_t seed, Arena &arena);
Cost crop_objective_cost(const Layout &layout, Storage storage, const Shape &image, int size);

// The published loss, residual plus consistency, over the whole image (Mansour & Heckel 2023,
// equations 4 to 6). `image` is not looked at again.
std::unique_ptr<Objective> make_whole_objective(const TrainingImage &image, const Layout &layout,
                                                Storage storage, Arena &arena);
Cost whole_objective_cost(const Layout &layout, Storage storage, const Shape &image);

// The network's correction of the pilot against the lessons' targets, on two patches of `size` x
// `size` pixels a step, turned and flipped. The layout has twice as many channels in as out.
// `lessons` outlives it, is not empty and has room for patches (room_for_lessons()).
std::unique_ptr<Objective> make_guided_objective(const std::vector<Lesson> &lessons,
                                                 const Layout &layout, Storage storage, int size,
                                                 uint64_t seed, Arena &arena);
Cost guided_objective_cost(const Layout &layout, Storage storage, int size);

// Pixels of the largest region that one convolution of the whole objective reads.
size_t largest_band_pixels(int width, int height);

}  // namespace zsn2n
