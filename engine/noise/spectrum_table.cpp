// SPDX-License-Identifier: BSD-2-Clause
#include "noise/spectrum_table.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

constexpr int kPixels = BlockSpectra::kPixels, kSide = BlockSpectra::kSide;

}  // namespace

double ac_mean(const Table &table) {
    double sum = 0;
    for (int k = 1; k < kPixels; ++k) sum += table[k];
    return sum / (kPixels - 1);
}

double band_mean(const Table &table, int begin, int end) {
    double sum = 0;
    int count = 0;
    for (int k = 1; k < kPixels; ++k) {
        const int order = k % kSide + k / kSide;
        if (order < begin || order >= end) continue;
        sum += table[k];
        ++count;
    }
    return sum / count;
}

double band(const Table &table, const Bands &of) {
    return band_mean(table, of[0], of[1]);
}

double middle_over_top(const Table &table) {
    return band(table, kMiddleBand) / band_mean(table, 10, 15);
}

double fall(const Table &table, int from, int to) {
    return band_mean(table, from, from + 1) / band_mean(table, to, to + 1);
}

Table geometric_mean(const Table &a, const Table &b) {
    Table mean;
    for (int k = 0; k < kPixels; ++k) mean[k] = std::sqrt(a[k] * b[k]);
    return mean;
}

double bound_by_top(Table &table, bool level) {
    const double top = band(table, kTopBand);
    const double slope = top > 0 ? std::max(1.0, band_mean(table, 9, 12) / top) : 1;
    for (int k = 0; k < kPixels; ++k) {
        const int order = k % kSide + k / kSide;
        const double rise = level ? 1 : std::pow(slope, std::max(0.0, (13 - order) / 3.0));
        table[k] = std::min(table[k], top * rise);
    }
    return slope;
}

Table with_floor(const Table &table, double floor) {
    Table result = table;
    const double least = floor * ac_mean(table);
    for (double &v : result) v = std::max(v, least);
    result[0] = (result[1] + result[kSide] + result[kSide + 1]) / 3;
    return result;
}

// Flat over brightness: in most planes the quietest blocks of most brightnesses hold texture, which
// set_levels() tells by colour. A floor of the mean never hurts what one image shows, and gains 0.1
// to 0.2 dB.
void set_mixture(const Table &measured, double factor, NoiseSpectrum::Mixture &mixture,
                 double floor) {
    const Table table = with_floor(measured, floor);
    const double level = ac_mean(table);
    for (int k = 0; k < kPixels; ++k) {
        mixture.table[k] = level > 0 ? static_cast<float>(table[k] / level) : 1;
    }
    std::fill(std::begin(mixture.level), std::end(mixture.level),
              static_cast<float>(factor * level));
}

void set_variances(const Table &variances, double level, NoiseSpectrum::Mixture &mixture) {
    const double mean = ac_mean(variances);
    for (int k = 0; k < kPixels; ++k) mixture.table[k] = static_cast<float>(variances[k] / mean);
    for (float &at : mixture.level)
        at = level > 0 ? at * static_cast<float>(mean / level) : static_cast<float>(mean);
}

void set_white(const NoiseCurve &curve, int c, NoiseSpectrum::Mixture &mixture) {
    std::fill(std::begin(mixture.table), std::end(mixture.table), 1.0f);
    for (int i = 0; i < NoiseSpectrum::kKnots; ++i) {
        mixture.level[i] = static_cast<float>(curve.variance(i / (NoiseSpectrum::kKnots - 1.0), c));
    }
}

}  // namespace zsn2n
