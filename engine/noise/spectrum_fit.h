// SPDX-License-Identifier: BSD-2-Clause
// Tells white noise from coloured noise, and measures the latter.
#pragma once

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise_model.h"
#include "noise/noise_spectrum.h"

namespace zsn2n {

enum class NoiseKind {
    kWhite,     // or none: what fit_noise() found holds
    kColoured,  // the spectrum holds
    kUnknown,   // nothing found is to be believed, and nothing is to be removed
};

struct SpectrumFit {
    NoiseKind kind = NoiseKind::kWhite;
    // With kColoured. All that caution asks for is in it: it is to be used as it is.
    NoiseSpectrum spectrum;
    const char *why = nullptr;  // static text for a user, with kUnknown
    // Of planes, with kColoured: the noise of the first is white, that of colour is not.
    bool white_luma = false;
    // Of R, G and B, with kColoured: luma's noise stands where luma by itself seems to have none.
    bool luma_stands = false;
    // The same: luma's quiet blocks hold texture as well as noise.
    bool luma_mixes = false;
    // Of planes: the first one's noise is what R, G and B told.
    bool luma_of_colour = false;
};

// Of white noise that is fine-grained the coarseness is at most that but in a few small pictures.
constexpr double kCoarse = 1.5;

// Measures the noise of the first three channels of `noisy`, which is finite. rgb: they are R, G
// and B, and are measured in the space of to_opponent(). mask: one plane, 0 where a pixel is to be
// ignored; data = nullptr: no mask. white: of fit_noise(), of the same pixels. It depends on the
// pixels alone, not on the team.
SpectrumFit fit_spectrum(const ConstPlanesView &noisy, const ConstPlanesView &mask, bool rgb,
                         const NoiseModel &white, const Team &team);

// What fit_spectrum() holds at most, for planes of that shape.
size_t spectrum_fit_bytes(const Shape &shape);

}  // namespace zsn2n
