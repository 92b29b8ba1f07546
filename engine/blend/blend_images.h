// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "base/team.h"
#include "blend/blend.h"

namespace zsn2n {

// dst = the blend of noisy and denoised. Both have one size, colour and subsampling, and any sample
// types. Planes in `selected` are blended by the amounts, with the noise that stats tell. The other
// planes and alpha are copied from noisy. dst has noisy's description and may be noisy. Throws
// Error(INVALID_ARGUMENT).
void blend_images(const zsn2n_image &noisy, const zsn2n_image &denoised, const zsn2n_image &dst,
                  int selected, const BlendAmounts &amounts, const zsn2n_stats &stats,
                  const Team &team);

}  // namespace zsn2n
