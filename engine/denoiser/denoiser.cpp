// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/denoiser.h"

#include <chrono>
#include <cstdio>

#include "base/error.h"
#include "base/kernel.h"
#include "base/thread_scope.h"

namespace zsn2n {

namespace {

using Clock = std::chrono::steady_clock;

// Well within the 0.2 s in which progress is promised and a cancel answered.
constexpr auto kTickInterval = std::chrono::milliseconds(30);

// Scores of consecutive frames of one scene are below it, see scene_score().
constexpr double kSameScene = 0.2;

}  // namespace

Denoiser::Denoiser(const zsn2n_params &params, Log log, Progress progress)
    : params_(params),
      settings_(resolve_settings(params)),
      log_(std::move(log)),
      progress_(std::move(progress)) {
    prepare_kernels();
    pool_ = Pool::shared(settings_.threads);
}

void Denoiser::set_params(const zsn2n_params &params) {
    const Settings settings = resolve_settings(params);
    pool_ = Pool::shared(settings.threads);
    if (params.preset != params_.preset || params.seed != params_.seed ||
        params.guides != params_.guides || settings.backend != settings_.backend ||
        settings.storage != settings_.storage) {
        reset();
    } else if (settings.threads != settings_.threads) {
        for (auto &entry : denoisers_) entry.second->resize_team(settings);
    }
    params_ = params;
    settings_ = settings;
}

void Denoiser::reset() {
    denoisers_.clear();
    last_.struct_size = 0;
    scene_ = {};
}

bool Denoiser::continues(const zsn2n_image &image) const {
    if (!last_.struct_size) return false;
    if (last_.width) return same_description(last_, image);
    return last_.color == image.color && last_.chroma_shift_x == image.chroma_shift_x &&
           last_.chroma_shift_y == image.chroma_shift_y;
}

void Denoiser::tick(double fraction) {
    if (progress_(fraction)) cancelled_ = true;
    if (cancelled_) throw Error(ZSN2N_CANCELLED, "cancelled");
}

uint64_t Denoiser::memory_required(const zsn2n_params &params, const zsn2n_image &image) {
    return plan_memory(resolve_settings(params), image, trained_groups(image, params.planes),
                       params.memory_cap)
        .bytes;
}

void Denoiser::log_settings(const ImageWork &work) const {
    constexpr const char *kGuides[] = {"auto", "none", "pilot", "dct"};
    char text[448];
    std::snprintf(text, sizeof text,
                  "preset=%s guides=%s steps=%d warm_steps=%d strength=%g luma=%g chroma=%g "
                  "detail=%g scene=%g temporal=%d seed=%llu threads=%d planes=%d "
                  "backend=%s precision=%s algorithm=%s cpu=%s; planes x width x height:%s",
                  settings_.preset, kGuides[settings_.guides()], settings_.steps,
                  settings_.warm_steps, params_.strength, params_.luma, params_.chroma,
                  params_.detail, params_.scene, settings_.temporal,
                  static_cast<unsigned long long>(settings_.seed), settings_.threads,
                  params_.planes, name(settings_.backend), name(settings_.storage),
                  name(settings_.algorithm), name(this_cpu()), work.text().c_str());
    log_(ZSN2N_LOG_INFO, text);
}

void Denoiser::process(const zsn2n_image &src, const zsn2n_image &dst) {
    const ThreadScope scope;
    cancelled_ = false;
    check_pair(src, dst);
    const MemoryPlan plan = require_memory(settings_, src, trained_groups(src, params_.planes),
                                           params_.memory_cap, same_memory(src, dst));
    tick(0.0);

    constexpr double kEnd = 0.99;  // 1 is told when all is done
    const bool denoises = params_.strength > 0.0, alike = continues(src);
    const Denoisers none;
    ImageWork work(settings_, params_, src);
    auto last_tick = Clock::now();
    const Team team(pool_, settings_.threads, [&] {
        const bool stop = cancelled_ && work.cancellable();
        if (!stop && Clock::now() - last_tick < kTickInterval) return;
        last_tick = Clock::now();
        const double fraction = kEnd * work.fraction();
        if (work.cancellable()) {
            tick(fraction);
        } else {
            progress_(fraction);
        }
    });
    SceneThumb scene;
    double score = 0;
    if (denoises) scene = scene_thumb(src, team);
    const bool shows = denoises && shows_something(scene, stats_.noise_sigma);
    if (shows && alike && scene_.width == scene.width && scene_.height == scene.height)
        score = scene_score(scene_, scene, stats_.noise_sigma);
    const bool cut = params_.scene < 1 && score >= params_.scene;
    const bool warm = alike && !cut;
    const bool same_noise = shows && warm && scene_.width == scene.width && score < kSameScene;
    try {
        if (denoises) {
            work.begin(plan, warm ? denoisers_ : none, same_noise, team);
            if (!alike) log_settings(work);
            if (cut && alike) log_(ZSN2N_LOG_DEBUG, "a new scene: training starts afresh");
            work.train(team);
            work.infer_first(team);
            tick(kEnd * work.fraction());
        }
        // From here on nothing fails, but strips may be cancelled.
        work.write(dst, team);
    } catch (...) {
        work.undo();
        throw;
    }
    if (denoises) {
        work.keep();
        if (!warm) denoisers_.clear();
        denoisers_.merge(work.fresh());
        last_ = src;
        if (shows) scene_ = std::move(scene);
    }

    stats_ = {};
    stats_.struct_size = sizeof stats_;
    work.report(stats_);
    stats_.scene = score;
    stats_.memory_bytes = plan.bytes;
    stats_.threads = settings_.threads;
    stats_.backend =
        settings_.backend == Backend::kHalide ? ZSN2N_BACKEND_HALIDE : ZSN2N_BACKEND_ONEDNN;
    stats_.precision =
        settings_.storage == Storage::kF32 ? ZSN2N_PRECISION_F32 : ZSN2N_PRECISION_BF16;
    progress_(1.0);
}

}  // namespace zsn2n
