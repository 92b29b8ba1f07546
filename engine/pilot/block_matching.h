// SPDX-License-Identifier: BSD-2-Clause
// Block matching: for each block on a grid, the blocks nearby that look most like it.
#pragma once

#include <cstdint>
#include <vector>

#include "base/kernel.h"
#include "image/planes.h"

namespace zsn2n {

constexpr int kBlock = 8;       // pixels a side
constexpr int kGroupSize = 16;  // blocks, with the one that they are like

// The first pixels of the grid's blocks lie at multiples of `step`, 4 or 6. Similar blocks lie on
// any pixel within `radius` pixels of them each way, 3 to 31.
struct MatchGrid {
    int step, radius;

    int count(int length) const { return (length - kBlock) / step + 1; }
};

// Columns left..right-1 and rows top..bottom-1 of the grid, at most kColumns by kRows of them.
struct GridTile {
    static constexpr int kColumns = 63, kRows = 8;

    int left, top, right, bottom;

    int width() const { return right - left; }
    int blocks() const { return width() * (bottom - top); }
};

// What is matched: means of 2x2 pixels, at every pixel, in a frame that no block matches. A block
// has 4x4 of them. They have less of the noise that an estimate has left. Kodak24 at sigma 25:
// 31.661 dB, SSIM 0.8674; by all 64 pixels 31.660, 0.8669, for four times the work.
class MatchPlane {
  public:
    MatchPlane(int width, int height, int radius, Arena &arena);

    // Each of the rows -radius..height+radius-1 must be set once, from the first of `planes`, or
    // from the sum where there are two. They hold row y and the next one, where these are rows of
    // the image.
    void set_row(const ConstPlanesView &planes, int y);
    // As the kernels read it: columns by two, even or odd, rows. It begins before pixel (0, 0).
    KernelBuffer samples() const;

  private:
    int width_, height_, radius_, lead_;
    PlanesView frame_;
};

// Scratch of one thread.
class BlockMatcher {
  public:
    BlockMatcher(const MatchGrid &grid, Arena &arena);

    // corners[(block * kGroupSize + k) * 2] and the number after it are the first pixel (x, y) of
    // the k-th nearest block. The tile's blocks come row by row. The distance is the sum of squared
    // differences of the samples. The block itself is first. Of equal ones the one that is met
    // first comes first, and rows near the block's own are met before far ones. Where the image has
    // fewer than kGroupSize blocks in reach, those found are repeated in turn. Blocks less than
    // `apart` pixels away in both directions are not taken.
    void match(const MatchPlane &plane, const GridTile &tile, int apart, int32_t *corners);

  private:
    // The nearest so far, sorted: the distance's bits, then when the block was met, from 1; 0 for
    // the block itself.
    struct Best {
        uint64_t key[kGroupSize];
    };

    // Displacements that are looked at together: every second one of a row.
    struct Look {
        int first, count, phase, dy;

        int dx(int i) const { return 2 * (first + i) + phase; }
    };
    static constexpr int kMostSeen = 32;

    MatchGrid grid_;
    std::vector<Look> looks_;
    float *distance_, *bound_;
    uint32_t *near_;
    Best *best_;
};

}  // namespace zsn2n
