// SPDX-License-Identifier: BSD-2-Clause
// The second stage of BM3D (Dabov, Foi, Katkovnik & Egiazarian, IEEE TIP 2007) with any oracle:
// groups of similar blocks, found in the oracle, filtered together with the oracle's gains.
#pragma once

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise_table.h"

namespace zsn2n {

struct Bm3dSettings {
    int step = 4;     // between blocks that gather a group: 3, 4 or 6; cost goes with its square
    int radius = 19;  // of the search, pixels each way, 1..64
};

// A strip of an image gives the image's bits in all rows that lie at least bm3d_halo()
// from where it was cut, if its first row in the image is a multiple of kBm3dStripRows.
constexpr int kBm3dStripRows = 24;
inline int bm3d_halo(const Bm3dSettings &settings) {
    constexpr int kBlockRows = 8;
    const int reach = 2 * (settings.radius + kBlockRows);
    return (reach + kBm3dStripRows - 1) / kBm3dStripRows * kBm3dStripRows;
}

// All three views are of 1 to 3 planes of one size; 3 are R, G, B. `oracle` is an estimate of what
// `noisy` shows; `noise` gives the variance by the oracle's mean. `pilot` shares no memory with the
// other two; images of less than 8 pixels either way are copied from the oracle. The same bits
// whatever the team. Throws std::bad_alloc, before `pilot` is written, Error where a kernel fails,
// and what the team's tick throws.
void bm3d_stage(const PlanesView &noisy, const PlanesView &oracle, const NoiseTable &noise,
                const Bm3dSettings &settings, const Team &team, const PlanesView &pilot);

// What the call above allocates.
size_t bm3d_stage_bytes(int width, int height, int channels, const Bm3dSettings &settings,
                        int threads);

}  // namespace zsn2n
