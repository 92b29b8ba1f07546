// SPDX-License-Identifier: BSD-2-Clause
// The noise of Y, of which U and V tell more than Y by itself: what a codec has left of it looks
// like texture there.
#pragma once

#include "noise/spectrum_fit.h"

namespace zsn2n {

// What R, G and B show of luma; deviations in codes of 8 bit.
struct LumaSigns {
    double falls;                   // of the variance from u + v of 4 to 8
    double high, low;               // rms of luma's high frequencies, and of chroma's low ones
    double uneven, agreement, rms;  // of luma's quiet blocks
};

// Whether they tell the noise of luma where luma by itself seems to have none.
bool luma_stands(const LumaSigns &signs);

// How far the quiet blocks are texture as well as noise that a codec has left, 0 to 1.
double luma_mixes(const LumaSigns &signs);

// How far that noise is coloured, 0 to 1: chroma has it at its low frequencies.
double colour_shows(const LumaSigns &signs);

// Whether the fit of planes whose first is Y leaves open what the noise of Y is: only what is white
// and fine-grained is certain.
bool doubts_luma(const SpectrumFit &planes, const NoiseModel &white);

// The same fit with Y's noise as `rgb` tells it, which is of the same picture as R, G and B: where
// that is certain, and Y by itself hides noise or takes texture for it; else the fit itself.
SpectrumFit with_luma_of(const SpectrumFit &rgb, const SpectrumFit &planes, int channels,
                         const NoiseModel &white);

}  // namespace zsn2n
