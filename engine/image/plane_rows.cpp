// SPDX-License-Identifier: BSD-2-Clause
#include "image/plane_rows.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

constexpr int kRowsBetween = 13;  // rows of which one tells the plane's spread

int mirrored(int at, int size) {
    if (at < 0) at = -at;
    if (at >= size) at = 2 * (size - 1) - at;
    return std::clamp(at, 0, size - 1);
}

}  // namespace

PlaneRows::PlaneRows(const zsn2n_image &image, int plane, int width, int height, int begin, int end,
                     int margin)
    : margin_(margin), first_(begin - margin), pitch_(static_cast<size_t>(width) + 2 * margin) {
    const int top = std::max(first_, 0), bottom = std::min(end + margin, height);
    Planes read(width, bottom - top, 1);
    import_plane(image, plane, {0, top, width, bottom}, read.view());
    samples_.resize(static_cast<size_t>(end + margin - first_) * pitch_);
    for (int y = first_; y < end + margin; ++y) {
        // Of a plane that is lower than the margin the mirror image ends.
        const int from_row = std::clamp(mirrored(y, height), top, bottom - 1);
        const float *const from = &read.view().at(0, from_row - top, 0);
        float *const to = samples_.data() + static_cast<size_t>(y - first_) * pitch_ + margin;
        std::copy_n(from, width, to);
        for (int x = 1; x <= margin; ++x) {
            to[-x] = from[mirrored(-x, width)];
            to[width - 1 + x] = from[mirrored(width - 1 + x, width)];
        }
    }
}

float plane_spread(const zsn2n_image &image, int plane, int width, int height) {
    std::vector<float> distances;
    Planes row(width, 1, 1);
    const float *const p = row.view().data;
    for (int y = kRowsBetween / 2; y < height; y += kRowsBetween) {
        import_plane(image, plane, {0, y, width, y + 1}, row.view());
        for (int x = 1; x + 1 < width; x += 2)
            distances.push_back(std::abs(p[x] - (p[x - 1] + p[x + 1]) / 2));
    }
    if (distances.empty()) return 0;
    const auto middle = distances.begin() + static_cast<ptrdiff_t>(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    return *middle;
}

}  // namespace zsn2n
