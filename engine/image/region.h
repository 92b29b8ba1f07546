// SPDX-License-Identifier: BSD-2-Clause
// Half-open rectangle of pixels.
#pragma once

#include <cstddef>

namespace zsn2n {

struct Region {
    int left, top, right, bottom;

    int width() const { return right - left; }
    int height() const { return bottom - top; }
    size_t pixels() const { return static_cast<size_t>(width()) * height(); }
    Region rows(int begin, int end) const { return {left, begin, right, end}; }
    // Grown by `margin` on every side.
    Region grown(int margin) const {
        return {left - margin, top - margin, right + margin, bottom + margin};
    }
    Region clipped(const Region &to) const {
        return {left > to.left ? left : to.left, top > to.top ? top : to.top,
                right < to.right ? right : to.right, bottom < to.bottom ? bottom : to.bottom};
    }
    // The same pixels, counted from the other region's corner.
    Region from(const Region &other) const {
        return {left - other.left, top - other.top, right - other.left, bottom - other.top};
    }
};

}  // namespace zsn2n
