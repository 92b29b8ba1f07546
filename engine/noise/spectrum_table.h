// SPDX-License-Identifier: BSD-2-Clause
// Measured spectra: variances of the coefficients of an 8x8 cosine transform.
#pragma once

#include <array>

#include "noise/block_spectra.h"
#include "noise/noise_model.h"
#include "noise/noise_spectrum.h"

namespace zsn2n {

// By coefficient, at v * 8 + u; that of the mean is a guess.
using Table = std::array<double, BlockSpectra::kPixels>;
struct Tables {
    Table mixture[3] = {};
};

// An estimate that is too low costs far more than one that is too high: a quarter of the variance
// 0.8 to 7 dB, twice the variance at most 0.2 (19 camera JPEGs, a SIDD block).
constexpr double kSpectrumCaution = 2;

// begin <= u + v < end.
using Bands = int[2];
constexpr Bands kLowBand = {2, 5}, kMiddleBand = {7, 9}, kHighBand = {9, 15}, kTopBand = {12, 15};

// The mean over a table's 63 coefficients that are not the mean.
double ac_mean(const Table &table);
// The mean over begin <= u + v < end, without the mean.
double band_mean(const Table &table, int begin, int end);
double band(const Table &table, const Bands &of);
// The middle band's variance over that of u + v from 10 on: 1 for white noise.
double middle_over_top(const Table &table);

// How much the variance falls from u + v of `from` to `to`.
double fall(const Table &table, int from, int to);
Table geometric_mean(const Table &a, const Table &b);

// Where the highest frequencies hold noise, its spectrum goes on as it begins there: noise that is
// white at u + v of 9 to 14 is white below. `level`: it is no more than there, whatever the slope.
// Returns the slope, 1 or more: the variance at u + v of 9 to 11 over that of 12 to 14.
double bound_by_top(Table &table, bool level = false);

// No coefficient below so much of the mean; that of the mean is a guess.
Table with_floor(const Table &table, double floor);
// The mixture of those variances with a floor, times `factor`, at all levels.
void set_mixture(const Table &measured, double factor, NoiseSpectrum::Mixture &mixture,
                 double floor = 1);
// Gives a mixture those variances at all levels, which keep their ratios. They were `level` in the
// mean.
void set_variances(const Table &variances, double level, NoiseSpectrum::Mixture &mixture);
// The mixture that white noise is for channel c.
void set_white(const NoiseCurve &curve, int c, NoiseSpectrum::Mixture &mixture);

}  // namespace zsn2n
