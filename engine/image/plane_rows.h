// SPDX-License-Identifier: BSD-2-Clause
// Rows of one plane of a host's image, for what looks at the surroundings of each sample.
#pragma once

#include <vector>

#include "image/host_image.h"

namespace zsn2n {

// Rows `begin` to `end` with `margin` more to each side, where the plane's edge is mirrored.
class PlaneRows {
  public:
    PlaneRows(const zsn2n_image &image, int plane, int width, int height, int begin, int end,
              int margin);
    // Of x = 0; from -margin to width + margin, and y as far beyond `begin` and `end`.
    const float *row(int y) const {
        return samples_.data() + static_cast<size_t>(y - first_) * pitch_ + margin_;
    }

  private:
    int margin_, first_;
    size_t pitch_;
    std::vector<float> samples_;
};

// The plane's median distance of a sample from the mean of those left and right of it: of white
// noise 0.83 standard deviations.
float plane_spread(const zsn2n_image &image, int plane, int width, int height);

}  // namespace zsn2n
