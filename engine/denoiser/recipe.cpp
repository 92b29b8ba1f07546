// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/recipe.h"

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/names.h"
#include "network/views.h"

namespace zsn2n {

namespace {

// From here on the defaults leave the pilot uncorrected unless steps are asked for, and `fast` and
// videos take a lighter one. 12 MP on two cores of a Zen 4, Kodak24 at sigma 25 less than `pilot`:
// pilot 4.2 s; quick 2.7 s, 0.09 dB; dct 1.2 s, 0.35 dB.
constexpr double kLargePixels = 1 << 22;

// noise_from on the group's grid, as far as it lies within the image.
Region noise_region(const zsn2n_params &params, const GroupFacts &facts) {
    const int(&from)[4] = params.noise_from;
    if (from[2] == 0) return {};
    const Region image{0, 0, facts.shape.width, facts.shape.height};
    const auto up = [](int value, int shift) { return (value + (1 << shift) - 1) >> shift; };
    const Region region =
        Region{from[0] >> facts.shift_x, from[1] >> facts.shift_y,
               up(from[0] + from[2], facts.shift_x), up(from[1] + from[3], facts.shift_y)}
            .clipped(image);
    const auto enough = [](int size, int shift, int whole) {
        return size >= std::min(ZSN2N_MIN_NOISE_SIDE >> shift, whole);
    };
    if (!enough(region.width(), facts.shift_x, image.width()) ||
        !enough(region.height(), facts.shift_y, image.height())) {
        char text[192];
        std::snprintf(text, sizeof text,
                      "noise_from=%d:%d:%d:%d leaves less than %dx%d pixels of this image", from[0],
                      from[1], from[2], from[3], ZSN2N_MIN_NOISE_SIDE, ZSN2N_MIN_NOISE_SIDE);
        throw Error(ZSN2N_INVALID_ARGUMENT, text);
    }
    return region;
}

}  // namespace

GroupRecipe group_recipe(const Settings &settings, const GroupFacts &facts) {
    const zsn2n_params &params = settings.params;
    const Preset &preset = *settings.preset;
    GroupRecipe recipe{};
    recipe.temporal = settings.temporal();
    recipe.lookahead = std::min(facts.next, settings.lookahead());
    recipe.noise_level = params.noise_level;
    recipe.white = params.noise == ZSN2N_NOISE_WHITE;
    recipe.noise_from = noise_region(params, facts);
    recipe.guides = settings.guides();
    const bool chosen = recipe.guides != ZSN2N_GUIDES_NONE && params.guides == ZSN2N_GUIDES_AUTO &&
                        params.preset != ZSN2N_PRESET_SLOW;
    const bool large = chosen && facts.shape.pixels() > kLargePixels;
    if (large && (recipe.temporal > 0 || params.preset == ZSN2N_PRESET_FAST))
        recipe.guides = ZSN2N_GUIDES_DCT;
    recipe.pilot = pilot_kind(recipe.guides);
    recipe.coarser = recipe.pilot && (recipe.pilot->coarser || large);
    recipe.refined = recipe.temporal > 0 && recipe.pilot && recipe.pilot->make_refinement;
    recipe.fusion = preset.fusion;

    Training &training = recipe.training;
    training = preset.training;
    training.seed = params.seed + (static_cast<uint64_t>(facts.first_plane) << 32);
    training.storage = settings.method.storage;
    training.warm = facts.warm;
    const int steps = params.steps   ? params.steps
                      : recipe.pilot ? preset.guided_steps
                                     : preset.steps;
    recipe.views = view_count(preset.view_share, steps * training_step_work(training, facts.shape),
                              facts.shape.pixels());
    if (!recipe.pilot) {
        training.steps = facts.warm ? params.warm_steps : steps;
        training.early_stop = preset.early_stop && !params.steps && !facts.warm;
        recipe.network = true;
    } else if (recipe.temporal == 0) {
        // A pilot is new with each image; its correction is learnt once.
        const bool trains = !facts.warm && (!large || params.steps) &&
                            LessonBook::regions(facts.shape, training.lessons()) > 0;
        training.steps = trains ? steps : 0;
        recipe.network = training.steps > 0 || facts.corrects;
    } else if (steps > 0 && params.warm_steps > 0 && !large && preset.guided_steps > 0 &&
               FrameLessons::possible(facts.shape, training.crop_size)) {
        recipe.network = recipe.on_frames = true;
        training.first_steps = steps;
        training.steps = params.warm_steps;
        recipe.views = 1;
    }
    return recipe;
}

std::string to_text(const Settings &settings, const std::vector<GroupFacts> &facts,
                    const std::vector<GroupRecipe> &recipes, int strips) {
    const zsn2n_params &params = settings.params;
    std::string groups;
    for (size_t i = 0; i < facts.size(); ++i) {
        const GroupRecipe &recipe = recipes[i];
        const Shape &shape = facts[i].shape;
        char text[128];
        std::snprintf(text, sizeof text, " %dx%dx%d", shape.channels, shape.width, shape.height);
        groups += text;
        if (i > 0 && (recipe.pilot != recipes[0].pilot ||
                      recipe.training.steps != recipes[0].training.steps)) {
            std::snprintf(text, sizeof text, " (guides=%s steps=%d)",
                          value_name(kGuidesNames, recipe.guides), recipe.training.steps);
            groups += text;
        }
    }
    if (strips > 1) groups += " in " + std::to_string(strips) + " strips";
    const GroupRecipe none{};
    const GroupRecipe &first = recipes.empty() ? none : recipes[0];
    char text[640], on_frames[160];
    std::snprintf(
        text, sizeof text,
        "preset=%s guides=%s%s steps=%d warm_steps=%d views=%d strength=%g luma=%g "
        "chroma=%g detail=%g scene=%g temporal=%d lookahead=%d seed=%llu threads=%d planes=%d "
        "noise_level=%g noise=%s noise_from=%d:%d:%d:%d backend=%s precision=%s algorithm=%s "
        "cpu=%s; planes x width x height:",
        value_name(kPresetNames, params.preset), value_name(kGuidesNames, first.guides),
        first.coarser ? " and half the size" : "", first.on_frames ? 0 : first.training.steps,
        first.pilot && !first.on_frames ? 0 : params.warm_steps, first.network ? first.views : 0,
        params.strength, params.luma, params.chroma, params.detail, params.scene, first.temporal,
        settings.lookahead(), static_cast<unsigned long long>(params.seed), settings.threads,
        params.planes, params.noise_level, value_name(kNoiseNames, params.noise),
        params.noise_from[0], params.noise_from[1], params.noise_from[2], params.noise_from[3],
        name(settings.method.backend), name(settings.method.storage),
        name(settings.method.algorithm), name(this_cpu()));
    if (!first.on_frames) return text + groups;
    std::snprintf(on_frames, sizeof on_frames,
                  "; where the noise is not white a network learns from frame to frame: %d steps, "
                  "then %d a frame",
                  first.training.first_steps, first.training.steps);
    return text + groups + on_frames;
}

}  // namespace zsn2n
