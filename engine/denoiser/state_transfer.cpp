// SPDX-License-Identifier: BSD-2-Clause
// A denoiser's warm state to a file and back.
#include "base/error.h"
#include "base/file.h"
#include "base/names.h"
#include "denoiser/denoiser.h"
#include "denoiser/saved_state.h"

namespace zsn2n {

namespace {

int mask_of(const std::vector<int> &planes) {
    int mask = 0;
    for (const int plane : planes) mask |= 1 << plane;
    return mask;
}

std::vector<int> planes_of(int mask) {
    std::vector<int> planes;
    for (int plane = 0; plane < 3; ++plane) {
        if (mask >> plane & 1) planes.push_back(plane);
    }
    return planes;
}

}  // namespace

void Denoiser::save_state(const std::string &path) const {
    if (!last_.struct_size)
        throw Error(ZSN2N_INVALID_ARGUMENT, "there is no state to save before the first image");
    SavedState saved{last_.color,    last_.chroma_shift_x, last_.chroma_shift_y,
                     params_.preset, settings_.guides(),   {}};
    for (const auto &[planes, denoiser] : denoisers_) {
        saved.groups.push_back(denoiser->saved(mask_of(planes)));
    }
    write_file(path, to_bytes(saved));
}

void Denoiser::load_state(const std::string &path) {
    const std::string bytes = read_file(path, kSavedStateBytes);
    const auto refuse = [&](const std::string &why) {
        throw Error(ZSN2N_INVALID_ARGUMENT, path + ": " + why);
    };
    Denoisers loaded;
    try {
        const SavedState saved = from_bytes(bytes);
        if (saved.preset != params_.preset || saved.guides != settings_.guides()) {
            const auto text = [](int preset, int guides) {
                return std::string("preset=") + value_name(kPresetNames, preset) +
                       " guides=" + value_name(kGuidesNames, guides);
            };
            throw Error(ZSN2N_INVALID_ARGUMENT,
                        "the state is of " + text(saved.preset, saved.guides) +
                            ", the settings are " + text(params_.preset, settings_.guides()));
        }
        for (const SavedGroup &group : saved.groups) {
            const std::vector<int> planes = planes_of(group.planes);
            if (planes.empty() || static_cast<int>(planes.size()) != group.out)
                throw Error(ZSN2N_INVALID_ARGUMENT, "no state to go on from: it is damaged");
            auto denoiser = std::make_unique<GroupDenoiser>(group.out, planes[0], settings_);
            denoiser->load(group);
            loaded[planes] = std::move(denoiser);
        }
        zsn2n_image like{};
        like.struct_size = sizeof like;
        like.color = static_cast<zsn2n_color>(saved.color);
        like.chroma_shift_x = saved.chroma_shift_x;
        like.chroma_shift_y = saved.chroma_shift_y;
        last_ = like;
    } catch (const Error &error) {
        refuse(error.what());
    }
    denoisers_ = std::move(loaded);
}

}  // namespace zsn2n
