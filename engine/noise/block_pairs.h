// SPDX-License-Identifier: BSD-2-Clause
// The variances that are left between similar blocks.
#pragma once

#include "noise/quiet_blocks.h"

namespace zsn2n {

// Of each block the most similar one near by that does not overlap is found by half of the
// coefficients; half the mean squared difference of the other half is their noise, since a texture
// that repeats cancels. `first`: a guess, by which coefficients are weighted.
Tables measure_pairs(const BlockSpectra &blocks, const Tables &first, const Team &team);

}  // namespace zsn2n
