// SPDX-License-Identifier: BSD-2-Clause
// Blocks of an image that are kept out of training. Their loss tells what the network has learnt.
#pragma once

#include <vector>

#include "image/crop_source.h"
#include "pair/pair.h"

namespace zsn2n {

constexpr int kHeldOutSide = 12;    // pixels
constexpr int kHeldOutBlocks = 24;  // at most

// Every block keeps this distance from the image's edge, so that all that the network sees around
// its pairs lies inside.
constexpr int kHeldOutMargin = 5;

struct HeldOutBlock {
    int left, top;
};

// Picks blocks that do not touch each other and take a fortieth of the image. The image's size and
// the seed fix their pattern, which spreads them evenly. Blocks that are masked in part are left
// out. Returns none where fewer than eight would be left.
std::vector<HeldOutBlock> held_out_blocks(CropSource &image, uint64_t seed);

// Clears the weights (as of pair_weight()) of the crop's pairs that share a pixel with a block.
// Returns how many were set before.
size_t withhold(const std::vector<HeldOutBlock> &blocks, const Crop &crop,
                const PlanesView &weight);

}  // namespace zsn2n
