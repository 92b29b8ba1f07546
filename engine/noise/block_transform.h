// SPDX-License-Identifier: BSD-2-Clause
// The orthonormal 8x8 cosine transform of several blocks at once.
#pragma once

#include "image/planes.h"

namespace zsn2n {

class BlockTransform {
  public:
    static constexpr int kSide = 8, kPixels = kSide * kSide;
    // Blocks side by side in the innermost loops.
    static constexpr int kLanes = 16;
    using Lanes = float[kLanes];

    struct Place {
        int x, y;
    };

    BlockTransform();
    // Coefficient (u, v) of channel c of up to kLanes blocks to block[v * kSide + u]; the lanes
    // past `count` repeat the last.
    void run(const ConstPlanesView &planes, int c, const Place *places, int count,
             Lanes *block) const;

  private:
    void transform_line(Lanes *line, int stride) const;

    float even_[4][4],
        odd_[4][4];  // [frequency / 2][pixel]; of sums and differences of pixel pairs
};

}  // namespace zsn2n
