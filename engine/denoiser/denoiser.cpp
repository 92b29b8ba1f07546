// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/denoiser.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/error.h"
#include "base/kernel.h"
#include "base/thread_scope.h"
#include "denoiser/ensemble.h"
#include "denoiser/infer.h"

namespace zsn2n {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

const char *name(Backend backend) {
    return backend == Backend::kHalide ? "halide" : "onednn";
}
const char *name(Storage storage) {
    return storage == Storage::kF32 ? "f32" : "bf16";
}

// Chroma of the smallest frames is below the least side; it is copied.
bool trainable(const PlaneGroup &group) {
    return std::min(group.width, group.height) >= ZSN2N_MIN_SIDE;
}

}  // namespace

struct Denoiser::Work {
    struct Group {
        PlaneGroup plan;
        Planes noisy, denoised, mask;
        PlanesView mask_view;  // no data: nothing masked
        AlignedBuffer<uint8_t> row_samples;
        std::unique_ptr<GroupDenoiser> fresh;
        GroupDenoiser *denoiser = nullptr;  // fresh or the warm one
        ModelState before;                  // of the warm one
    };
    std::vector<Group> groups;
    bool warm = true;
    int steps = 0;
    double loss = 0, train_seconds = 0, infer_seconds = 0;
};

Denoiser::Denoiser(const zsn2n_params &params, Log log, Progress progress)
    : params_(params),
      settings_(resolve_settings(params)),
      log_(std::move(log)),
      progress_(std::move(progress)) {
    // Here, not at the first image.
    require_backend(settings_.backend, settings_.storage);
    install_kernel_error_handler();
    pool_ = Pool::shared(settings_.threads);
}

