// SPDX-License-Identifier: BSD-2-Clause
// Points: stars, and what else is of their size and stands alone. An estimate takes much of a faint
// one: at a peak of 5 standard deviations half of its light. What is missing is given back.
#pragma once

#include <vector>

#include "base/team.h"
#include "image/flat_map.h"
#include "image/host_image.h"
#include "image/region.h"

namespace zsn2n {

struct Point {
    int x, y;  // two samples or more from each edge
};

// Rows beside those that are kept, on which they depend.
constexpr int kPointReach = 4;

// The points of a group's planes, in order of their rows. Through a filter of a star's shape a
// point stands further from its surroundings than chance lets it in any image; a sample that shows
// in no other, as an impulse does, is none. Nothing is found where all is full of points, as
// texture is, and none in `flat` (null: it is nowhere). It depends on the samples alone, not on the
// team.
std::vector<Point> find_points(const zsn2n_image &image, const PlaneGroup &group,
                               const FlatMap *flat, const Team &team);

// Gives back to `denoised`, which is `region` of the group, what of the points of `noisy` it lacks:
// by a star's shape, as much as makes the squared difference least.
void keep_points(const std::vector<Point> &points, const Region &region,
                 const ConstPlanesView &noisy, const PlanesView &denoised);

}  // namespace zsn2n
