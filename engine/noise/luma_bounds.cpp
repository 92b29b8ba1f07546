// SPDX-License-Identifier: BSD-2-Clause
#include "noise/luma_bounds.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"

namespace zsn2n {

namespace {

constexpr double kCode = 1.0 / 255;

constexpr double kLeastFloor = 0.05;

// The floor of one plane's luma, as a share of the mean. With the mean itself, noise of sigma 10 to
// 25 blurred by 0.5 to 1 px loses 0.1 to 0.6 dB. RGB keeps it: without, such noise gains 0.3 to 0.8
// dB, but less is removed of a phone photo's (rms 10.1 instead of 12.1).
double floor_of(double caution) {
    return std::clamp((caution - 1) / (kSpectrumCaution - 1), kLeastFloor, 1.0);
}

constexpr double kStrong = 9;  // rms, in codes of 8 bit

// Of one plane's luma of which a codec has left no high frequencies. Kodak crops with noise of
// sigma 8 blurred by 0.7 px through quality 90 gain 0.2 dB with {2, 1}, and 0.8 so; 19 camera JPEGs
// the same. What is strong in even blocks is grain, and needs no floor.
Bounds hidden_luma(const PlaneJudge &judge) {
    constexpr double kFactor = 1, kFloor = 1.5;
    const double certain = judge.rms() > kStrong ? certainty(judge.uneven()) : 0;
    return {kFactor, between(kFloor, kLeastFloor, certain)};
}

}  // namespace

// Of the noisy camera JPEGs 14 of 19 stay below 1.2, of their clean truths 6.
double belief(double uneven) {
    const double square = uneven * uneven / (1.2 * 1.2);
    return 1 / (1 + square * square);
}

// Noise that is the same everywhere, blurred by 0.5 to 1.5 px, on grey Kodak crops: unevenness to
// 0.13, kodim11's and 21's 0.2. Photos with strong noise: 0.4 and 0.9; elsewhere theirs is more.
double certainty(double uneven) {
    return std::clamp((0.35 - uneven) / 0.1, 0.0, 1.0);
}

double bound_luma(Table &luma, double times, bool level, double certain, double doubtful) {
    constexpr double kShown = 0.85;
    const auto caution = [&](double known) { return between(doubtful, known, certain); };
    // Of weak noise a codec leaves too little; what is strong holds texture. Camera JPEGs have an
    // rms to 8 (with a caution of 1 they lose 0.1 dB), noise of sigma 15 blurred by 1 px from 10
    // (it gains 0.8).
    if (std::sqrt(band(luma, kTopBand)) < 2 * kCode)
        return std::sqrt(ac_mean(luma)) > kStrong * times * kCode ? caution(1) : doubtful;
    const double slope = bound_by_top(luma, level);
    // Noise of sigma 10 to 25 blurred by 0.5 and 0.7 px gains 1 dB over a caution of 2. What is
    // level is too low where a codec took some of the highest frequencies.
    return level ? kShown + 1.8 * std::min(slope - 1, 0.63) : caution(kShown);
}

Bounds luma_bounds(const PlaneJudge &judge, Table &table) {
    if (judge.hidden()) return hidden_luma(judge);
    const double caution =
        bound_luma(table, 1, false, certainty(judge.uneven()), judge.doubtful_caution());
    return {caution, floor_of(caution)};
}

}  // namespace zsn2n
