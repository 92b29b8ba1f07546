// SPDX-License-Identifier: BSD-2-Clause
// What zsn2n_params come to on this machine, whatever the image.
#pragma once

#include "blend/blend.h"
#include "network/conv3x3.h"
#include "train/model.h"

namespace zsn2n {

// What a preset stands for.
struct Preset {
    int steps, guided_steps;  // of the network alone, and of one that corrects a pilot
    bool early_stop;          // the network alone may take fewer
    // Of a video's images: the guides where none are asked for, whether each goes on from the one
    // before, the positions of the fusion's blocks, of which one in so many is used, and how many
    // images after it each is fused with.
    int video_guides;
    bool recursive;
    int fusion;
    int lookahead;
    // Inference is the mean over 1, 2, 4 or 8 dihedral views: as many as take at most this share of
    // a first image's training. The images that follow it take as many.
    double view_share;
    // Steps, seed and storage apart.
    Training training;
};

struct Settings {
    zsn2n_params params;  // valid
    const Preset *preset;
    int threads;
    Method method;

    BlendAmounts blend() const { return blend_amounts(params); }
    // The pilot that the options ask for: never ZSN2N_GUIDES_AUTO.
    int guides() const;
    // Of params, where they leave it open what suits video or not. Both are 0 where each image is
    // by itself.
    int temporal() const;
    int lookahead() const;
    // Whether a network that was trained with others can go on with these.
    bool continues(const Settings &others) const;
    // Whether they find the same noise in an image, and take it for the same.
    bool measures_as(const Settings &others) const;
};

// For valid params; throws Error(UNSUPPORTED) where this CPU or build lacks what they ask for.
Settings resolve_settings(const zsn2n_params &params);

}  // namespace zsn2n
