// SPDX-License-Identifier: BSD-2-Clause
// The pair loss of the held-out blocks, from forward passes over them alone.
#pragma once

#include <vector>

#include "base/team.h"
#include "train/held_out.h"
#include "train/image_pass.h"

namespace zsn2n {

class HeldOutLoss {
  public:
    // Takes at least one block. Copies what it needs of the image.
    HeldOutLoss(CropSource &image, const std::vector<HeldOutBlock> &blocks, const Layout &layout,
                Storage storage, const Team &team, Arena &arena);

    // Mean squared error of each view denoised against the other, at theta, whose weights `conv`
    // already holds. Allocates nothing after its first call.
    double evaluate(const float *theta, const Conv3x3 &conv, const Team &team);

    static Cost cost(const Layout &layout, Storage storage);

  private:
    double squared_error(const PlanesView &denoised, const PlanesView &other) const;

    size_t blocks_;
    int cells_;
    Layout layout_;
    ImagePass views_[2];
};

}  // namespace zsn2n
