// SPDX-License-Identifier: BSD-2-Clause
// What the quiet blocks of one plane say, or of two that are colour. No other plane tells, so that
// the doubtful is white.
#pragma once

#include "noise/spectrum_table.h"

namespace zsn2n {

// How far measured variances are believed: so many times each, and not below so many times their
// mean.
struct Bounds {
    double factor;
    double floor;  // before the factor
};

class PlaneJudge {
  public:
    // uneven: of the quiet blocks.
    PlaneJudge(const Table &quiet, const Table &pairs, double uneven);

    // Whether its noise is coloured. coarseness: of fit_noise().
    bool luma(double coarseness) const;
    bool chroma() const;
    // Whether luma is texture that would hide any noise.
    bool covered() const;

    // Whether the highest frequencies hold none: a codec took them.
    bool hidden() const { return top_ < kShown; }
    Bounds chroma_bounds() const;
    // How many times luma's variances are believed where its quiet blocks are uneven.
    double doubtful_caution() const;

    // In codes of 8 bit.
    double rms() const { return rms_; }
    // The variance that pairs show over that of neighbours. Pairs cancel texture.
    double agreement() const { return agreement_; }
    double uneven() const { return uneven_; }

  private:
    static constexpr double kShown = 0.9;

    double top_, slope_, rms_, agreement_, uneven_, falls_low_, falls_;
    bool steepens_, scales_alike_, rises_;
};

}  // namespace zsn2n
