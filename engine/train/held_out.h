// SPDX-License-Identifier: BSD-2-Clause
// Blocks of an image that are kept out of training, so that their loss tells what it has learnt.
#pragma once

#include <vector>

#include "image/crop_source.h"
#include "pair/pair.h"

namespace zsn2n {

constexpr int kHeldOutSide = 12;    // pixels
constexpr int kHeldOutBlocks = 24;  // at most

// Every block keeps this distance from the image's edge: what the network sees of the pairs around
// lies inside.
constexpr int kHeldOutMargin = 5;

struct HeldOutBlock {
    int left, top;
};

// A fortieth of the image in blocks that do not touch each other, spread evenly by a pattern that
// its size and the seed fix; without those that are masked in part. None
// where fewer than eight would be left.
std::vector<HeldOutBlock> held_out_blocks(CropSource &image, uint64_t seed);

// Clears the weights (as of pair_weight()) of the crop's pairs that share a pixel with a block.
// Returns how many of them were set.
size_t withhold(const std::vector<HeldOutBlock> &blocks, const Crop &crop,
                const PlanesView &weight);

}  // namespace zsn2n
