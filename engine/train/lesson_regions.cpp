// SPDX-License-Identifier: BSD-2-Clause
#include "train/lesson_regions.h"

#include <cmath>

namespace zsn2n {

Shape lesson_region_shape(const Shape &image) {
    return {std::min(image.width, kLessonSide), std::min(image.height, kLessonSide),
            image.channels};
}

Region lesson_region(const Shape &image, uint64_t i) {
    constexpr double kAcross = 0.7548776662466927, kDown = 0.5698402909980532;
    constexpr uint64_t kPeriod = 100000;  // after which few places are new
    const auto number = static_cast<double>(i % kPeriod);
    const auto begin = [&](double step, int room) {
        const double part = 0.5 + number * step;
        return static_cast<int>((part - std::floor(part)) * (room + 1));
    };
    const Shape region = lesson_region_shape(image);
    const int left = begin(kAcross, image.width - region.width);
    const int top = begin(kDown, image.height - region.height);
    return {left, top, left + region.width, top + region.height};
}

}  // namespace zsn2n
