// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/settings.h"

#include <algorithm>
#include <limits>

#include "base/names.h"

namespace zsn2n {

namespace {

constexpr double kAllViews = std::numeric_limits<double>::infinity();
constexpr MomentSettings kPublishedMoments{0.9f, 0.999f, 1e-8f};
constexpr MomentSettings kSoapMoments{0.95f, 0.95f, 1e-8f};

constexpr Schedule kPublishedSchedule{ScheduleKind::kPaper, 1e-3f, 5e-4f, 1, 1.0f};
constexpr Schedule kCropSchedule{ScheduleKind::kOneCycle, 3e-3f, 5e-4f, 20, 0.4f};

// Defaults that preset stands for, in the order of zsn2n_preset.
struct Preset {
    bool whole_image;
    int crop_size;
    int steps;
    bool early_stop;
    // With the pilot.
    int guided_steps, regions, draws;
    double view_share;
    Schedule schedule;
    bool second_order;
    MomentSettings moments;
};

// `fast` has no steps to spare: nine tenths of them cost 0.15 dB (8 Kodak crops, sigma 25).
constexpr Preset kPresets[] = {
    {false, 64, 800, true, 300, 2, 1, 1.0 / 6, kCropSchedule, true, kSoapMoments},
    {true, 0, 2000, false, 0, 0, 0, 0, kPublishedSchedule, false, kPublishedMoments},
    {false, 48, 450, false, 0, 0, 0, 1.0 / 6, kCropSchedule, true, kSoapMoments},
    {false, 64, 3000, true, 2000, 4, 4, kAllViews, kCropSchedule, true, kSoapMoments},
};

bool takes_light_path(const Settings &settings, int width, int height) {
    constexpr int64_t kLarge = int64_t{1} << 22;
    return settings.light_if_large && static_cast<int64_t>(width) * height > kLarge;
}

}  // namespace

int training_steps(const Settings &settings, int width, int height) {
    return takes_light_path(settings, width, height) && !settings.steps_asked_for ? 0
                                                                                  : settings.steps;
}

PilotPlan pilot_plan(const Settings &settings, int width, int height, bool rgb) {
    const bool large = takes_light_path(settings, width, height);
    PilotPlan plan = settings.light_pilot || large ? light_pilot_plan(rgb) : full_pilot_plan(rgb);
    // Frames that are joined have little noise left at low frequencies: 0.00 dB for an eighth of
    // the time (tractor, sigma 30).
    plan.coarser = (plan.coarser || large) && settings.temporal == 0;
    return plan;
}

Settings resolve_settings(const zsn2n_params &params) {
    const Preset &preset = kPresets[params.preset];
    Settings settings{};
    settings.preset = value_name(kPresetNames, params.preset);
    settings.whole_image = preset.whole_image;
    settings.crop_size = preset.crop_size;
    settings.guided = params.guides != ZSN2N_GUIDES_NONE && !preset.whole_image;
    settings.light_pilot = params.guides == ZSN2N_GUIDES_DCT;
    settings.light_if_large =
        settings.guided && params.guides == ZSN2N_GUIDES_AUTO && params.preset != ZSN2N_PRESET_SLOW;
    settings.steps_asked_for = params.steps != 0;
    settings.regions = preset.regions;
    settings.draws = preset.draws;
    settings.steps = params.steps      ? params.steps
                     : settings.guided ? preset.guided_steps
                                       : preset.steps;
    settings.warm_steps = params.warm_steps;
    // Who names the steps means them.
    settings.early_stop = preset.early_stop && !settings.guided && !params.steps;
    settings.view_share = preset.view_share;
    settings.schedule = preset.schedule;
    settings.second_order = preset.second_order;
    settings.moments = preset.moments;
    settings.blend = blend_amounts(params);
    settings.temporal = std::max(params.temporal, 0);
    settings.seed = params.seed;
    settings.threads = params.threads ? params.threads : available_cores();
    const Backend backend =
        params.backend == ZSN2N_BACKEND_HALIDE ? Backend::kHalide : Backend::kOnednn;
    const Storage storage =
        params.precision == ZSN2N_PRECISION_F32 ? Storage::kF32 : Storage::kBf16;
    const Method method =
        choose_method(this_cpu(), params.backend == ZSN2N_BACKEND_AUTO ? nullptr : &backend,
                      params.precision == ZSN2N_PRECISION_AUTO ? nullptr : &storage);
    settings.backend = method.backend;
    settings.storage = method.storage;
    settings.algorithm = method.algorithm;
    return settings;
}

}  // namespace zsn2n
