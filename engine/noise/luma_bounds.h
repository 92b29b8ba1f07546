// SPDX-License-Identifier: BSD-2-Clause
// How far luma's measured variances are believed.
#pragma once

#include "noise/plane_judge.h"

namespace zsn2n {

// Luma as to_opponent() makes it of R, G and B has so many times a grey plane's variance.
constexpr double kVarianceOfRgb = 3;

// 1 where the blocks are as even as noise makes them, down to 0 where they hold texture.
double belief(double uneven);

// How far the quiet blocks stand for all others, 0 to 1.
double certainty(double uneven);

// As bound_by_top(), where there is noise to go by; the table is of `times` a plane. Returns the
// caution, which is `doubtful` where nothing is certain.
double bound_luma(Table &luma, double times, bool level, double certain,
                  double doubtful = kSpectrumCaution);

// Of one plane's luma; bounds the table where its highest frequencies show noise.
Bounds luma_bounds(const PlaneJudge &judge, Table &table);

}  // namespace zsn2n
