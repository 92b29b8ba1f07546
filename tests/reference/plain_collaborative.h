// SPDX-License-Identifier: BSD-2-Clause
// Block matching and collaborative Wiener filtering as plain loops in double.
#pragma once

#include <functional>

#include "plain.h"

namespace plain {

struct Corner {
    int x, y;
};
using Group = std::vector<Corner>;  // 16 blocks of 8x8 pixels by their first pixel

// Sum of squared differences of two blocks of the first plane.
double block_distance(const Planes &src, Corner a, Corner b);

// The 16 nearest blocks within `radius`, the block itself first; of equals, those in rows nearer to
// its own first (above before below), then those further left. Repeated in turn where fewer are.
Group nearest_blocks(const Planes &src, Corner block, int radius);

// Adds the groups, filtered with variance[group * channels + c], times their weights to `sums`, and
// the weights to `weights`.
void collaborative_wiener(const Planes &noisy, const Planes &oracle,
                          const std::vector<Group> &groups, const Vector &variance, Planes &sums,
                          Planes &weights);

// variance(c, mean): of an original channel. Images of at least 8x8 pixels.
Planes bm3d_stage(const Planes &noisy, const Planes &oracle,
                  const std::function<double(int, double)> &variance, int step, int radius);

}  // namespace plain
