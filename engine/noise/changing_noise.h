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

// A block of 8x8 pixels of a frame and of its difference from the frames before, which
// FractionalShift displaced by those steps.
struct ChangedBlock {
    int x, y;
    float before;  // variance of the frames before, where that of the frame's noise is 1
    bool moved;    // by a pixel or more
    int step_x = 0, step_y = 0;
};

// Of a group's planes, each alone. A value.
class ChangingNoise {
  public:
    // So many tell a frame's spectrum within a few percent.
    static constexpr int kMostBlocks = 4096;

    // Until a frame was measured.
    bool empty() const { return frames_ == 0; }
    // Once enough frames were, so that one in a few will do.
    bool settled() const;
    int channels() const { return channels_; }
    // Measures one frame more; those before count less and less. `blocks`, at most kMostBlocks, lie
    // in `noisy` and in `difference`, which is of its shape. The result depends on the pixels
    // alone, not on the team.
    void measure(const ConstPlanesView &noisy, const ConstPlanesView &difference,
                 const std::vector<ChangedBlock> &blocks, const Team &team, Arena &arena);

    // Of luma: whether the colour beside it, U and V, shows noise.
    void take_colour(const ChangingNoise &colour);

    // Corrects what one frame alone showed, `found`, of mixture c. Returns whether it changed it.
    bool correct(int c, NoiseSpectrum::Mixture &found) const;
    // The share of the variance of `found` that does not change, 0 to 1. No average of frames takes
    // it off: a codec kept it where it kept the picture.
    double frozen(int c, const NoiseSpectrum::Mixture &found) const;

  private:
    bool of_colour(int c) const;
    // Whether there is noise at the highest frequencies.
    bool shows(int c) const;
    // The same of colour, whatever the frequency.
    bool shows_colour(int c) const;
    // The variance of the noise over that of what changes of it.
    double kept_over_changing(int c) const;

    Tables all_, moved_;
    double normality_[3] = {};  // of what changes: 1 for noise that no codec has thinned
    bool colour_shows_ = false;
    int channels_ = 0, frames_ = 0, moved_frames_ = 0;
};

// What measure() takes of the arena.
void take_changing_noise(Arena &count);

}  // namespace zsn2n
