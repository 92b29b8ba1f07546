// SPDX-License-Identifier: BSD-2-Clause
// Noise variance over brightness from the energies of blocks.
#pragma once

#include "noise/block_energy.h"
#include "noise/noise_model.h"

namespace zsn2n {

// Needs a block. Three channels are told apart from their common texture where `texture` says that
// they have one.
NoiseModel fit_curve(const BlockEnergies &blocks, const ChannelClipping &clipping,
                     ChannelTexture texture, const Team &team);

}  // namespace zsn2n
