// SPDX-License-Identifier: BSD-2-Clause
// All that a network which corrects a pilot learns from one image, and what its correction is worth
// there.
#pragma once

#include <vector>

#include "image/crop_source.h"
#include "train/trust.h"

namespace zsn2n {

class LessonBook {
  public:
    struct Plan {
        int patch;    // pixels on a side
        int regions;  // at most
        int draws;    // of noise that the trust is measured by, a region
        uint64_t seed;
    };

    // Pairs of regions of at most kSide x kSide pixels, spread over the image: a function of its
    // size and of the pixels alone, in memory or not. Empty where the image has no room for a
    // patch. Noise, pilot and arena outlive it.
    LessonBook(CropSource &image, const Noise &noise, const Pilot &pilot, const Plan &plan,
               const Team &team, Arena &arena);

    const std::vector<Lesson> &lessons() const { return lessons_; }

    // Of the network that `correct` runs.
    float trust(const Team &team, const Correct &correct);

    // Of the book, and of the trust on top of it; without what `correct` takes and does.
    static Cost cost(const Shape &image, bool masked, const Pilot &pilot, const Plan &plan,
                     int threads);
    static Cost trust_cost(const Shape &image, const Pilot &pilot, const Plan &plan, int threads);
    // Pixels that `correct` is run on, over all of a trust.
    static double trust_pixels(const Shape &image, const Plan &plan);
    // The largest rectangle that is read of an image, and how many of them there are: none where
    // it has no room for a patch.
    static Shape region(const Shape &image);
    static int regions(const Shape &image, const Plan &plan);

  private:
    struct Part;
    LessonSource source(const Part &part) const;

    const Noise &noise_;
    const Pilot &pilot_;
    Arena &arena_;
    std::vector<Part> parts_;
    std::vector<Lesson> lessons_;
    uint64_t seed_;
    int draws_;
};

struct LessonBook::Part {
    // Takes its memory; looks at nothing.
    Part(const Shape &shape, bool masked, Arena &arena);
    PlanesView noisy, guide, mask;
};

}  // namespace zsn2n
