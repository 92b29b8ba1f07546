// SPDX-License-Identifier: BSD-2-Clause
// Fully transparent pixels and wild samples. Their values are arbitrary, so nothing may learn from
// them or depend on them.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "image/host_image.h"
#include "image/samples.h"

namespace zsn2n {

namespace {

bool transparent(const zsn2n_image &image, const SampleOrder &order, int x, int y) {
    const uint8_t *p = static_cast<const uint8_t *>(image.alpha.data) + y * image.alpha.row_stride +
                       x * image.alpha.pixel_stride;
    switch (image.sample) {
        case ZSN2N_SAMPLE_U8:
            return *p == 0;
        case ZSN2N_SAMPLE_U16:
            return order.read_u16(p) == 0;
        default:
            return !(order.read_f32(p) > 0.0f);
    }
}

}  // namespace

void import_alpha_mask(const zsn2n_image &image, const PlaneGroup &group, const Region &region,
                       const PlanesView &mask) {
    for (int y = 0; y < mask.height; ++y) {
        std::fill_n(&mask.at(0, y, 0), mask.width, 1.0f);
    }
    if (!image.alpha.data) return;
    const int shift_x = group.planes[0] ? image.chroma_shift_x : 0;
    const int shift_y = group.planes[0] ? image.chroma_shift_y : 0;
    // The image's pixels that the region covers.
    const int right = std::min(region.right << shift_x, image.width);
    const int bottom = std::min(region.bottom << shift_y, image.height);
    const SampleOrder order(image);
    for (int y = region.top << shift_y; y < bottom; ++y) {
        for (int x = region.left << shift_x; x < right; ++x) {
            if (!transparent(image, order, x, y)) continue;
            mask.at((x >> shift_x) - region.left, (y >> shift_y) - region.top, 0) = 0.0f;
        }
    }
}

void exclude_wild(const zsn2n_image &image, const PlaneGroup &group, const Region &region,
                  const PlanesView &mask) {
    if (image.sample != ZSN2N_SAMPLE_F32) return;
    const SampleOrder order(image);
    for (const int i : group.planes) {
        const zsn2n_plane &plane = image.plane[i];
        for (int y = 0; y < mask.height; ++y) {
            const uint8_t *sample = static_cast<const uint8_t *>(plane.data) +
                                    (region.top + y) * plane.row_stride +
                                    region.left * plane.pixel_stride;
            for (int x = 0; x < mask.width; ++x, sample += plane.pixel_stride) {
                const float value = order.read_f32(sample);
                if (!(std::abs(value) <= kWildSample)) mask.at(x, y, 0) = 0.0f;
            }
        }
    }
}

void fill_masked(const PlanesView &mask, float mean, int begin, int end, const PlanesView &plane) {
    for (int y = begin; y < end; ++y) {
        for (int x = 0; x < plane.width; ++x) {
            if (mask.at(x, y, 0) != 0.0f) continue;
            const Region near =
                Region{x, y, x + 1, y + 1}.grown(kFillReach).clipped(plane.region());
            float sum = 0.0f;
            int count = 0;
            for (int v = near.top; v < near.bottom; ++v) {
                for (int u = near.left; u < near.right; ++u) {
                    if (mask.at(u, v, 0) == 0.0f) continue;
                    sum += plane.at(u, v, 0);
                    ++count;
                }
            }
            plane.at(x, y, 0) = count ? sum / static_cast<float>(count) : mean;
        }
    }
}

}  // namespace zsn2n
