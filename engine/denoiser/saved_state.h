// SPDX-License-Identifier: BSD-2-Clause
// What was learnt of one sequence of images, as bytes for another to go on from.
#pragma once

#include <string>
#include <vector>

#include "train/optimizer.h"

namespace zsn2n {

struct SavedGroup {
    int planes;  // bit mask
    int in, out;
    float trust;
    ModelState state;
};

// Which images and settings the state is of; the size of the images is none of it.
struct SavedState {
    int color, chroma_shift_x, chroma_shift_y;
    int preset, guides;
    std::vector<SavedGroup> groups;
};

// Numbers of fixed width, little-endian, no padding:
//   "ZSN2NST1"; int32 color, chroma_shift_x, chroma_shift_y, preset, guides, number of groups;
//   per group int32 planes, in, out; float32 trust; uint64 steps, number of parameters, number of
//   the optimiser's floats; those floats;
//   last, uint64 FNV-1a of all before it.
std::string to_bytes(const SavedState &state);

// Throws Error(INVALID_ARGUMENT): no such state, damaged, or of another version.
SavedState from_bytes(const std::string &bytes);

// Bound on what to_bytes() gives.
constexpr size_t kSavedStateBytes = size_t{16} << 20;

}  // namespace zsn2n
