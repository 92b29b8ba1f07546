// SPDX-License-Identifier: BSD-2-Clause
// Noise that is the same along a whole row, or column, of a sensor or a scan.
#pragma once

#include "noise/noise_spectrum.h"
#include "noise/spectrum_table.h"

namespace zsn2n {

// By mixture: how much of the variance of coefficients (0, v) of an 8x8 DCT, v from 1, comes from
// rows, and of (u, 0) from columns. 0: there is no such noise.
struct LineNoise {
    double rows[3] = {}, columns[3] = {};

    bool any() const;
};

// variances: of quiet blocks.
LineNoise find_line_noise(const BlockSpectra &blocks, const Tables &variances);

// Adds it to a spectrum.
void add_line_noise(const LineNoise &lines, NoiseSpectrum &spectrum);

}  // namespace zsn2n
