// SPDX-License-Identifier: BSD-2-Clause
// The variances of the blocks that have the quietest neighbours.
#pragma once

#include "noise/spectrum_table.h"

namespace zsn2n {

struct QuietBlocks {
    Tables variances;
    // By block: the mean normalised energy of its quietest neighbours, and its own.
    std::vector<float> rank, own;
    std::vector<int> chosen;  // in order of their places
};

// A block that is ranked by its own energy is chosen for its noise being small by chance; one that
// is ranked by its neighbours' is not. Means of squares, since a codec leaves most coefficients 0.
QuietBlocks find_quiet_blocks(const BlockSpectra &blocks, const Team &team);

}  // namespace zsn2n
