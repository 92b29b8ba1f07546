// SPDX-License-Identifier: BSD-2-Clause
// What will be done to an image: a pure function of the settings and of facts about it. No other
// place decides.
#pragma once

#include <string>
#include <vector>

#include "denoiser/settings.h"
#include "image/region.h"

namespace zsn2n {

// A plane group before anything of it is computed.
struct GroupFacts {
    Shape shape;
    bool rgb = false;       // R, G and B together
    bool masked = false;    // some pixels count for nothing
    bool warm = false;      // the image before has left something of it
    bool corrects = false;  // and a network that corrects a pilot
    int next = 0;           // images after it that are known
    int first_plane = 0;
    int shift_x = 0, shift_y = 0;  // log2 of its subsampling
};

struct GroupRecipe {
    int guides;              // which pilot there is: never ZSN2N_GUIDES_AUTO
    const PilotKind *pilot;  // null: the network alone
    bool coarser;            // the pilot's low frequencies come from half the size
    bool refined;            // what is fused is refined where the noise is white; see PilotKind
    bool network;            // is run; without a pilot always
    bool on_frames;          // it learns from frame to frame, where the noise is not white
    Training training;       // of this image; no steps: none
    int views;               // of inference
    int temporal;            // 0: no image before plays a part; else so many are averaged at most
    int lookahead;           // it is fused with so many images after it
    int fusion;              // one in so many of the fusion's blocks is used
    double noise_level;      // factor on the standard deviation that is found
    bool white;              // the noise is taken for white
    Region noise_from;       // of the group's pixels: measured there; empty: anywhere
};

// Throws Error(INVALID_ARGUMENT) where noise_from leaves too little of the image.
GroupRecipe group_recipe(const Settings &settings, const GroupFacts &facts);

// One line for the log: the settings in force and what they come to for each group.
std::string to_text(const Settings &settings, const std::vector<GroupFacts> &facts,
                    const std::vector<GroupRecipe> &recipes, int strips);

}  // namespace zsn2n
