// SPDX-License-Identifier: BSD-2-Clause
// Dense motion from an image to the one before, of fractions of a pixel: dense inverse search after
// Kroeger, Timofte, Dai & Van Gool, "Fast Optical Flow using Dense Inverse Search", ECCV 2016,
// without its variational refinement.
#pragma once

#include "base/arena.h"
#include "base/math.h"
#include "base/team.h"
#include "image/planes.h"

namespace zsn2n {

// Planes dx and dy at half the size of the images, in pixels of their full size: what is at
// (x, y) was at (x + dx, y + dy). A third one has the squared gradients around, by which a motion
// is the more certain.
inline Shape flow_shape(const Shape &images) {
    return {ceil_divide(images.width, 2), ceil_divide(images.height, 2), 3};
}

// Finds the motion of the planes' mean. Both images are estimates with little noise; `noise` is the
// variance of what is left. Brightness may differ by an offset from place to place. The result
// depends on the pixels alone, not on the team. Throws what the team's tick throws.
void find_flow(const ConstPlanesView &now, const ConstPlanesView &before, float noise,
               const Team &team, Arena &arena, const PlanesView &flow);

Cost flow_cost(const Shape &images);

// The flow the other way, of the same shape: what is at (x, y) of the image before is at
// (x + dx, y + dy) now. Where something was covered it is that of what covers it.
void invert_flow(const ConstPlanesView &flow, const Team &team, const PlanesView &inverse);

}  // namespace zsn2n
