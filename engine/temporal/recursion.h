// SPDX-License-Identifier: BSD-2-Clause
// Recursion on the denoised image: what the past gives to an image is the last one's result; and
// what the next images give, where they are known.
#pragma once

#include <vector>

#include "pilot/pilot.h"
#include "temporal/average.h"
#include "temporal/warp.h"

namespace zsn2n {

struct FusionSettings {
    bool rgb;              // the channels are R, G and B
    int one_of;            // one in so many positions of blocks is used: a power of 2, up to 16
    bool refined = false;  // the estimate is one of refine()
};

// An image with little noise near the one at hand, and the flow to it.
struct Neighbor {
    ConstPlanesView image;
    PlaneFlow flow;
    int images = kMany;  // that it is made of
    static constexpr int kMany = 16;
};

// fused = `estimate` of `noisy`, fused with 1 or 2 neighbours, which their flows displace: see
// DctPilot::fuse(). All have one shape. Throws what the team's tick throws.
void fuse_neighbors(const ConstPlanesView &noisy, const ConstPlanesView &estimate,
                    const Noise &noise, const std::vector<Neighbor> &neighbors,
                    const FusionSettings &settings, const Team &team, Arena &arena,
                    const PlanesView &fused);

// estimate = what `how` makes of `noisy`, with a basic estimate that is a mean of `fused`, which
// came of fusing `estimate`, and of that. `fused` becomes that mean. Otherwise as fuse_neighbors().
void refine(const Refinement &how, const ConstPlanesView &noisy, const Noise &noise,
            const Team &team, Arena &arena, const PlanesView &fused, const PlanesView &estimate);

// Tells `changing` what the image as the host has it differs in from the noisy images before it.
// `mask` as in AverageSettings.
void measure_change(const ConstPlanesView &observed, const TemporalState &before,
                    const PlaneFlow &flow, const ConstPlanesView &mask, const Team &team,
                    Arena &arena, ChangingNoise &changing);

// Marks what is still. after.mean of what moves becomes `observed` again.
void mark_still(const ConstPlanesView &observed, const PlaneFlow &flow, const Team &team,
                Arena &arena, TemporalState &after);

// The cost of fuse_neighbors() of so many.
Cost fusion_cost(const Shape &shape, const FusionSettings &settings, int neighbors, int threads);
// What measure_change() takes of an arena.
size_t change_bytes(const Shape &shape);

}  // namespace zsn2n
