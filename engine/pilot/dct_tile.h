// SPDX-License-Identifier: BSD-2-Clause
// A rectangle of one plane, laid out for the DCT kernels: blocks lie side by side in a vector's
// lanes.
#pragma once

#include "image/planes.h"
#include "pilot/block_shifts.h"

namespace zsn2n {

// The rectangle consists of cells of 16 x 16 pixels on the image's grid, with one more cell on each
// side. Pixel (x, y) of all cells, cell after cell, is one contiguous row of floats. So pixels (x,
// y) of any tiling by 8 x 8 or 16 x 16 blocks are contiguous as well, and unaligned vectors read
// them.
class DctTile {
  public:
    static constexpr int kCell = 16;
    // The buffers take 0.9 MB. On a Zen 4 with 1 MB of second-level cache 12 x 8 cells are 6 %
    // slower, and 8 x 4 are 33 % slower.
    static constexpr int kMaxColumns = 16, kMaxRows = 8;

    // Cells [left, left + columns) x [top, top + rows), at most kMaxColumns x kMaxRows.
    DctTile(int left, int top, int columns, int rows);

    // The size in pixels that put_row() and get_row() deal with: the cells and the cells around
    // them.
    int width() const { return (columns_ + 2) * kCell; }
    int height() const { return (rows_ + 2) * kCell; }
    // Image coordinates of its first pixel.
    int left() const { return (left_ - 1) * kCell; }
    int top() const { return (top_ - 1) * kCell; }

    // The number of floats of one buffer, and of the largest there is.
    int span() const { return kCell * kCell * phase_stride_; }
    static size_t max_span();

    // Puts row y, from 0, of width() pixels into a buffer, or gets it out of one.
    void put_row(const float *row, int y, float *buffer) const;
    void get_row(const float *buffer, int y, float *row) const;

    // The blocks of a tiling by size x size blocks from `shift` on that touch the inner cells.
    // Pixel (x, y) of block i lies at first + i + columns[x] + rows[y]. A tiling by 8 x 8 blocks
    // takes four shifts (x + 0 or 8, y + 0 or 8), with one block a cell each.
    struct Blocks {
        int first, count;
        int columns[kCell], rows[kCell];
    };
    Blocks blocks(int size, const BlockShift &shift) const;

  private:
    int left_, top_, columns_, rows_;
    int pitch_;         // cells in a row, with the two around
    int phase_stride_;  // floats from pixel (x, y) to (x + 1, y) of all cells
};

}  // namespace zsn2n
