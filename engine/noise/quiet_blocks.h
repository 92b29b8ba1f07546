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

// Of those blocks a tenth, `least` or more where there are as many: without the loudest fifth,
// those with the quietest neighbours. In order of their places, as `among` is.
std::vector<int> quietest(const QuietBlocks &quiet, const std::vector<int> &among, size_t least);

// The energies of mixture c's coefficients over their variances in a table, by block: their mean,
// and their variance over its square, which is about 2/63 for noise that fills the blocks, far more
// for texture.
struct BlockEnergy {
    double mean, uneven;
};
BlockEnergy energy_of(const BlockSpectra &blocks, const Table &variances,
                      const std::vector<int> &chosen, int c);

}  // namespace zsn2n
