// SPDX-License-Identifier: BSD-2-Clause
// Everything that an image leaves for the next.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "denoiser/saved_state.h"
#include "denoiser/settings.h"
#include "temporal/recursion.h"
#include "temporal/scene.h"

namespace zsn2n {

// Of a plane group. What is shared does not change while two have it.
struct GroupContinuation {
    std::shared_ptr<const Model> model;       // null: there is no network
    std::optional<Noise> noise;               // none: not measured
    const char *doubt = nullptr;              // why no noise is to be believed; static
    ChangingNoise changing;                   // where there is a past
    int noise_age = 0;                        // images since it was
    int lessons = 0;                          // frames that a network has learnt from
    double gain = 0;                          // of it, over the noise's variance
    std::shared_ptr<TemporalState> temporal;  // null: nothing is left
};

struct Continuation {
    // Description of the image; width 0 where its size does not matter, or there was no image.
    zsn2n_image like{};
    SceneThumb scene;  // of the last image that showed something
    std::map<std::vector<int>, GroupContinuation> groups;  // by their planes

    // Nothing was denoised: there was no image, or none of its planes.
    bool empty() const { return groups.empty(); }
    // Whether an image like that is a later one.
    bool takes(const zsn2n_image &image) const;
    // The noise is to be measured again, and what was learnt of it is forgotten.
    void forget_noise();
    // Of the group of the first planes; no noise where it was not measured.
    Noise noise() const {
        const bool measured = !groups.empty() && groups.begin()->second.noise;
        return measured ? *groups.begin()->second.noise : Noise();
    }
};

// The networks, for another context to go on from. from_saved() throws Error(INVALID_ARGUMENT)
// where they are not those of such settings.
SavedState to_saved(const Continuation &continuation, const Settings &settings);
Continuation from_saved(SavedState saved, const Settings &settings);

}  // namespace zsn2n
