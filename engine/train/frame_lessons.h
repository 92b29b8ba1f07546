// SPDX-License-Identifier: BSD-2-Clause
// What a network that corrects the result of a video's frame learns from: the frame before as
// input, and the noisy frame, moved onto that, as target (Ehret, Davy, Morel, Facciolo & Arias,
// "Model-blind video denoising via frame-to-frame training", CVPR 2019). A sensor draws its noise
// anew in each frame, so that this holds for noise that spans pixels, which a pair of one image
// does not.
#pragma once

#include <functional>
#include <vector>

#include "temporal/warp.h"
#include "train/lesson_regions.h"
#include "train/lessons.h"

namespace zsn2n {

// A frame's result and what it was made of, of one shape.
struct SeenFrame {
    ConstPlanesView result, noisy;
};

struct FramePair {
    SeenFrame before, now;
    PlaneFlow back;        // from the frame before to this one
    ConstPlanesView mask;  // one plane, 0 where a pixel does not count; no data: all do
};

class FrameLessons {
  public:
    // Makes a lesson of each of `regions` regions, of at most kLessonSide x kLessonSide pixels;
    // which ones they are depends on `number`. What lies elsewhere in the other frame, or was
    // covered, weighs nothing. They keep what they take of the arena.
    FrameLessons(const FramePair &frames, int regions, uint64_t number, const Team &team,
                 Arena &arena);

    const std::vector<Lesson> &lessons() const { return lessons_; }

    // What a network that has not seen the lessons gains by its correction d of results r against
    // targets t: its best share is <d, t - r> / <d, d>, an unbiased one, since t's noise is no
    // one's. By that share, the gain is in mean square error of a sample.
    struct Worth {
        double share, gain;
    };
    // denoised = the network's result for a lesson's input, as in trust.h.
    using Correct = std::function<void(const ConstPlanesView &input, const PlanesView &denoised)>;
    Worth worth(Arena &arena, const Correct &correct) const;

    // Whether there is room for patches of that size.
    static bool possible(const Shape &image, int patch);
    // Takes what lessons of such an image keep of an arena that counts, and visits what else they
    // take; `correct_bytes` are those of the call.
    static void count(const Shape &image, int regions, size_t correct_bytes, Arena &count);

  private:
    std::vector<Lesson> lessons_;
};

}  // namespace zsn2n
