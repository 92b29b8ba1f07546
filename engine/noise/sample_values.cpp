// SPDX-License-Identifier: BSD-2-Clause
#include "noise/sample_values.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace zsn2n {

namespace {

// Calls use(x, y) for so many samples of a plane, evenly, until it is false; whether it never was.
template <typename Use>
bool each_sample(const ConstPlanesView &planes, const Use &use) {
    constexpr size_t kMost = 1 << 14;
    const size_t pixels = static_cast<size_t>(planes.width) * planes.height;
    const size_t every = (pixels + kMost - 1) / kMost;
    for (size_t i = 0; i < pixels; i += every) {
        if (!use(static_cast<int>(i % planes.width), static_cast<int>(i / planes.width)))
            return false;
    }
    return true;
}

}  // namespace

bool is_grey(const ConstPlanesView &rgb) {
    constexpr float kSame = 0.01f / 255;
    return each_sample(rgb, [&](int x, int y) {
        const float red = rgb.at(x, y, 0);
        return std::abs(rgb.at(x, y, 1) - red) < kSame && std::abs(rgb.at(x, y, 2) - red) < kSame;
    });
}

bool few_levels(const ConstPlanesView &planes, double variance) {
    std::vector<float> values;
    each_sample(planes, [&](int x, int y) {
        values.push_back(planes.at(x, y, 0));
        return true;
    });
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    double step = 1;
    for (size_t i = 1; i < values.size(); ++i) {
        step = std::min<double>(step, values[i] - values[i - 1]);
    }
    return step * step / 12 > 0.1 * variance;
}

}  // namespace zsn2n
