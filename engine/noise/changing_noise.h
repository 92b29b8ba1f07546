// SPDX-License-Identifier: BSD-2-Clause
// The noise that changes from frame to frame, as motion-compensated differences show it. They have
// little of the texture from which one image's noise is hard to tell.
#pragma once

#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "base/team.h"
#include "image/planes.h"
#include "noise/spectrum_table.h"

namespace zsn2n {

// A block of 8x8 pixels of a frame and of its difference from the frames before.
struct ChangedBlock {
    int x, y;
    float variance;  // of the difference, where that of the frame's noise is 1
    bool moved;      // by a pixel or more
};

// Of a group's planes, each alone. A value.
class ChangingNoise {
  public:
    // Until a frame was measured.
    bool empty() const { return frames_ == 0; }
    // Once enough frames were, so that one in a few will do.
    bool settled() const;
    int channels() const { return channels_; }
    // Measures one frame more; those before count less and less. `blocks` lie in `noisy` and in
    // `difference`, which is of its shape. The result depends on the pixels alone, not on the team.
    void measure(const ConstPlanesView &noisy, const ConstPlanesView &difference,
                 const std::vector<ChangedBlock> &blocks, const Team &team, Arena &arena);

    // Corrects what one frame alone showed, `found`, of mixture c. Returns whether it changed it.
    bool correct(int c, NoiseSpectrum::Mixture &found) const;
    // The share of the variance of `found` that does not change, 0 to 1. No average of frames takes
    // it off: a codec kept it where it kept the picture.
    double frozen(int c, const NoiseSpectrum::Mixture &found) const;

  private:
    Tables all_, moved_;
    int channels_ = 0, frames_ = 0, moved_frames_ = 0;
};

// What measure() takes of the arena.
void take_changing_noise(Arena &count);

}  // namespace zsn2n
