// SPDX-License-Identifier: BSD-2-Clause
// Where the parts of an image were in the one before.
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

// Of kBlock x kBlock pixels each, row after row; those at the right and the bottom may be cut.
struct MotionField {
    static constexpr int kBlock = 16;
    static constexpr int kReach = 44;  // |dx| and |dy| at most

    int across = 0, down = 0;
    std::vector<Motion> blocks;

    // Of the block of pixel (x, y).
    Motion at(int x, int y) const {
        return blocks[static_cast<size_t>(y / kBlock) * across + x / kBlock];
    }
};

// By the least squared difference of the planes' mean: of 32 pixels at a quarter of the size within
// 32 pixels, then of 16 pixels at half and at full size within 8 and 4 pixels of that, of no
// motion, or of the block to the left. Motion must be better than none by more than noise can make
// it: else it would match the noise, `noise` in `now` and less than that in `before`. A function of
// the pixels, whatever the team.
MotionField find_motion(const ConstPlanesView &now, const ConstPlanesView &before,
                        const Noise &noise, const Team &team, Arena &arena);

Cost motion_cost(const Shape &shape);

}  // namespace zsn2n
