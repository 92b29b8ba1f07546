// SPDX-License-Identifier: BSD-2-Clause
#include "pair/pair.h"

#include <algorithm>
#include <utility>

#include "base/rng.h"
#include "image/planes_buffer.h"
#include "zsn2n_pair_downsample.h"

namespace zsn2n {

namespace {

// Looks at pixels on a coarse grid, which is enough to tell an empty crop.
bool mostly_empty(const ConstPlanesView &mask) {
    int set = 0, seen = 0;
    for (int y = 0; y < mask.height; y += 4) {
        for (int x = 0; x < mask.width; x += 4, ++seen) set += mask.at(x, y, 0) != 0.0f;
    }
    return set * 8 < seen;
}

}  // namespace

Crop whole_crop(int width, int height) {
    return {0, 0, width / 2, height / 2, false, false, false};
}

CropSampler::CropSampler(int width, int height, int size, Mask mask, uint64_t seed)
    : width_(width),
      height_(height),
      columns_(std::min(size, width) / 2),
      rows_(std::min(size, height) / 2),
      mask_(std::move(mask)),
      seed_(seed) {}

Crop CropSampler::draw(uint64_t step) const {
    constexpr int kTries = 16;
    Rng rng(seed_, step + 1);
    Crop crop{};
    for (int i = 0; i < kTries; ++i) {
        crop.left = static_cast<int>(rng.below(width_ - 2 * columns_ + 1));
        crop.top = static_cast<int>(rng.below(height_ - 2 * rows_ + 1));
        const uint64_t turn = rng.next() >> 61;
        crop.columns = columns_;
        crop.rows = rows_;
        crop.transpose = columns_ == rows_ && (turn & 1) != 0;
        crop.flip_x = (turn & 2) != 0;
        crop.flip_y = (turn & 4) != 0;
        if (!mask_ || !mostly_empty(mask_(crop.region()))) break;
    }
    return crop;
}

void downsample_pair(const ConstPlanesView &src, const Crop &crop, const PlanesView &first,
                     const PlanesView &second) {
    // The steps from block to block, across and down: first of the crop, then of the views.
    ptrdiff_t across = crop.flip_x ? -2 : 2;
    ptrdiff_t down = crop.flip_y ? -2 * src.row_stride : 2 * src.row_stride;
    const int left = crop.left + (crop.flip_x ? 2 * (crop.columns - 1) : 0);
    const int top = crop.top + (crop.flip_y ? 2 * (crop.rows - 1) : 0);
    if (crop.transpose) std::swap(across, down);
    // The planes of large images are too far apart for one buffer.
    for (int c = 0; c < src.channels; ++c) {
        KernelBuffer blocks(&src.at(left, top, c), {{0, 2, 1},
                                                    {0, 2, src.row_stride},
                                                    {0, crop.view_width(), across},
                                                    {0, crop.view_height(), down},
                                                    {0, 1, 0}});
        check_kernel(zsn2n_pair_downsample(blocks, PlanesBuffer(first.channel(c)),
                                           PlanesBuffer(second.channel(c))),
                     "pair_downsample");
    }
}

size_t pair_weight(const ConstPlanesView &mask, const Crop &crop, const PlanesView &weight) {
    size_t count = 0;
    for (int y = 0; y < crop.view_height(); ++y) {
        for (int x = 0; x < crop.view_width(); ++x) {
            bool set = true;
            if (mask.data) {
                int u = crop.transpose ? y : x, v = crop.transpose ? x : y;
                u = crop.left + 2 * (crop.flip_x ? crop.columns - 1 - u : u);
                v = crop.top + 2 * (crop.flip_y ? crop.rows - 1 - v : v);
                set = mask.at(u, v, 0) != 0.0f && mask.at(u + 1, v, 0) != 0.0f &&
                      mask.at(u, v + 1, 0) != 0.0f && mask.at(u + 1, v + 1, 0) != 0.0f;
            }
            weight.at(x, y, 0) = set ? 1.0f : 0.0f;
            count += set;
        }
    }
    return count;
}

}  // namespace zsn2n
