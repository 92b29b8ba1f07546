// SPDX-License-Identifier: BSD-2-Clause
// Block motion from an image to the one before.
#pragma once

#include <cstdint>
#include <vector>

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise.h"

namespace zsn2n {

struct Motion {
    int16_t dx = 0, dy = 0;  // pixels: what is at (x, y) was at (x + dx, y + dy)
};

// Motion of blocks of kBlock x kBlock pixels, row after row. Those at the right and the bottom may
// be cut.
struct MotionField {
    static constexpr int kBlock = 16;
    static constexpr int kReach = 44;  // |dx| and |dy| at most

    int across = 0, down = 0;
    std::vector<Motion> blocks;

    // Motion of the block that has pixel (x, y).
    Motion at(int x, int y) const {
        return blocks[static_cast<size_t>(y / kBlock) * across + x / kBlock];
    }
};

// Finds the motion with the least squared difference of the planes' mean. First it looks at blocks
// of 32 pixels at a quarter of the size, within 32 pixels; then at blocks of 16 pixels at half the
// size, within 8 pixels of three predictions (that motion, no motion, and the block to the left);
// last at full size, within 4 pixels of the best. A motion must be better than its prediction by
// more than noise can make it, else it would match the noise. `noise` is that of `now`; `before`
// has less. The result depends on the pixels alone, not on the team.
MotionField find_motion(const ConstPlanesView &now, const ConstPlanesView &before,
                        const Noise &noise, const Team &team, Arena &arena);

Cost motion_cost(const Shape &shape);

}  // namespace zsn2n
