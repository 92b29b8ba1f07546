// SPDX-License-Identifier: BSD-2-Clause
// A denoiser by formula, whose result the network is given beside the noisy planes and corrects.
#pragma once

#include <functional>

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise_table.h"

namespace zsn2n {

// pilot = noisy denoised; a function of these pixels and of the noise they are told to have alone.
using Pilot = std::function<void(const PlanesView &noisy, const NoiseTable &noise, const Team &team,
                                 const PlanesView &pilot)>;

}  // namespace zsn2n
