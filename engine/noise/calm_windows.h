// SPDX-License-Identifier: BSD-2-Clause
// Tells edges that were taken for noise, and how much noise there is beside them.
#pragma once

#include "noise/noise_model.h"

namespace zsn2n {

// Replaces the curve of `model`, which was fitted to these planes, where it describes the edges of
// text and drawings; then the calmest windows say how much noise there is, at all brightnesses.
// Planes and mask as in fit_noise(). The result depends on the pixels alone, not on the team.
void replace_edges(const ConstPlanesView &noisy, const ConstPlanesView &mask, const Team &team,
                   NoiseModel &model);

}  // namespace zsn2n
