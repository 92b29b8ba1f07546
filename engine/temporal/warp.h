// SPDX-License-Identifier: BSD-2-Clause
// Displaces an image by a flow.
#pragma once

#include "base/team.h"
#include "image/planes.h"

namespace zsn2n {

// A flow (see flow.h) as a plane has it that may be coarser than the images by powers of 2.
class PlaneFlow {
  public:
    PlaneFlow(const ConstPlanesView &flow, int width, int height);

    struct Pixel {
        float dx, dy;   // pixels of the plane
        float texture;  // squared gradients
    };
    Pixel at(int x, int y) const;

    const ConstPlanesView &flow() const { return flow_; }
    // A pixel of the plane is so many of the images'.
    float step_x() const { return step_x_; }
    float step_y() const { return step_y_; }

  private:
    ConstPlanesView flow_;
    float step_x_, step_y_;
};

// `past` = `before`, displaced, interpolated bicubically (Keys, IEEE ASSP 1981). Where that is not
// to be believed, since it lies outside of the image or the flow parts, as where something was
// covered, unknown (one plane) is 1; else 0. Throws what the team's tick throws.
void warp(const ConstPlanesView &before, const PlaneFlow &flow, const Team &team,
          const PlanesView &past, const PlanesView &unknown);
// The same of a rectangle of the image, whose size the results have.
void warp(const ConstPlanesView &before, const PlaneFlow &flow, const Region &region,
          const Team &team, const PlanesView &past, const PlanesView &unknown);

}  // namespace zsn2n
