// SPDX-License-Identifier: BSD-2-Clause
// What must be known of all of a group's samples before the first of them is used.
#pragma once

#include "base/team.h"
#include "image/host_image.h"

namespace zsn2n {

struct Survey {
    bool masked = false;  // some pixel has no alpha, or a wild sample
    float mean[3] = {};   // where masked: of each of the group's planes, over the other pixels
};

// Reads the image where that is needed: float samples, alpha. Throws Error(INVALID_ARGUMENT) with
// the place of a NaN or an infinity; pixels without alpha may hold anything.
Survey survey(const zsn2n_image &image, const PlaneGroup &group, const Team &team);

}  // namespace zsn2n
