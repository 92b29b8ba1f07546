// SPDX-License-Identifier: BSD-2-Clause
// Horizontal strips of a plane group, one of them in memory at a time.
#pragma once

#include <algorithm>

#include "base/math.h"

namespace zsn2n {

// Each strip is held with `halo` rows of its neighbours, whose own results are thrown away. All are
// held at one height, so that whatever the first one makes (convolutions for its tiles' shapes)
// serves the others.
class Strips {
  public:
    // At most `count` of them, each beginning at a multiple of `grid`; one is the whole and has no
    // halo.
    Strips(int height, int count, int halo, int grid)
        : height_(height), halo_(halo), own_(ceil_divide(height, count)) {
        own_ = ceil_divide(own_, grid) * grid;
        if (own_ + 2 * halo_ >= height_) own_ = height_;
    }

    int count() const { return ceil_divide(height_, own_); }
    // In memory at a time.
    int rows() const { return std::min(own_ + 2 * halo_, height_); }

    // Image rows: the first held, and those the strip is for.
    int top(int strip) const {
        return std::min(std::max(begin(strip) - halo_, 0), height_ - rows());
    }
    int begin(int strip) const { return strip * own_; }
    int end(int strip) const { return std::min(begin(strip) + own_, height_); }

  private:
    int height_, halo_, own_;
};

}  // namespace zsn2n
