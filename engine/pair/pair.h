// SPDX-License-Identifier: BSD-2-Clause
// Two half-size views of one image (Mansour & Heckel 2023, section 3.1), of the whole image or of a
// random crop.
#pragma once

#include <cstdint>

#include "image/planes.h"

namespace zsn2n {

// A rectangle of 2 x 2 blocks, turned and flipped: the views are columns x rows pixels.
struct Crop {
    int left, top;
    int columns, rows;  // blocks, before the transposition
    bool transpose, flip_x, flip_y;

    int view_width() const { return transpose ? rows : columns; }
    int view_height() const { return transpose ? columns : rows; }
};

// The whole image as it stands, without an odd last row and column.
Crop whole_crop(int width, int height);

// Draws crops of about `size` x `size` pixels at any offset and in any of the 8 dihedral positions
// (4 where the image is too narrow for a square one).
class CropSampler {
  public:
    // mask (one plane of 0 and 1, or data = nullptr for all ones) tells which pixels may be learnt
    // from; crops with fewer than an eighth of their pixels set are drawn again, a few times.
    CropSampler(int width, int height, int size, const PlanesView &mask, uint64_t seed);

    // A function of the seed and `step` alone.
    Crop draw(uint64_t step) const;

    int columns() const { return columns_; }
    int rows() const { return rows_; }

  private:
    int width_, height_, columns_, rows_;
    PlanesView mask_;
    uint64_t seed_;
};

// first = (b + c) / 2, second = (a + d) / 2 of every block [a b; c d].
void downsample_pair(const PlanesView &src, const Crop &crop, const PlanesView &first,
                     const PlanesView &second);

// weight (one plane of view size) = 1 where all four pixels of the block are set in mask, else 0;
// all 1 without a mask. Returns how many are 1.
size_t pair_weight(const PlanesView &mask, const Crop &crop, const PlanesView &weight);

}  // namespace zsn2n
