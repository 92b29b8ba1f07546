// SPDX-License-Identifier: BSD-2-Clause
// The second stage of BM3D (Dabov, Foi, Katkovnik & Egiazarian, IEEE TIP 2007), with any basic
// estimate. It finds groups of similar patches in the basic estimate and filters each together, by
// a Wiener filter made of the basic estimate.
#pragma once

#include "pilot/dct_pilot.h"

namespace zsn2n {

// Coloured noise is alike in patches that overlap by much, so that the group would take it for
// signal. Patches that begin so many pixels apart, in either direction, are grouped. Of 3 or
// 5 pixels: 0.04 dB for camera JPEGs, 0.08 for a SIDD block; white noise blurred by 0.7 pixels
// loses 0.01. It is worth as much as each group's exact variances (Makinen, Azzari & Foi, IEEE TIP
// 2020).
constexpr int kColouredApart = 3;

struct Bm3dSettings {
    int step = 4;     // between patches that gather a group: 4 or 6; the cost goes with 1 / step^2
    int radius = 19;  // of the search, pixels each way, 1..64
};

class Bm3dStage : public Refinement {
  public:
    explicit Bm3dStage(const Bm3dSettings &settings) : settings_(settings) {}

    Cost cost(const Shape &shape, int threads) const override;

    // All three views have one shape and 1 to 3 planes; 3 are R, G, B. `basic` is an estimate of
    // what `noisy` shows. `estimate` may be `basic`, and shares no other memory with these two. An
    // image of less than 8 pixels either way is a copy of the basic estimate. Otherwise as
    // Pilot::run().
    void run(const ConstPlanesView &noisy, const ConstPlanesView &basic, const Noise &noise,
             const Team &team, Arena &arena, const PlanesView &estimate) const override;

  private:
    Bm3dSettings settings_;
};

// The DCT pilot with this stage behind it.
class Bm3dPilot : public Pilot {
  public:
    explicit Bm3dPilot(const DctPilotSettings &dct, const Bm3dSettings &stage = {})
        : basic_(dct), stage_(stage) {}

    Cost cost(const Shape &shape, int threads) const override;
    void run(const ConstPlanesView &noisy, const Noise &noise, const Team &team, Arena &arena,
             const PlanesView &estimate) const override;

  private:
    DctPilot basic_;
    Bm3dStage stage_;
};

}  // namespace zsn2n
