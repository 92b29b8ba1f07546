// SPDX-License-Identifier: BSD-2-Clause
// How far a trained network's correction of its pilot is to be believed.
#pragma once

#include <functional>

#include "train/lessons.h"

namespace zsn2n {

// denoised = what the network makes of lesson input (pilot, then noisy).
using Correct = std::function<void(const PlanesView &input, const PlanesView &denoised)>;

// Sums over the held-out rows of parts of an image. The best share of a correction d of a pilot p
// is <d, x - p> / <d, d>, where x is the unknown clean image. <d, x> = <d, noisy> - <d, noise>, and
// <d, noise> is estimated by Stein's lemma from how d follows recorrupted noise: Stein's unbiased
// risk estimate with a Monte Carlo divergence (Ramani et al., IEEE TIP 2008).
class Trust {
  public:
    // lessons: pairs as add_recorrupted_lessons() makes them, of this source.
    void add(const LessonSource &source, Lesson *lessons, size_t count, const Correct &correct);

    // 0..1; 0 where nothing could be learnt of it.
    float share() const;

  private:
    double along_ = 0, square_ = 0;
};

}  // namespace zsn2n
