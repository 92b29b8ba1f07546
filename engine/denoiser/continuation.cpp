// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/continuation.h"

#include <iterator>
#include <string>

#include "base/error.h"
#include "base/names.h"

namespace zsn2n {

namespace {

[[noreturn]] void refuse(const std::string &why) {
    throw Error(ZSN2N_INVALID_ARGUMENT, why);
}

std::vector<int> planes_of(int mask) {
    std::vector<int> planes;
    for (int plane = 0; plane < 3; ++plane) {
        if (mask >> plane & 1) planes.push_back(plane);
    }
    return planes;
}

std::string to_text(int preset, int guides) {
    return std::string("preset=") + value_name(kPresetNames, preset) +
           " guides=" + value_name(kGuidesNames, guides);
}

size_t state_size(const Settings &settings, const Layout &layout) {
    const Training &how = settings.preset->training;
    return (how.second_order ? make_soap(layout, how.moments) : make_adam(layout, how.moments))
        ->state_size();
}

}  // namespace

bool Continuation::takes(const zsn2n_image &image) const {
    if (empty() && !like.width) return false;
    if (like.width) return same_description(like, image);
    return like.color == image.color && like.chroma_shift_x == image.chroma_shift_x &&
           like.chroma_shift_y == image.chroma_shift_y;
}

void Continuation::forget_noise() {
    for (auto group = groups.begin(); group != groups.end();) {
        const Model *const model = group->second.model.get();
        const bool corrects = model && model->layout.in != model->layout.out;
        group->second.noise.reset();
        group->second.changing = {};
        group->second.noise_age = 0;
        group = corrects ? groups.erase(group) : std::next(group);
    }
}

SavedState to_saved(const Continuation &continuation, const Settings &settings) {
    if (continuation.empty()) refuse("there is no state to save before the first image");
    const zsn2n_image &like = continuation.like;
    SavedState saved{like.color,          like.chroma_shift_x,
                     like.chroma_shift_y, settings.params.preset,
                     settings.guides(),   {}};
    for (const auto &[planes, group] : continuation.groups) {
        int mask = 0;
        for (const int plane : planes) mask |= 1 << plane;
        const Model untrained(static_cast<int>(planes.size()),
                              settings.guides() != ZSN2N_GUIDES_NONE);
        const Model &model = group.model ? *group.model : untrained;
        SavedGroup of{mask, model.layout.in, model.layout.out, model.trust, {}};
        of.state.copy_from(model.state);
        saved.groups.push_back(std::move(of));
    }
    return saved;
}

// A network that corrects a pilot may be one that was never trained; one alone may not.
Continuation from_saved(SavedState saved, const Settings &settings) {
    if (saved.preset != settings.params.preset || saved.guides != settings.guides()) {
        refuse("the state is of " + to_text(saved.preset, saved.guides) + ", the settings are " +
               to_text(settings.params.preset, settings.guides()));
    }
    Continuation continuation;
    zsn2n_image &like = continuation.like;
    zsn2n_image_init(&like, ZSN2N_MIN_SIDE, ZSN2N_MIN_SIDE, static_cast<zsn2n_color>(saved.color),
                     ZSN2N_SAMPLE_U8);
    like.chroma_shift_x = saved.chroma_shift_x;
    like.chroma_shift_y = saved.chroma_shift_y;
    check_description(like);
    like.width = 0;
    const bool corrects = saved.guides != ZSN2N_GUIDES_NONE;
    int seen = 0;
    for (SavedGroup &group : saved.groups) {
        const std::vector<int> planes = planes_of(group.planes);
        if (planes.empty() || group.planes >> plane_count(like) || group.planes & seen ||
            static_cast<int>(planes.size()) != group.out) {
            refuse("it is damaged");
        }
        seen |= group.planes;
        auto model = std::make_shared<Model>(group.out, corrects);
        const Layout &layout = model->layout;
        const bool untrained = group.state.empty() && group.state.optimizer.size() == 0;
        const bool trained = group.state.theta.size() == layout.size &&
                             group.state.optimizer.size() == state_size(settings, layout);
        const bool plausible = untrained ? corrects && group.trust == 0 : trained;
        if (group.in != layout.in || !plausible)
            refuse("the state's network is not one of these settings");
        model->state = std::move(group.state);
        model->trust = group.trust;
        continuation.groups[planes].model = std::move(model);
    }
    if (continuation.empty()) refuse("it is of no image");
    return continuation;
}

}  // namespace zsn2n
