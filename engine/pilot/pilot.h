// SPDX-License-Identifier: BSD-2-Clause
// A denoiser by formula, whose result the network is given beside the noisy planes and corrects.
#pragma once

#include <functional>

#include "pilot/bm3d_stage.h"
#include "pilot/dct_pilot.h"

namespace zsn2n {

// pilot = noisy denoised; a function of these pixels and of the noise they are said to have. Both
// of 1 to 3 finite planes of one size, apart in memory.
using Pilot = std::function<void(const PlanesView &noisy, const NoiseTable &noise, const Team &team,
                                 const PlanesView &pilot)>;

struct PilotPlan {
    DctPilotSettings dct;
    bool collaborate = true;  // else the DCT pilot is all
    Bm3dSettings collaborative;
    bool coarser = true;  // low frequencies from the same at half the size
};

// Everything, or fewer blocks that stand alone on one scale: a fifth of the time (256x256 RGB),
// 0.3 to 0.4 dB less (Kodak24 crops at sigma 10 to 50).
PilotPlan full_pilot_plan(bool rgb);
PilotPlan light_pilot_plan(bool rgb);

// The DCT pilot, then the collaborative one with it as its oracle; then low frequencies from the
// coarser scale, of planes of at least 32 pixels either way whose noise has no factor. Tall planes
// are worked on in strips of rows, which changes no bits.
Pilot make_pilot(const PilotPlan &plan);

// A strip of a taller image that starts at a multiple of kPilotGrid rows and is kPilotHalo higher,
// each way, than what is kept of its pilot gives the whole image's bits there.
constexpr int kPilotGrid = 96, kPilotHalo = 192;

// Held by a pilot's call at most.
size_t pilot_bytes(const PilotPlan &plan, int width, int height, int channels, int threads);

}  // namespace zsn2n
