// SPDX-License-Identifier: BSD-2-Clause
// Work on planes in bands of rows, each short against the 0.2 s in which a cancel is answered.
#pragma once

#include <algorithm>

#include "base/math.h"
#include "base/team.h"

namespace zsn2n {

constexpr int kBandPixels = 65536;

inline int band_rows(int width) {
    return std::max(1, kBandPixels / width);
}

// call(begin, end, slot) for every band; bands depend on the size alone.
template <typename Call>
void each_band(const Team &team, int width, int height, const Call &call) {
    const int rows = band_rows(width);
    team.run(ceil_divide(height, rows), [&](int band, int slot) {
        call(band * rows, std::min((band + 1) * rows, height), slot);
    });
}

}  // namespace zsn2n
