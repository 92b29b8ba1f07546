// SPDX-License-Identifier: BSD-2-Clause
// Noise of R, G and B that is not independent from channel to channel: grey noise in it makes
// luma's more than chroma's, a colour matrix less.
#pragma once

#include "noise/quiet_blocks.h"

namespace zsn2n {

// White noise: the variance of luma's over chroma's; 1 where texture may be all that luma has more.
// uneven: of luma's quiet blocks.
double shared_noise(const BlockSpectra &blocks, const QuietBlocks &quiet, double uneven,
                    const Team &team);

// The three mixtures. white: of fit_noise(), which measures what the channels do not share.
void set_shared(const NoiseCurve &white, double luma_over_chroma, NoiseSpectrum &spectrum);

// Noise that was blurred: luma's spectrum is chroma's times a factor. Texture only adds to luma, so
// that the least ratio of any band is the best known. uneven: as above.
void bound_by_chroma(const Table &chroma, double uneven, Table &luma);

}  // namespace zsn2n
