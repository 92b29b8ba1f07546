// SPDX-License-Identifier: BSD-2-Clause
// The lessons of one image for a network that corrects a pilot, and the trust in its correction.
#pragma once

#include <vector>

#include "image/crop_source.h"
#include "train/lesson_regions.h"
#include "train/trust.h"

namespace zsn2n {

class LessonBook {
  public:
    struct Plan {
        int patch;    // pixels on a side
        int regions;  // at most
        int draws;    // draws of noise a region that measure the trust
        uint64_t seed;
    };

    // Makes lessons of pairs in regions of at most kLessonSide x kLessonSide pixels, spread over
    // the image. They depend on its size and its pixels alone, also where it is not in memory.
    // There are none where it has no room for a patch. Noise, pilot and arena outlive the book.
    LessonBook(CropSource &image, const Noise &noise, const Pilot &pilot, const Plan &plan,
               const Team &team, Arena &arena);

    const std::vector<Lesson> &lessons() const { return lessons_; }

    // The trust in the network that `correct` runs.
    float trust(const Team &team, const Correct &correct);

    // Takes what a book keeps of an arena that counts, visits what else its making takes, and gives
    // its work.
    static double count(const Shape &image, bool masked, const Pilot &pilot, const Plan &plan,
                        int threads, Arena &count);
    // Of a trust, with the bytes and without the work of `correct`.
    static Cost trust_cost(const Shape &image, const Pilot &pilot, const Plan &plan,
                           size_t correct_bytes, int threads);
    // A trust runs `correct` on so many pixels.
    static double trust_pixels(const Shape &image, const Plan &plan);
    // How many regions of an image there are: none where it has no room for a patch.
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
    // Takes its memory and looks at nothing.
    Part(const Shape &shape, bool masked, Arena &arena);
    PlanesView noisy, guide, mask;
};

}  // namespace zsn2n
