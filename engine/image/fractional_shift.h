// SPDX-License-Identifier: BSD-2-Clause
// Displaces blocks by fractions of a pixel.
#pragma once

#include "image/planes.h"

namespace zsn2n {

// By Lanczos' filter of 6 taps (Duchon, J. Applied Meteorology 1979), in steps of 1/16 pixel. A
// value.
class FractionalShift {
  public:
    static constexpr int kSide = 8, kSteps = 16, kTaps = 6, kBefore = 2, kAfter = 3;

    // A displacement: whole pixels and steps of 0 to kSteps - 1.
    struct Offset {
        explicit Offset(float pixels);
        int whole, step;
    };

    FractionalShift();
    // One for all: its tables take 13,000 cosines.
    static const FractionalShift &shared();
    // A block of kSide x kSide pixels of channel c to `block`: those from (left, top) on, and from
    // the steps behind. Reads kBefore pixels before it and kAfter after it.
    void run(const ConstPlanesView &planes, int c, int left, int top, int step_x, int step_y,
             float (*block)[kSide]) const;
    // What is left of the variance of white noise at frequency u of the block's cosine transform
    // along one of its sides.
    float left_at(int step, int u) const { return left_[step][u]; }

  private:
    float taps_[kSteps][kTaps], left_[kSteps][kSide];
};

}  // namespace zsn2n
