// SPDX-License-Identifier: BSD-2-Clause
// All that a guided network learns from one image, and what its correction is worth there.
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
    // patch.
    LessonBook(CropSource &image, const NoiseTable &noise, const Pilot &pilot, const Plan &plan,
               const Team &team);

    std::vector<Lesson> &lessons() { return lessons_; }

    // Of the network that `correct` runs.
    float trust(const Team &team, const Correct &correct);

    static size_t bytes(int channels, int regions);
    static constexpr int kSide = 256;

  private:
    struct Part {
        Planes noisy, guide, mask;
    };
    LessonSource source(Part &part) const {
        return {part.noisy.view(), part.guide.view(), part.mask.view(), noise_, pilot_};
    }

    const NoiseTable &noise_;
    const Pilot &pilot_;
    std::vector<Part> parts_;
    std::vector<Lesson> lessons_;
    uint64_t seed_;
    int draws_;
};

}  // namespace zsn2n
