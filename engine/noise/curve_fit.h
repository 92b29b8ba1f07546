// SPDX-License-Identifier: BSD-2-Clause
// Fits the noise level function to the energies of blocks.
#pragma once

#include "noise/block_energy.h"
#include "noise/noise_model.h"

namespace zsn2n {

// There must be at least one block. Three channels are separated from their common texture where
// `texture` says that they have one.
NoiseModel fit_curve(const BlockEnergies &blocks, const ChannelClipping &clipping,
                     ChannelTexture texture, const Team &team);

}  // namespace zsn2n
