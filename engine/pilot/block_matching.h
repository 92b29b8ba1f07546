// SPDX-License-Identifier: BSD-2-Clause
// Block matching: for each block on a grid, the blocks nearby that look most like it.
#pragma once

#include <cstdint>

#include "image/planes.h"

namespace zsn2n {

constexpr int kBlock = 8;       // pixels a side
constexpr int kGroupSize = 16;  // blocks, with the one that they are like

// The first pixels of the grid's blocks lie at multiples of `step`, 3, 4 or 6. Similar blocks lie
// on any pixel within `radius` >= 1 pixels of them each way.
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

// One plane to match on, in a frame that no block matches.
class MatchPlane {
  public:
    MatchPlane(int width, int height, int radius, Arena &arena);

    // Each of the rows -radius..height+radius-1 must be set once, to `pixels` plus `more` (null:
    // nothing). `pixels` is null outside 0..height-1.
    void set_row(int y, const float *pixels, const float *more);
    // Has the frame: it starts at (-radius, -radius).
    const PlanesView &view() const { return frame_; }

  private:
    int width_, radius_;
    PlanesView frame_;
};

// Scratch of one thread.
class BlockMatcher {
  public:
    BlockMatcher(const MatchGrid &grid, Arena &arena);

    // corners[(block * kGroupSize + k) * 2] and the number after it are the first pixel (x, y) of
    // the k-th nearest block. The tile's blocks come row by row. The distance is the sum of squared
    // differences. The block itself is first. Of equal ones the one that is met first comes first,
    // and rows near the block's own are met before far ones. Where the image has fewer than
    // kGroupSize blocks in reach, those found are repeated in turn. Blocks less than `apart` pixels
    // away in both directions are not taken.
    void match(const MatchPlane &plane, const GridTile &tile, int apart, int32_t *corners);

  private:
    // The nearest so far, sorted: the distance's bits, then when the block was met, from 1; 0 for
    // the block itself.
    struct Best {
        uint64_t key[kGroupSize];
    };

    MatchGrid grid_;
    float *distance_, *nearest_;
    Best *best_;
};

}  // namespace zsn2n
