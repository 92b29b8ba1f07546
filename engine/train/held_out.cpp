// SPDX-License-Identifier: BSD-2-Clause
#include "train/held_out.h"

#include <algorithm>

#include "base/rng.h"

namespace zsn2n {

namespace {

constexpr int kShare = 40;       // one pixel in so many is held out
constexpr size_t kFewest = 8;    // fewer blocks say little about the image
constexpr uint64_t kStream = 0;  // of the seed; crops draw from 1 on

bool masked(const HeldOutBlock &block, CropSource &image) {
    if (!image.masked()) return false;
    const ConstPlanesView mask =
        image.mask({block.left, block.top, block.left + kHeldOutSide, block.top + kHeldOutSide});
    for (int y = 0; y < kHeldOutSide; ++y) {
        for (int x = 0; x < kHeldOutSide; ++x) {
            if (mask.at(x, y, 0) == 0.0f) return true;
        }
    }
    return false;
}

}  // namespace

std::vector<HeldOutBlock> held_out_blocks(CropSource &image, uint64_t seed) {
    const int width = image.width(), height = image.height();
    const int places_x = width - kHeldOutSide - 2 * kHeldOutMargin + 1;
    const int places_y = height - kHeldOutSide - 2 * kHeldOutMargin + 1;
    if (std::min(places_x, places_y) < 1) return {};
    constexpr int64_t kArea = kShare * kHeldOutSide * kHeldOutSide;
    const auto count =
        std::min<int64_t>(static_cast<int64_t>(width) * height / kArea, kHeldOutBlocks);

    // The additive recurrence of the plastic number (Roberts 2018, "R2") spreads any number of
    // points evenly.
    constexpr float kAcross = 0.7548777f, kDown = 0.5698403f;
    Rng rng(seed, kStream);
    float x = rng.uniform(), y = rng.uniform();
    std::vector<HeldOutBlock> blocks;
    for (int i = 0; i < count; ++i) {
        const HeldOutBlock block{kHeldOutMargin + static_cast<int>(x * places_x),
                                 kHeldOutMargin + static_cast<int>(y * places_y)};
        if (!masked(block, image)) blocks.push_back(block);
        x = x + kAcross < 1.0f ? x + kAcross : x + kAcross - 1.0f;
        y = y + kDown < 1.0f ? y + kDown : y + kDown - 1.0f;
    }
    if (blocks.size() < kFewest) blocks.clear();
    return blocks;
}

size_t withhold(const std::vector<HeldOutBlock> &blocks, const Crop &crop,
                const PlanesView &weight) {
    size_t cleared = 0;
    for (const HeldOutBlock &block : blocks) {
        // The pairs that touch the block, before the crop is turned. Pair i covers pixels 2i and 2i
        // + 1.
        const int left = block.left - crop.left, top = block.top - crop.top;
        const int begin_x = std::max(left, 0) / 2, begin_y = std::max(top, 0) / 2;
        const int end_x = std::min((left + kHeldOutSide + 1) / 2, crop.columns);
        const int end_y = std::min((top + kHeldOutSide + 1) / 2, crop.rows);
        for (int v = begin_y; v < end_y; ++v) {
            for (int u = begin_x; u < end_x; ++u) {
                const int x = crop.flip_x ? crop.columns - 1 - u : u;
                const int y = crop.flip_y ? crop.rows - 1 - v : v;
                float &at = crop.transpose ? weight.at(y, x, 0) : weight.at(x, y, 0);
                cleared += at != 0.0f;
                at = 0.0f;
            }
        }
    }
    return cleared;
}

}  // namespace zsn2n
