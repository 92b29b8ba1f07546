// SPDX-License-Identifier: BSD-2-Clause
#include "network/blocks.h"

#include <algorithm>

namespace zsn2n {

namespace {
constexpr size_t kBlock = 16, kBlocks = kWidth / kBlock;
static_assert(kBlocks * kBlock == kWidth, "blocks are whole");
}  // namespace

// 32x32 pixels take 3.5 us, and 4.7 with the activation (Zen 4). oneDNN's own reorder takes as long
// without it.
void to_blocks(const FeatureMap &map, float *blocks) {
    const size_t pixels = map.region.pixels();
    const auto *values = static_cast<const float *>(map.data);
    for (size_t p = 0; p < pixels; ++p) {
        for (size_t b = 0; b < kBlocks; ++b) {
            std::copy_n(values + p * kWidth + b * kBlock, kBlock,
                        blocks + (b * pixels + p) * kBlock);
        }
    }
}

void from_blocks(const float *blocks, float slope, const FeatureMap &map) {
    const size_t pixels = map.region.pixels();
    auto *values = static_cast<float *>(map.data);
    for (size_t p = 0; p < pixels; ++p) {
        for (size_t b = 0; b < kBlocks; ++b) {
            const float *from = blocks + (b * pixels + p) * kBlock;
            float *to = values + p * kWidth + b * kBlock;
            for (size_t i = 0; i < kBlock; ++i) to[i] = std::max(from[i], slope * from[i]);
        }
    }
}

}  // namespace zsn2n
