// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "base/team.h"
#include "blend/blend.h"

namespace zsn2n {

// dst = noisy and denoised (of one size, colour and subsampling; of any sample types) blended:
// planes in `selected` by the amounts, with the noise that stats tell of, the others and alpha
// copied from noisy, which dst is alike and may be. Throws Error(INVALID_ARGUMENT).
void blend_images(const zsn2n_image &noisy, const zsn2n_image &denoised, const zsn2n_image &dst,
                  int selected, const BlendAmounts &amounts, const zsn2n_stats &stats,
                  const Team &team);

}  // namespace zsn2n
