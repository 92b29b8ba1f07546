// SPDX-License-Identifier: BSD-2-Clause
// The noise of planes that are not R, G and B, and of R, G and B that are one grey plane.
#pragma once

#include "noise/plane_judge.h"
#include "noise/quiet_blocks.h"
#include "noise/spectrum_fit.h"

namespace zsn2n {

constexpr char kEdges[] = "edges, as of small text, cover it";
constexpr char kTexture[] = "texture covers it";

// Nothing is to be believed, for that reason.
SpectrumFit untold(const char *why);

// How uneven mixture c is in the quiet blocks.
double unevenness(const BlockSpectra &blocks, const QuietBlocks &quiet, int c);

// One plane, two that are colour, or three of which the first is luma.
SpectrumFit fit_planes(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                       const QuietBlocks &quiet, const NoiseModel &white, const Team &team);

// Luma of R, G and B as a grey plane.
class GreyLuma {
  public:
    // quiet, pairs: luma's, as to_opponent() makes it.
    GreyLuma(const Table &quiet, const Table &pairs, double uneven);

    const PlaneJudge &judge() const { return judge_; }
    // Where R, G and B are the same: no colour bounds luma.
    SpectrumFit fit(const Tables &quiet) const;

  private:
    Table table_;
    PlaneJudge judge_;
};

}  // namespace zsn2n
