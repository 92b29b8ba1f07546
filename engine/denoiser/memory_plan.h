// SPDX-License-Identifier: BSD-2-Clause
// How a call keeps to memory_cap: everything in memory, or strips of it.
#pragma once

#include "denoiser/settings.h"
#include "image/host_image.h"
#include "image/strips.h"

namespace zsn2n {

struct MemoryPlan {
    int strips;      // of each group, at most; 1: everything in memory
    uint64_t bytes;  // held at the peak
    int halo, grid;  // of the strips

    // Of a group of this height.
    Strips cut(int height) const { return {height, strips, halo, grid}; }
};

// The groups of the selected planes that a network can be trained on: chroma of the smallest frames
// is below the least side.
std::vector<PlaneGroup> trained_groups(const zsn2n_image &image, int selected);

// The fewest strips within the cap (0: none); where no number of them is, the most, or one where
// training takes the whole image.
MemoryPlan plan_memory(const Settings &settings, const zsn2n_image &image,
                       const std::vector<PlaneGroup> &groups, uint64_t cap);

// The same, refused with Error(OUT_OF_MEMORY) where the cap does not hold, or where it takes strips
// but src is overwritten while it is still read (`in_place`).
MemoryPlan require_memory(const Settings &settings, const zsn2n_image &image,
                          const std::vector<PlaneGroup> &groups, uint64_t cap, bool in_place);

}  // namespace zsn2n
