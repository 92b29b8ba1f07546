// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "noise/block_spectra.h"
#include "noise/quiet_blocks.h"

namespace zsn2n {

// Whether around the quiet blocks most samples have one of two levels, as paper and ink: there are
// letters or lines, and what differs between samples is no noise. mask: as transform_blocks().
bool is_drawing(const ConstPlanesView &planes, const ConstPlanesView &mask,
                const BlockSpectra &blocks, const QuietBlocks &quiet);

}  // namespace zsn2n
