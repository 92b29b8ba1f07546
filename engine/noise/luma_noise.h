// SPDX-License-Identifier: BSD-2-Clause
// The noise of Y, of which U and V tell more than Y by itself: what a codec has left of it looks
// like texture there.
#pragma once

#include "noise/spectrum_fit.h"

namespace zsn2n {

// Whether the fit of planes whose first is Y leaves open what the noise of Y is: only what is white
// and fine-grained is certain.
bool doubts_luma(const SpectrumFit &planes, const NoiseModel &white);

// The same fit with Y's noise as `rgb` tells it, which is of the same picture as R, G and B: where
// that is certain, and Y by itself hides noise or takes texture for it; else the fit itself.
SpectrumFit with_luma_of(const SpectrumFit &rgb, const SpectrumFit &planes, int channels,
                         const NoiseModel &white);

}  // namespace zsn2n
