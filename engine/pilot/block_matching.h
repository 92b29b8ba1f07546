// SPDX-License-Identifier: BSD-2-Clause
// For blocks on a grid of an image, the blocks nearby that look most like each.
#pragma once

#include <cstdint>

#include "image/planes.h"

namespace zsn2n {

constexpr int kBlock = 8;       // pixels a side
constexpr int kGroupSize = 16;  // blocks, the one they are like among them

// Blocks' first pixels lie at multiples of `step`, 3, 4 or 6; similar ones within `radius` >= 1
// pixels of them each way, on any pixel.
struct MatchGrid {
    int step, radius;

    int count(int length) const { return (length - kBlock) / step + 1; }
};

// Columns left..right-1 and rows top..bottom-1 of the grid. At most kColumns by kRows.
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

    // Rows -radius..height+radius-1 must each be set once, to `pixels` plus `more` unless that is
    // null; `pixels` is null outside 0..height-1.
    void set_row(int y, const float *pixels, const float *more);
    // With the frame: starts at (-radius, -radius).
    const PlanesView &view() const { return frame_; }

  private:
    int width_, radius_;
    PlanesView frame_;
};

// Scratch of one thread.
class BlockMatcher {
  public:
    BlockMatcher(const MatchGrid &grid, Arena &arena);

    // corners[(block * kGroupSize + k) * 2] and the number after it: first pixel (x, y) of the k-th
    // nearest block, the blocks of the tile row by row. Nearest by sum of squared differences; the
    // block itself first, of equals the one met first, rows near the block's own before far ones.
    // Where fewer than kGroupSize blocks are within the image, those found are repeated in turn.
    void match(const MatchPlane &plane, const GridTile &tile, int32_t *corners);

  private:
    struct Best {
        float distance[kGroupSize];
        int16_t dx[kGroupSize], dy[kGroupSize];
    };
    void insert(Best &best, float distance, int dx, int dy);

    MatchGrid grid_;
    float *distance_, *nearest_;
    Best *best_;
};

}  // namespace zsn2n
