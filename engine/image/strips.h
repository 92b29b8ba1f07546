// SPDX-License-Identifier: BSD-2-Clause
// Horizontal strips of an image; one of them is in memory at a time.
#pragma once

#include <algorithm>

#include "base/math.h"

namespace zsn2n {

// Each strip is held with `halo` rows of its neighbours, for which no result is kept. The rows that
// are held begin at a multiple of `grid`.
class Strips {
  public:
    // Makes at most `count` strips. One strip is the whole image and has no halo.
    Strips(int height, int count, int halo, int grid)
        : height_(height),
          halo_(ceil_divide(halo, grid) * grid),
          own_(ceil_divide(ceil_divide(height, count), grid) * grid) {
        if (own_ + 2 * halo_ >= height_) own_ = height_;
    }

    int count() const { return ceil_divide(height_, own_); }
    // At most so many rows are in memory at a time.
    int rows() const { return std::min(own_ + 2 * halo_, height_); }

    // All strips together hold so many times rows().
    double passes() const {
        double held = 0;
        for (int i = 0; i < count(); ++i) held += bottom(i) - top(i);
        return held / rows();
    }

    // Image rows: those that are held, and those that the strip is for.
    int top(int strip) const { return std::max(begin(strip) - halo_, 0); }
    int bottom(int strip) const { return std::min(end(strip) + halo_, height_); }
    int begin(int strip) const { return strip * own_; }
    int end(int strip) const { return std::min(begin(strip) + own_, height_); }

  private:
    int height_, halo_, own_;
};

}  // namespace zsn2n
