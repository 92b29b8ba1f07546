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
// thresholding, or where there is an oracle the Wiener filter made of it. Coefficient (u, v) has
// `relative`[v * size + u] times the variance; null: 1.
double shrink_block(Block &block, const Block *oracle, double variance, double strictness,
                    const double *relative = nullptr);

// The block in another image, and how far it is not to be believed (0 or more).
struct Other {
    Block block;
    double unknown;
    double doubt = 0;  // error that it has beside, in Wiener gains times the noise variance
};

// The same with an oracle and one or two other images: each coefficient is the noisy one drawn
// towards theirs, or the oracle's, by their gains; see halide-gen/dct_generator.cpp. A gain towards
// others assumes `inertia` times the noise variance.
double fuse_block(Block &block, const Block &oracle, const std::vector<Other> &others,
                  double inertia, double variance, double strictness,
                  const double *relative = nullptr);

// Noise with a spectrum: a level and a table for each channel as it is filtered.
struct Coloured {
    std::vector<double> level;  // the variance at brightness i / (size - 1), linear between
    std::vector<double> table;  // of 8 x 8 coefficients over it, at v * 8 + u

    double at(double brightness) const;
    // The table of larger blocks is bilinear between the entries, and ends with the last one.
    std::vector<double> of_size(int size) const;
};

struct PilotCase {
    bool rgb;
    // Sparsity of the 8 x 8 and the 16 x 16 blocks, 0: none. Of colour, where it has one of its
    // own.
    int thresholded[2], filtered[2], color_thresholded[2], color_filtered[2];
    double threshold, color_threshold, wiener_variance;
    double a[3], b[3];                 // noise variance a x + b
    std::vector<Coloured> coloured{};  // in their place, where there are some
};

Planes dct_pilot(const Planes &noisy, const PilotCase &how);

}  // namespace plain
