// SPDX-License-Identifier: BSD-2-Clause
// Denoisers without training: an initial estimate, which a network may correct.
#pragma once

#include <memory>

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise.h"

namespace zsn2n {

class Pilot {
  public:
    virtual ~Pilot() = default;

    virtual Cost cost(const Shape &shape, int threads) const = 0;

    // estimate = noisy denoised: a function of these pixels and of the noise they are said to have,
    // the same bits for any team. Both of 1 to 3 finite planes of one shape, apart in memory. The
    // arena has what cost() says of this shape or of a larger one. Throws Error where a kernel
    // fails, and what the team's tick throws, with the estimate half written.
    virtual void run(const ConstPlanesView &noisy, const Noise &noise, const Team &team,
                     Arena &arena, const PlanesView &estimate) const = 0;
};

// One line of the table of pilots.
struct PilotKind {
    // rgb: three planes are R, G and B.
    std::unique_ptr<Pilot> (*make)(bool rgb);
    bool coarser;  // low frequencies come from half the size
};

// By zsn2n_guides; null for one that is no pilot.
const PilotKind *pilot_kind(int guides);

// The pilot of that kind, `coarser` or not; of tall images in strips of rows, which changes no
// bits.
std::unique_ptr<Pilot> make_pilot(const PilotKind &kind, bool rgb, bool coarser);

std::unique_ptr<Pilot> make_dct_pilot(bool rgb);
std::unique_ptr<Pilot> make_bm3d_pilot(bool rgb);
// Low frequencies of another pilot from an image of half the size.
std::unique_ptr<Pilot> make_coarser_scale(std::unique_ptr<Pilot> pilot);

}  // namespace zsn2n
