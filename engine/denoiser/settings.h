// SPDX-License-Identifier: BSD-2-Clause
// What zsn2n_params come to on this machine.
#pragma once

#include "blend/blend.h"
#include "network/conv3x3.h"
#include "pilot/pilot.h"
#include "train/train.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

struct Settings {
    const char *preset;
    bool whole_image;  // published objective; else crops
    int crop_size;
    int steps, warm_steps;
    bool early_stop;  // a first image may take fewer steps
    // Inference is the mean over 1, 2, 4 or 8 dihedral views: as many as take at most this share of
    // a first image's training. The images that follow it take as many.
    double view_share;
    Schedule schedule;
    // With a pilot that the network corrects: lessons from so many regions of the image, with so
    // many draws of noise each for the trust.
    bool guided;
    bool light_pilot;
    // An image of more than 4 megapixels has the light pilot, uncorrected unless steps are asked
    // for.
    bool light_if_large, steps_asked_for;
    int regions, draws;
    bool second_order;  // SOAP, else Adam
    MomentSettings moments;
    BlendAmounts blend;
    int temporal;  // images to join at most
    uint64_t seed;
    int threads;
    Backend backend;
    Storage storage;
    Algorithm algorithm;
    // The pilot that is there: never ZSN2N_GUIDES_AUTO.
    int guides() const {
        if (!guided) return ZSN2N_GUIDES_NONE;
        return light_pilot ? ZSN2N_GUIDES_DCT : ZSN2N_GUIDES_PILOT;
    }
    Method method() const { return {backend, storage, algorithm}; }
};

// Of a first image of such a size.
int training_steps(const Settings &settings, int width, int height);
PilotPlan pilot_plan(const Settings &settings, int width, int height, bool rgb);

// For valid params; throws Error(UNSUPPORTED) where this CPU or build lacks what they ask for.
Settings resolve_settings(const zsn2n_params &params);

}  // namespace zsn2n
