// SPDX-License-Identifier: BSD-2-Clause
// Noise below the lowest frequency that an 8x8 block has: blotches of colour.
#pragma once

#include "noise/noise_spectrum.h"
#include "noise/spectrum_table.h"

namespace zsn2n {

// The power density, as the variance of a DCT coefficient, at 1/16 of a cycle a pixel, which is the
// lowest frequency of an 8x8 block beside its mean, and at 0. `zero` is `block` where what is more
// there may be texture.
struct CoarseLevels {
    double block = 0, zero = 0;
};

// Of mixtures `first` and the next, two colour differences.
CoarseLevels coarse_levels(const BlockSpectra &blocks, int first);

// Brings what a measured mixture has at frequency 0 up to those levels. Caution has multiplied the
// mixture by `factor` already.
void raise_zero(const CoarseLevels &levels, double factor, NoiseSpectrum::Mixture &mixture);

// Whether they are blotches below white noise of that variance.
bool are_blotches(const CoarseLevels &levels, double white);
// Adds those to a mixture of that noise.
void add_blotches(const CoarseLevels &levels, double white, NoiseSpectrum::Mixture &mixture);

}  // namespace zsn2n
