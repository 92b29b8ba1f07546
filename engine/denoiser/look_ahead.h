// SPDX-License-Identifier: BSD-2-Clause
// The images that come after the one at hand, where a caller knows them, and what is kept of them
// until they are at hand themselves.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "image/group_image.h"
#include "image/planes.h"
#include "temporal/scene.h"

namespace zsn2n {

// One plane group of such an image.
struct NextGroup {
    Planes noisy, estimate;  // the pilot's, once there is one
    double variance = -1;    // of the noise that the estimate was made for; below 0: there is none

    // Whether the estimate does for such a noise: its deviation is the same within a fiftieth.
    bool estimated(double now) const {
        return variance >= 0 && now >= variance * 0.96 && now <= variance * 1.04;
    }
    // Counts what one of that shape takes.
    static void take(const Shape &shape, Arena &count) {
        take_planes(count, shape);
        take_planes(count, shape);
    }
};

struct NextImage {
    uint64_t fingerprint;
    SceneThumb scene;
    std::map<std::vector<int>, NextGroup> groups;  // by their planes

    NextGroup *group(const std::vector<int> &planes) {
        const auto found = groups.find(planes);
        return found == groups.end() ? nullptr : &found->second;
    }
};

// What one call knows beside its image.
struct Ahead {
    std::shared_ptr<NextImage> now;                // of the image, since it was a next one; or null
    std::vector<std::shared_ptr<NextImage>> next;  // in order

    // So many images, as far as memory goes.
    static Ahead of(int count) { return {nullptr, std::vector<std::shared_ptr<NextImage>>(count)}; }
};

// Two images have the same one, but for a chance of 2^-64, where they have the same description and
// samples.
uint64_t fingerprint(const zsn2n_image &image);

// The planes of the groups, as they are denoised, but for an estimate.
void read_next(const std::vector<GroupImage> &groups, const Team &team, NextImage &next);

}  // namespace zsn2n
