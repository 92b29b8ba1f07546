// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/settings.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace zsn2n {

namespace {

// Where nothing moves so many images are averaged with each frame of a video by default.
constexpr int kVideoImages = 16;

constexpr double kAllViews = std::numeric_limits<double>::infinity();
constexpr MomentSettings kPublishedMoments{0.9f, 0.999f, 1e-8f};
constexpr MomentSettings kSoapMoments{0.95f, 0.95f, 1e-8f};

constexpr Schedule kPublishedSchedule{ScheduleKind::kPaper, 1e-3f, 5e-4f, 1, 1.0f};
constexpr Schedule kCropSchedule{ScheduleKind::kOneCycle, 3e-3f, 5e-4f, 20, 0.4f};

// The published objective; or crops of a size and, with a pilot, lessons from so many regions of
// the image, with so many draws of noise each for the trust.
constexpr Training kPublished{
    true,         0, 0, 0, false, false, kPublishedSchedule, false, kPublishedMoments, 0, 0, 0,
    Storage::kF32};
constexpr Training crops(int size, int regions, int draws) {
    return {false, size,         0,       0,     false, false,        kCropSchedule,
            true,  kSoapMoments, regions, draws, 0,     Storage::kF32};
}

// In the order of zsn2n_preset. `fast` has no steps to spare: nine tenths of them cost 0.15 dB (8
// Kodak crops, sigma 25).
constexpr Preset kPresets[] = {
    {800, 300, true, ZSN2N_GUIDES_QUICK, true, 4, 0, 1.0 / 6, crops(64, 2, 1)},
    {2000, 0, false, ZSN2N_GUIDES_NONE, false, 4, 0, 0, kPublished},
    {450, 0, false, ZSN2N_GUIDES_DCT, true, 8, 0, 1.0 / 6, crops(48, 0, 0)},
    {3000, 2000, true, ZSN2N_GUIDES_PILOT, true, 4, 2, kAllViews, crops(64, 4, 4)},
};

}  // namespace

int Settings::guides() const {
    if (preset->training.whole_image) return ZSN2N_GUIDES_NONE;
    if (params.guides != ZSN2N_GUIDES_AUTO) return params.guides;
    return params.video ? preset->video_guides : ZSN2N_GUIDES_PILOT;
}

int Settings::temporal() const {
    if (params.temporal >= 0) return params.temporal;
    return params.video && preset->recursive ? kVideoImages : 0;
}

int Settings::lookahead() const {
    if (temporal() == 0 || guides() == ZSN2N_GUIDES_NONE) return 0;
    if (params.lookahead >= 0) return params.lookahead;
    return params.video ? preset->lookahead : 0;
}

bool Settings::continues(const Settings &others) const {
    return params.preset == others.params.preset && params.seed == others.params.seed &&
           params.guides == others.params.guides && guides() == others.guides() &&
           method.backend == others.method.backend && method.storage == others.method.storage;
}

bool Settings::measures_as(const Settings &others) const {
    return params.noise_level == others.params.noise_level && params.noise == others.params.noise &&
           std::equal(std::begin(params.noise_from), std::end(params.noise_from),
                      std::begin(others.params.noise_from));
}

Settings resolve_settings(const zsn2n_params &params) {
    Settings settings{params, &kPresets[params.preset], 0, {}};
    settings.threads = params.threads ? params.threads : available_cores();
    const Backend backend =
        params.backend == ZSN2N_BACKEND_HALIDE ? Backend::kHalide : Backend::kOnednn;
    const Storage storage =
        params.precision == ZSN2N_PRECISION_F32 ? Storage::kF32 : Storage::kBf16;
    settings.method =
        choose_method(this_cpu(), params.backend == ZSN2N_BACKEND_AUTO ? nullptr : &backend,
                      params.precision == ZSN2N_PRECISION_AUTO ? nullptr : &storage);
    return settings;
}

}  // namespace zsn2n
