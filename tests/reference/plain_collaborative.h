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

// Four times the sum of squared differences of the means of 2x2 pixels of two blocks of the first
// plane.
double block_distance(const Planes &src, Corner a, Corner b);

// The 16 nearest blocks within `radius`, the block itself first; of equals, those in rows nearer to
// its own first (above before below), then those an even number of columns away, then those further
// left. Where the rows are more than 8 away, columns are an even number away as the rows are, or an
// odd one as they are. Repeated in turn where fewer are.
// Other blocks less than `apart` pixels away in both directions are not taken.
Group nearest_blocks(const Planes &src, Corner block, int radius, int apart = 1);

// Adds the groups, filtered with variance[group * channels + c], times their weights to `sums`, and
// the weights to `weights`. Coefficient (u, v) of plane c has relative[c][v * 8 + u] times the
// variance; empty: 1. Planes from 1 on have the groups i with color[i]; empty: all.
void collaborative_wiener(const Planes &noisy, const Planes &oracle,
                          const std::vector<Group> &groups, const Vector &variance,
                          const std::vector<Vector> &relative, Planes &sums, Planes &weights,
                          const std::vector<bool> &color = {});

struct StageNoise {
    // Of an original channel with that mean; with `relative` of a plane as it is filtered, at that
    // brightness.
    std::function<double(int, double)> variance;
    std::vector<Vector> relative{};  // as above
    int apart = 1;                   // as above
};

// Images of at least 8x8 pixels. Colour differences of three planes have every second group, and
// the outermost, where the step is at most 4.
Planes bm3d_stage(const Planes &noisy, const Planes &oracle, const StageNoise &noise, int step,
                  int radius);

}  // namespace plain
