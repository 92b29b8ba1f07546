// SPDX-License-Identifier: BSD-2-Clause
// What the cells of an image tell about where it has no noise.
#pragma once

#include <cstdint>
#include <vector>

#include "base/team.h"
#include "image/host_image.h"

namespace zsn2n {

struct FlatCell {
    uint32_t level = 0;       // of a constant cell: a hash of its samples, never 0; else 0
    uint8_t quads = 0;        // pixels that are the same as those right, below and diagonally below
    uint8_t specks = 0;       // pixels that differ from eight neighbours which are the same
    bool near_level = false;  // samples within 2/255 of each other, plane by plane
};

struct FlatCells {
    int across = 0, down = 0, width = 0, height = 0;
    std::vector<FlatCell> cells;

    const FlatCell &at(int x, int y) const { return cells[static_cast<size_t>(y) * across + x]; }
};

// masked: some pixels have no alpha, or wild samples. They are like no others.
FlatCells look_for_flat(const zsn2n_image &image, const PlaneGroup &group, bool masked,
                        const Team &team);

// Sets in `bits` (see FlatMap) the rows and columns of a cell that go on from a constant cell
// beside it, which is set in `islands`.
void add_rims(const zsn2n_image &image, const PlaneGroup &group, bool masked,
              const FlatCells &cells, const std::vector<uint8_t> &islands, const Team &team,
              std::vector<uint16_t> &bits);

}  // namespace zsn2n
