// SPDX-License-Identifier: BSD-2-Clause
// The DCT pilot block by block in plain loops and double.
#pragma once

#include <vector>

#include "plain.h"

namespace plain {

// size x size pixels, row after row.
struct Block {
    explicit Block(int n) : size(n), values(static_cast<size_t>(n) * n) {}
    double &at(int x, int y) { return values[static_cast<size_t>(y) * size + x]; }
    double at(int x, int y) const { return values[static_cast<size_t>(y) * size + x]; }
    int size;
    std::vector<double> values;
};

// Denoises the block in place and returns its weight (without the noise variance): hard
// thresholding, or where there is an oracle the Wiener filter made of it.
double shrink_block(Block &block, const Block *oracle, double variance, double strictness);

struct PilotCase {
    bool rgb;
    int thresholded[2], filtered[2];  // sparsity of the 8 x 8 and the 16 x 16 blocks, 0: none
    double threshold, color_threshold, wiener_variance;
    double a[3], b[3];  // noise variance a x + b
};

Planes dct_pilot(const Planes &noisy, const PilotCase &how);

}  // namespace plain
