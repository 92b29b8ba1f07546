// SPDX-License-Identifier: BSD-2-Clause
// Planes as kernel arguments. Every buffer's minimum is its place in the image.
#pragma once

#include "base/kernel.h"
#include "image/planes.h"

namespace zsn2n {

// (x, y, c): all of the planes, or a rectangle of them.
struct PlanesBuffer : KernelBuffer {
    explicit PlanesBuffer(const ConstPlanesView &planes)
        : PlanesBuffer(planes, 0, 0, planes.width, planes.height) {}
    PlanesBuffer(const ConstPlanesView &planes, int left, int top, int width, int height)
        : KernelBuffer(&planes.at(left, top, 0), {{left, width, 1},
                                                  {top, height, planes.row_stride},
                                                  {0, planes.channels, planes.plane_stride}}) {}
};

// (x, y): all rows of the first plane, or those from begin to end.
struct PlaneBuffer : KernelBuffer {
    explicit PlaneBuffer(const ConstPlanesView &plane) : PlaneBuffer(plane, 0, plane.height) {}
    PlaneBuffer(const ConstPlanesView &plane, int begin, int end)
        : KernelBuffer(&plane.at(0, begin, 0),
                       {{0, plane.width, 1}, {begin, end - begin, plane.row_stride}}) {}
};

}  // namespace zsn2n
