// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/settings.h"

namespace zsn2n {

namespace {

constexpr MomentSettings kPublishedMoments{0.9f, 0.999f, 1e-8f};
constexpr MomentSettings kSoapMoments{0.95f, 0.95f, 1e-8f};

constexpr Schedule kPublishedSchedule{ScheduleKind::kPaper, 1e-3f, 5e-4f, 1, 1.0f};
constexpr Schedule kCropSchedule{ScheduleKind::kOneCycle, 3e-3f, 5e-4f, 20, 0.4f};

// Defaults that preset stands for, in the order of zsn2n_preset.
struct Preset {
    const char *name;
    bool whole_image;
    int crop_size;
    int steps;
    bool early_stop;
    bool all_views;
    Schedule schedule;
    bool second_order;
    MomentSettings moments;
};

// `fast` has no steps to spare: nine tenths of them cost 0.15 dB (8 Kodak crops, sigma 25).
constexpr Preset kPresets[] = {
    {"medium", false, 64, 1000, true, false, kCropSchedule, true, kSoapMoments},
    {"paper", true, 0, 2000, false, false, kPublishedSchedule, false, kPublishedMoments},
    {"fast", false, 48, 500, false, false, kCropSchedule, true, kSoapMoments},
    {"slow", false, 64, 2000, true, true, kCropSchedule, true, kSoapMoments},
};

}  // namespace

Settings resolve_settings(const zsn2n_params &params) {
    const Preset &preset = kPresets[params.preset];
    Settings settings{};
    settings.preset = preset.name;
    settings.whole_image = preset.whole_image;
    settings.crop_size = preset.crop_size;
    settings.steps = params.steps ? params.steps : preset.steps;
    settings.warm_steps = params.warm_steps;
    // Who names the steps means them.
    settings.early_stop = preset.early_stop && !params.steps;
    settings.all_views = preset.all_views;
    settings.schedule = preset.schedule;
    settings.second_order = preset.second_order;
    settings.moments = preset.moments;
    settings.seed = params.seed;
    settings.threads = params.threads ? params.threads : available_cores();
    switch (params.backend) {
        case ZSN2N_BACKEND_HALIDE:
            settings.backend = Backend::kHalide;
            break;
        case ZSN2N_BACKEND_ONEDNN:
            settings.backend = Backend::kOnednn;
            break;
        default:
            // In f32 the two are within 4 % of each other, both at 98 % of the FMA peak or above
            // (Zen 4, 32x32); oneDNN's bf16 is twice that.
            settings.backend = bf16_available() && params.precision != ZSN2N_PRECISION_F32
                                   ? Backend::kOnednn
                                   : Backend::kHalide;
    }
    const bool bf16 = params.precision == ZSN2N_PRECISION_BF16 ||
                      (params.precision == ZSN2N_PRECISION_AUTO &&
                       settings.backend == Backend::kOnednn && bf16_available());
    settings.storage = bf16 ? Storage::kBf16 : Storage::kF32;
    return settings;
}

}  // namespace zsn2n
