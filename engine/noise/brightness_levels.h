// SPDX-License-Identifier: BSD-2-Clause
// The level of coloured noise over brightness, for R, G and B together.
#pragma once

#include "noise/quiet_blocks.h"

namespace zsn2n {

// Sets `above` of a spectrum of three mixtures, whose levels are alike at all brightnesses: what
// the quiet blocks of a brightness have over those of all. Where they tell nothing, their
// neighbours do. Returns whether luma has far more at a brightness than where all are quietest.
bool set_levels(const BlockSpectra &blocks, const QuietBlocks &quiet, NoiseSpectrum &spectrum);

}  // namespace zsn2n
