// SPDX-License-Identifier: BSD-2-Clause
// Works on planes in bands of rows. A band is short against the 0.2 s in which a cancel is
// answered.
#pragma once

#include <algorithm>

#include "base/math.h"
#include "base/team.h"
#include "image/planes.h"

namespace zsn2n {

constexpr int kBandPixels = 65536;

inline int band_rows(int width) {
    return std::max(1, kBandPixels / width);
}

// call(begin, end, slot) for every band of `rows` rows; `work` as in Team::run().
template <typename Call>
void each_rows(const Team &team, int rows, int height, double work, const Call &call) {
    team.run(ceil_divide(height, rows), work, [&](int band, int slot) {
        call(band * rows, std::min((band + 1) * rows, height), slot);
    });
}

// The bands depend on the size alone.
template <typename Call>
void each_band(const Team &team, int width, int height, double work, const Call &call) {
    each_rows(team, band_rows(width), height, work, call);
}
template <typename Call>
void each_band(const Team &team, int width, int height, const Call &call) {
    each_band(team, width, height, 0, call);
}

inline void copy_planes(const ConstPlanesView &src, const PlanesView &dst, const Team &team) {
    each_band(team, src.width, src.height, [&](int begin, int end, int) {
        const Region rows = src.region().rows(begin, end);
        copy_planes(src.part(rows), dst.part(rows));
    });
}

}  // namespace zsn2n
