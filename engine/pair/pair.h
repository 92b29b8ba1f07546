// SPDX-License-Identifier: BSD-2-Clause
// A pair: two half-size views of one image (Mansour & Heckel 2023, section 3.1), of the whole image
// or of a random crop.
#pragma once

#include <cstdint>
#include <functional>

#include "image/planes.h"

namespace zsn2n {

// A rectangle of 2 x 2 blocks, turned and flipped. Its views have columns x rows pixels.
struct Crop {
    int left, top;
    int columns, rows;  // blocks, before the transposition
    bool transpose, flip_x, flip_y;

    int view_width() const { return transpose ? rows : columns; }
    int view_height() const { return transpose ? columns : rows; }
    Region region() const { return {left, top, left + 2 * columns, top + 2 * rows}; }
    // The same crop, of planes that hold its region alone.
    Crop within_region() const { return {0, 0, columns, rows, transpose, flip_x, flip_y}; }
};

// The whole image as it stands, without an odd last row and column.
Crop whole_crop(int width, int height);

// Draws crops of about `size` x `size` pixels, at any offset and in any of the 8 dihedral positions
// (4 where the image is too narrow for a square one).
class CropSampler {
  public:
    // Returns a rectangle's mask (1 where a pixel may be learnt from, else 0), its corner at (0,
    // 0).
    using Mask = std::function<ConstPlanesView(const Region &)>;

    // Draws again, a few times, a crop that has fewer than an eighth of its pixels set in mask
    // (empty: all are set).
    CropSampler(int width, int height, int size, Mask mask, uint64_t seed);

    // The crop depends on the seed and on `step` alone.
    Crop draw(uint64_t step) const;

    int columns() const { return columns_; }
    int rows() const { return rows_; }

  private:
    int width_, height_, columns_, rows_;
    Mask mask_;
    uint64_t seed_;
};

// first = (b + c) / 2, second = (a + d) / 2 of every block [a b; c d].
void downsample_pair(const ConstPlanesView &src, const Crop &crop, const PlanesView &first,
                     const PlanesView &second);

// weight (one plane of the view's size) = 1 where all four pixels of the block are set in mask,
// else 0; without a mask all are 1. Returns how many are 1.
size_t pair_weight(const ConstPlanesView &mask, const Crop &crop, const PlanesView &weight);

}  // namespace zsn2n
