// SPDX-License-Identifier: BSD-2-Clause
// The spectrum of the noise that is there, as zsn2n_stats::noise_spectrum tells what was found.
#pragma once

#include <zsn2n/zsn2n.h>

#include <string>

#include "image.h"

namespace bench {

// Variances by band of spatial frequency, of the brightness and of the colours; 0 where there are
// none.
struct Spectrum {
    static constexpr int kBands = ZSN2N_NOISE_BANDS;
    double band[2][kBands] = {};
};

// Of 8x8 blocks side by side.
Spectrum spectrum_of(const Image &noise);
Spectrum found_spectrum(const zsn2n_stats &stats);

// "25.1,24.9,...": deviations, of 255, of the brightness (part 0) or of the colours (1).
std::string to_text(const Spectrum &spectrum, int part);

// The mean over the bands, and over both parts where there are two, of how far the found variance
// is from the true one, in dB; none found counts as 20. Bands without noise are left out.
double error_db(const Spectrum &found, const Spectrum &truth);

}  // namespace bench
