// SPDX-License-Identifier: BSD-2-Clause
// The noise of R, G and B, in the space of to_opponent(). Colour, which has little texture, tells
// it.
#pragma once

#include "noise/quiet_blocks.h"
#include "noise/spectrum_fit.h"

namespace zsn2n {

// By blocks of that space. As fit_spectrum().
SpectrumFit fit_rgb(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                    const QuietBlocks &quiet, const NoiseModel &white, const Team &team);

}  // namespace zsn2n
