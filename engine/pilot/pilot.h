// SPDX-License-Identifier: BSD-2-Clause
// Denoisers without training. Each makes an initial estimate, which a network may correct.
#pragma once

#include <memory>

#include "base/team.h"
#include "image/planes.h"
#include "noise/noise.h"

namespace zsn2n {

// How many times an image is halved, by its noise, for an estimate of its low frequencies.
struct Scales {
    int white, coloured;
};

class Pilot {
  public:
    virtual ~Pilot() = default;

    virtual Cost cost(const Shape &shape, int threads) const = 0;

    // Denoises `noisy` into `estimate`. The result depends on these pixels and on the noise they
    // are said to have, not on the team. Both have one shape, 1 to 3 finite planes, and no memory
    // in common. The arena has what cost() says for this shape or for a larger one. Throws Error
    // where a kernel fails, and what the team's tick throws; the estimate is then half written.
    virtual void run(const ConstPlanesView &noisy, const Noise &noise, const Team &team,
                     Arena &arena, const PlanesView &estimate) const = 0;
};

// One line of the table of pilots.
struct PilotKind {
    // rgb: three planes are R, G and B.
    std::unique_ptr<Pilot> (*make)(bool rgb);
    bool coarser;  // low frequencies come from half the size
    int guides;    // which of zsn2n_guides it is
};

std::unique_ptr<Pilot> make_dct_pilot(bool rgb);
std::unique_ptr<Pilot> make_bm3d_pilot(bool rgb);
std::unique_ptr<Pilot> make_quick_bm3d_pilot(bool rgb);

// One line for each of zsn2n_guides that is a pilot. The quick one, with a third of the groups, is
// for the frames of a video and for large stills.
inline constexpr PilotKind kPilots[] = {{make_bm3d_pilot, true, ZSN2N_GUIDES_PILOT},
                                        {make_dct_pilot, false, ZSN2N_GUIDES_DCT},
                                        {make_quick_bm3d_pilot, true, ZSN2N_GUIDES_QUICK}};

// The kind of a value of zsn2n_guides; null for one that is no pilot.
const PilotKind *pilot_kind(int guides);

// Makes a pilot of that kind, with the coarser scale or without. It works on tall images in strips
// of rows, which changes no bits.
std::unique_ptr<Pilot> make_pilot(const PilotKind &kind, bool rgb, bool coarser);

// Takes the low frequencies of another pilot's estimate from smaller images.
std::unique_ptr<Pilot> make_coarser_scale(std::unique_ptr<Pilot> pilot, Scales scales);

}  // namespace zsn2n
