// SPDX-License-Identifier: BSD-2-Clause
// Fully transparent pixels: their colour is arbitrary, so nothing may be learnt from it or see it.
#include <algorithm>
#include <cstdint>

#include "image/host_image.h"

namespace zsn2n {

namespace {

bool transparent(const zsn2n_image &image, int x, int y) {
    const uint8_t *p = static_cast<const uint8_t *>(image.alpha.data) + y * image.alpha.row_stride +
                       x * image.alpha.pixel_stride;
    switch (image.sample) {
        case ZSN2N_SAMPLE_U8:
            return *p == 0;
        case ZSN2N_SAMPLE_U16:
            return *reinterpret_cast<const uint16_t *>(p) == 0;
        default:
            return !(*reinterpret_cast<const float *>(p) > 0.0f);
    }
}

// The network sees this far.
constexpr int kReach = 2;

}  // namespace

bool import_mask(const zsn2n_image &image, const PlaneGroup &group, Planes &mask) {
    if (!image.alpha.data) return false;
    mask.resize(group.width, group.height, 1);
    const PlanesView view = mask.view();
    const int shift_x = group.planes[0] ? image.chroma_shift_x : 0;
    const int shift_y = group.planes[0] ? image.chroma_shift_y : 0;
    bool any = false;
    for (int y = 0; y < group.height; ++y) {
        for (int x = 0; x < group.width; ++x) view.at(x, y, 0) = 1.0f;
    }
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            if (!transparent(image, x, y)) continue;
            view.at(x >> shift_x, y >> shift_y, 0) = 0.0f;
            any = true;
        }
    }
    return any;
}

void fill_masked(const PlanesView &mask, const PlanesView &plane) {
    double sum = 0;
    size_t count = 0;
    for (int y = 0; y < plane.height; ++y) {
        for (int x = 0; x < plane.width; ++x) {
            if (mask.at(x, y, 0) == 0.0f) continue;
            sum += plane.at(x, y, 0);
            ++count;
        }
    }
    const auto mean = static_cast<float>(count ? sum / static_cast<double>(count) : 0.0);
    for (int y = 0; y < plane.height; ++y) {
        for (int x = 0; x < plane.width; ++x) {
            if (mask.at(x, y, 0) != 0.0f) continue;
            float near_sum = 0.0f;
            int near_count = 0;
            for (int v = std::max(y - kReach, 0); v <= std::min(y + kReach, plane.height - 1);
                 ++v) {
                for (int u = std::max(x - kReach, 0); u <= std::min(x + kReach, plane.width - 1);
                     ++u) {
                    if (mask.at(u, v, 0) == 0.0f) continue;
                    near_sum += plane.at(u, v, 0);
                    ++near_count;
                }
            }
            plane.at(x, y, 0) = near_count ? near_sum / static_cast<float>(near_count) : mean;
        }
    }
}

}  // namespace zsn2n
