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

// The second half of a pilot: makes a better estimate of one.
class Refinement {
  public:
    virtual ~Refinement() = default;

    virtual Cost cost(const Shape &shape, int threads) const = 0;

    // As Pilot::run(). `basic`, of the same shape, is an estimate of what `noisy` shows; `estimate`
    // shares no memory with it.
    virtual void run(const ConstPlanesView &noisy, const ConstPlanesView &basic, const Noise &noise,
                     const Team &team, Arena &arena, const PlanesView &estimate) const = 0;
};

// One line of the table of pilots.
struct PilotKind {
    // rgb: three planes are R, G and B.
    std::unique_ptr<Pilot> (*make)(bool rgb);
    bool coarser;  // low frequencies come from half the size
    int guides;    // which of zsn2n_guides it is
    // In a video: a frame's estimate is of the kind `first_guides`, and what comes of fusing it
    // with the frames before is refined. Null: it is not.
    int first_guides = guides;
    std::unique_ptr<Refinement> (*make_refinement)() = nullptr;
};

std::unique_ptr<Pilot> make_dct_pilot(bool rgb);
std::unique_ptr<Pilot> make_bm3d_pilot(bool rgb);
std::unique_ptr<Pilot> make_quick_bm3d_pilot(bool rgb);
std::unique_ptr<Refinement> make_bm3d_refinement();
std::unique_ptr<Refinement> make_quick_bm3d_refinement();

// One line for each of zsn2n_guides that is a pilot. The quick one, with a third of the groups, is
// for the frames of a video and for large stills. In a video the second stage of BM3D gains by what
// the frames before tell. Tractor and blackswan at sigma 30, as R, G and B and as 4:2:0, 16 frames,
// tail, dB: the second stage before the fusion 33.39, 32.50, 32.04 and 31.36 (quick), 33.86, 33.11,
// 32.23 and 31.55 (bm3d, two frames ahead); after it 33.49, 32.60, 32.09 and 31.44, and 34.07,
// 33.16, 32.37 and 31.67.
inline constexpr PilotKind kPilots[] = {
    {make_bm3d_pilot, true, ZSN2N_GUIDES_PILOT, ZSN2N_GUIDES_QUICK, make_bm3d_refinement},
    {make_dct_pilot, false, ZSN2N_GUIDES_DCT},
    {make_quick_bm3d_pilot, true, ZSN2N_GUIDES_QUICK, ZSN2N_GUIDES_DCT,
     make_quick_bm3d_refinement}};

// The kind of a value of zsn2n_guides; null for one that is no pilot.
const PilotKind *pilot_kind(int guides);

// Pixels of a strip without its halo, which is done twice. At twice the width of 4K: 20 % of the
// work and 250 MB. 12 megapixels take two of them, and 8 % less time than three.
constexpr int kPilotStripPixels = 960 * 7680;

// Makes a pilot of that kind, with the coarser scale or without. It works on images of more than
// `strip` pixels and 960 rows in strips of rows, which changes no bits.
std::unique_ptr<Pilot> make_pilot(const PilotKind &kind, bool rgb, bool coarser,
                                  int strip = kPilotStripPixels);

// Takes the low frequencies of another pilot's estimate from smaller images.
std::unique_ptr<Pilot> make_coarser_scale(std::unique_ptr<Pilot> pilot, Scales scales);

}  // namespace zsn2n