void Denoiser::set_params(const zsn2n_params &params) {
    const Settings settings = resolve_settings(params);
    require_backend(settings.backend, settings.storage);
    pool_ = Pool::shared(settings.threads);
    if (params.preset != params_.preset || params.seed != params_.seed ||
        settings.backend != settings_.backend || settings.storage != settings_.storage) {
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
}

bool Denoiser::continues(const zsn2n_image &image) const {
    return last_.struct_size && same_description(last_, image);
}

void Denoiser::tick(double fraction) {
    if (progress_(fraction)) cancelled_ = true;
    if (cancelled_) throw Error(ZSN2N_CANCELLED, "cancelled");
}

uint64_t Denoiser::memory_required(const zsn2n_params &params, const zsn2n_image &image) {
    const Settings settings = resolve_settings(params);
    uint64_t planes = 0, views = 0, training = 0;
    for (const PlaneGroup &group : plane_groups(image, params.planes)) {
        const uint64_t pixels = static_cast<uint64_t>(group.width) * group.height;
        const uint64_t channels = group.planes.size();
        planes += pixels * sizeof(float) * (2 * channels + (image.alpha.data ? 1 : 0));
        if (settings.all_views) views = std::max(views, 2 * pixels * sizeof(float) * channels);
        training =
            std::max(training, GroupDenoiser::training_bytes(settings, static_cast<int>(channels),
                                                             group.width, group.height));
    }
    const uint64_t inference = infer_bytes(settings.storage, settings.threads) + views;
    return planes + std::max(training, inference);
}

// Float planes of every group to denoise, and its network: the last image's or a new one. Changes
// nothing of the context.
Denoiser::Work Denoiser::begin(const zsn2n_image &src) {
    Work work;
    const bool same_shape = continues(src);
    for (PlaneGroup &plan : plane_groups(src, params_.planes)) {
        if (!trainable(plan)) continue;
        work.groups.emplace_back();
        Work::Group &group = work.groups.back();
        group.plan = std::move(plan);
        const int channels = static_cast<int>(group.plan.planes.size());
        group.noisy.resize(group.plan.width, group.plan.height, channels);
        group.denoised.resize(group.plan.width, group.plan.height, channels);
        if (import_mask(src, group.plan, group.mask)) {
            group.mask_view = group.mask.view();
            group.row_samples.resize(group.plan.width * sample_bytes(src));
        }
        for (int c = 0; c < channels; ++c) {
            import_plane(src, group.plan.planes[c], group.mask_view, group.noisy.channel(c));
        }
        const auto known = denoisers_.find(group.plan.planes);
        if (same_shape && known != denoisers_.end()) {
            group.denoiser = known->second.get();
            group.denoiser->save(group.before);
        } else {
            group.fresh =
                std::make_unique<GroupDenoiser>(channels, group.plan.planes[0], settings_);
            group.denoiser = group.fresh.get();
            work.warm = false;
        }
    }
    return work;
}

void Denoiser::log_settings(const Work &work) const {
    std::string groups;
    for (const Work::Group &group : work.groups) {
        groups += ' ' + std::to_string(group.plan.planes.size()) + "x" +
                  std::to_string(group.plan.width) + "x" + std::to_string(group.plan.height);
    }
    char text[320];
    std::snprintf(text, sizeof text,
                  "preset=%s steps=%d warm_steps=%d strength=%g seed=%llu threads=%d planes=%d "
                  "backend=%s precision=%s; planes x width x height:%s",
                  settings_.preset, settings_.steps, settings_.warm_steps, params_.strength,
                  static_cast<unsigned long long>(settings_.seed), settings_.threads,
                  params_.planes, name(settings_.backend), name(settings_.storage), groups.c_str());
    log_(ZSN2N_LOG_INFO, text);
}

void Denoiser::run(Work &work, const zsn2n_image &src) {
    if (!continues(src)) log_settings(work);

    // Progress in pixels of inference; a training step is three of them a pixel.
    double total = 0;
    std::atomic<double> done{0};
    const auto steps_of = [&](const Work::Group &group) {
        return group.fresh ? settings_.steps : settings_.warm_steps;
    };
    const auto step_cost = [&](const Work::Group &group) {
        return 3 * GroupDenoiser::step_pixels(settings_, group.plan.width, group.plan.height);
    };
    for (const Work::Group &group : work.groups) {
        total += steps_of(group) * step_cost(group) +
                 static_cast<double>(group.plan.width) * group.plan.height *
                     (settings_.all_views ? kDihedralViews : 1);
    }
    auto last_tick = Clock::now();
    const Team team(pool_, settings_.threads, [&] {
        if (cancelled_ || seconds_since(last_tick) > 0.03) {
            last_tick = Clock::now();
            tick(0.99 * std::min(1.0, done / total));
        }
    });

    for (Work::Group &group : work.groups) {
        const auto start = Clock::now();
        const double before = done;
        const TrainResult result =
            group.denoiser->train(settings_, {group.noisy.view(), group.mask_view}, !group.fresh,
                                  team, [&](int step) { done = before + step * step_cost(group); });
        if (&group == &work.groups.front()) work.loss = result.loss;
        work.steps = std::max(work.steps, result.steps);
        work.train_seconds += seconds_since(start);
        const auto trained = Clock::now();
        group.denoiser->infer(
            settings_, group.noisy.view(), team, group.denoised.view(), [&](size_t pixels) {
                double seen = done;
                while (!done.compare_exchange_weak(seen, seen + static_cast<double>(pixels))) {
                }
            });
        work.infer_seconds += seconds_since(trained);
    }
    tick(0.99);
}

void Denoiser::write(Work &work, const zsn2n_image &src, const zsn2n_image &dst) const {
    int copied = (1 << plane_count(src)) - 1;
    for (Work::Group &group : work.groups) {
        for (size_t c = 0; c < group.plan.planes.size(); ++c) {
            export_plane(group.noisy.channel(static_cast<int>(c)),
                         group.denoised.channel(static_cast<int>(c)),
                         static_cast<float>(params_.strength), group.mask_view, src, dst,
                         group.plan.planes[c], group.row_samples.data());
            copied &= ~(1 << group.plan.planes[c]);
        }
    }
    for (int i = 0; i < plane_count(src); ++i) {
        if (copied >> i & 1) copy_plane(src, dst, i);
    }
    copy_alpha(src, dst);
}

void Denoiser::process(const zsn2n_image &src, const zsn2n_image &dst) {
    const ThreadScope scope;
    cancelled_ = false;
    check_pair(src, dst);
    const uint64_t required = memory_required(params_, src);
    if (params_.memory_cap && required > params_.memory_cap) {
        throw Error(ZSN2N_OUT_OF_MEMORY,
                    "memory_cap is " + std::to_string(params_.memory_cap) + " bytes; " +
                        std::to_string(src.width) + "x" + std::to_string(src.height) +
                        " with preset " + settings_.preset + " needs " + std::to_string(required));
    }
    tick(0.0);

    Work work;
    if (params_.strength > 0.0) {
        work = begin(src);
        try {
            run(work, src);
        } catch (...) {
            for (Work::Group &group : work.groups) {
                if (!group.fresh) group.denoiser->restore(group.before);
            }
            throw;
        }
        // From here on nothing fails: dst is written whole and the new state is kept.
        if (!continues(src)) denoisers_.clear();
        last_ = src;
        for (Work::Group &group : work.groups) {
            if (group.fresh) denoisers_[group.plan.planes] = std::move(group.fresh);
        }
    }
    write(work, src, dst);

    stats_ = {};
    stats_.struct_size = sizeof stats_;
    stats_.warm = work.warm && !work.groups.empty();
    stats_.steps = work.steps;
    stats_.loss = work.loss;
    stats_.train_seconds = work.train_seconds;
    stats_.infer_seconds = work.infer_seconds;
    stats_.memory_bytes = required;
    stats_.threads = settings_.threads;
    stats_.backend =
        settings_.backend == Backend::kHalide ? ZSN2N_BACKEND_HALIDE : ZSN2N_BACKEND_ONEDNN;
    stats_.precision =
        settings_.storage == Storage::kF32 ? ZSN2N_PRECISION_F32 : ZSN2N_PRECISION_BF16;
    progress_(1.0);
}

}  // namespace zsn2n
