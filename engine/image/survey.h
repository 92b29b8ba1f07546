// SPDX-License-Identifier: BSD-2-Clause
// A look at all samples of a group before the first of them is used.
#pragma once

#include "base/team.h"
#include "image/flat_map.h"
#include "image/host_image.h"
#include "image/impulses.h"

namespace zsn2n {

struct Survey {
    bool masked = false;  // some pixel has no alpha, or a wild sample
    float mean[3] = {};   // where masked: of each of the group's planes, over the other pixels
    std::shared_ptr<const FlatMap> flat;       // where there is no noise; null: nowhere
    std::shared_ptr<const Impulses> impulses;  // null: none, or some pixel is masked
};

// Reads the image. Throws Error(INVALID_ARGUMENT) with the
// place of a NaN or an infinity. Pixels without alpha may hold anything.
Survey survey(const zsn2n_image &image, const PlaneGroup &group, const Team &team);

}  // namespace zsn2n
