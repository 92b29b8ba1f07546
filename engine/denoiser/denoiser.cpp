// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/denoiser.h"

#include <algorithm>
#include <chrono>

#include "base/error.h"
#include "base/file.h"
#include "base/kernel.h"
#include "base/thread_scope.h"
#include "denoiser/found_noise.h"

namespace zsn2n {

namespace {

using Clock = std::chrono::steady_clock;

// Well within the 0.2 s in which progress is promised and a cancel answered.
constexpr auto kTickInterval = std::chrono::milliseconds(30);

// Told at the end of all work; 1 is told when everything is done.
constexpr double kEnd = 0.99;

// Scores of consecutive frames of one scene are below it, see scene_score().
constexpr double kSameScene = 0.2;

std::vector<GroupImage> look_at(const zsn2n_image &image, int selected, const Team &team) {
    std::vector<GroupImage> groups;
    for (PlaneGroup &planes : denoised_groups(image, selected)) {
        Survey found = survey(image, planes, team);
        groups.emplace_back(image, std::move(planes), std::move(found));
    }
    return groups;
}

// As far as the description tells: float samples may be masked as well.
std::vector<GroupImage> described(const zsn2n_image &image, int selected) {
    Survey found;
    found.masked = image.alpha.data != nullptr;
    std::vector<GroupImage> groups;
    for (PlaneGroup &planes : denoised_groups(image, selected))
        groups.emplace_back(image, std::move(planes), found);
    return groups;
}

}  // namespace

Denoiser::Denoiser(const zsn2n_params &params, Log log, Progress progress)
    : settings_(resolve_settings(params)), log_(std::move(log)), progress_(std::move(progress)) {
    prepare_kernels();
    pool_ = Pool::shared(settings_.threads);
}

void Denoiser::set_params(const zsn2n_params &params) {
    const Settings settings = resolve_settings(params);
    pool_ = Pool::shared(settings.threads);
    if (!settings.continues(settings_)) reset();
    if (!settings.measures_as(settings_)) continuation_.forget_noise();
    // They have the groups of those planes, and estimates for that noise.
    if (!settings.measures_as(settings_) || settings.params.planes != settings_.params.planes)
        next_.clear();
    if (settings.threads != settings_.threads || !(settings.method == settings_.method))
        conv_.reset();
    settings_ = settings;
}

void Denoiser::tick(double fraction) {
    if (progress_(fraction) || cancelled_) throw Error(ZSN2N_CANCELLED, "cancelled");
}

uint64_t Denoiser::memory_required(const zsn2n_params &params, const zsn2n_image &image) {
    const Settings settings = resolve_settings(params);
    const Continuation none;
    return ImageRun(settings, image, described(image, params.planes), none,
                    Ahead::of(settings.lookahead()))
        .plan()
        .bytes;
}

// Without a later image there is nothing to compare with.
Denoiser::Sight Denoiser::look(const zsn2n_image &src, const Team &team) const {
    Sight sight;
    sight.later = continuation_.takes(src);
    const Noise noise = continuation_.noise();
    sight.scene = scene_thumb(src, team);
    sight.shows = shows_something(sight.scene, noise);
    const SceneThumb &before = continuation_.scene;
    const bool compares = sight.shows && sight.later && before.width == sight.scene.width &&
                          before.height == sight.scene.height;
    if (compares) sight.score = scene_score(before, sight.scene, noise);
    const double bound = settings_.params.scene;
    sight.warm = sight.later && !(bound < 1 && sight.score >= bound);
    sight.alike = compares && sight.warm && sight.score < kSameScene;
    return sight;
}

// What follows the image as far as it is of the same scene, shape and kind. What it holds that
// cannot be denoised is told when it is its turn.
Ahead Denoiser::look_ahead(const zsn2n_image &src, const std::vector<zsn2n_image> &next,
                           const Sight &sight, const Team &team) const {
    Ahead ahead;
    if (settings_.lookahead() == 0) return ahead;
    const auto known = [&](uint64_t print) -> std::shared_ptr<NextImage> {
        for (const auto &one : next_)
            if (one->fingerprint == print) return one;
        return nullptr;
    };
    if (!next_.empty()) ahead.now = known(fingerprint(src));
    const Noise noise = continuation_.noise();
    const SceneThumb *last = &sight.scene;
    for (const zsn2n_image &image : next) {
        if (static_cast<int>(ahead.next.size()) == settings_.lookahead()) break;
        if (!same_description(src, image)) break;
        const uint64_t print = fingerprint(image);
        std::shared_ptr<NextImage> one = known(print);
        if (!one) {
            one = std::make_shared<NextImage>();
            one->fingerprint = print;
            one->scene = scene_thumb(image, team);
        }
        if (settings_.params.scene < 1 && shows_something(*last, noise) &&
            shows_something(one->scene, noise) &&
            scene_score(*last, one->scene, noise) >= settings_.params.scene)
            break;
        if (one->groups.empty()) {
            try {
                read_next(look_at(image, settings_.params.planes, team), team, *one);
            } catch (const Error &error) {
                if (error.status() != ZSN2N_INVALID_ARGUMENT) throw;
                break;
            }
        }
        ahead.next.push_back(one);
        last = &ahead.next.back()->scene;
    }
    return ahead;
}

void Denoiser::process(const zsn2n_image &src, const std::vector<zsn2n_image> &next,
                       const zsn2n_image &dst) {
    const ThreadScope scope;
    check_pair(src, dst);
    for (const zsn2n_image &image : next) check_next(image, dst);
    tick(0.0);

    const Team *counting = nullptr;
    const ImageRun *running = nullptr;
    double work = 0;  // in all, once it is known
    auto last_tick = Clock::now();
    const Team team(pool_, settings_.threads, [&] {
        const bool cancellable = !running || running->cancellable();
        if (!(cancelled_ && cancellable) && Clock::now() - last_tick < kTickInterval) return;
        last_tick = Clock::now();
        const double fraction = work > 0 ? kEnd * counting->fraction(work) : 0;
        if (cancellable) {
            tick(fraction);
        } else {
            progress_(fraction);
        }
    });
    counting = &team;

    const Continuation none;
    const zsn2n_params &params = settings_.params;
    const bool denoises = params.strength > 0.0, in_place = same_memory(src, dst);
    std::vector<GroupImage> groups;
    Sight sight;
    Ahead ahead;
    if (denoises) {
        // What does not fit is refused before a pixel is looked at.
        if (params.memory_cap) {
            const bool later = continuation_.takes(src);
            const int count = std::min(settings_.lookahead(), static_cast<int>(next.size()));
            ImageRun(settings_, src, described(src, params.planes), later ? continuation_ : none,
                     Ahead::of(count))
                .require_plan(in_place);
        }
        groups = look_at(src, params.planes, team);
        sight = look(src, team);
        ahead = look_ahead(src, next, sight, team);
    }
    ImageRun run(settings_, src, std::move(groups), sight.warm ? continuation_ : none, ahead);
    running = &run;
    const Plan plan = run.require_plan(in_place);
    work = plan.work;
    Tools tools{team, arena_, nullptr};
    if (denoises) {
        if (!sight.later) log_(ZSN2N_LOG_INFO, run.text(plan));
        if (sight.later && !sight.warm) log_(ZSN2N_LOG_DEBUG, "a new scene: " + run.text(plan));
        denoise(run, plan, tools, sight, dst);
    } else {
        run.write(dst, tools);
    }

    stats_ = {};
    stats_.struct_size = sizeof stats_;
    run.report(stats_);
    stats_.scene = sight.score;
    stats_.memory_bytes = plan.bytes;
    stats_.threads = settings_.threads;
    stats_.backend =
        settings_.method.backend == Backend::kHalide ? ZSN2N_BACKEND_HALIDE : ZSN2N_BACKEND_ONEDNN;
    stats_.precision =
        settings_.method.storage == Storage::kF32 ? ZSN2N_PRECISION_F32 : ZSN2N_PRECISION_BF16;
    progress_(1.0);
}

// Of a shape's first image, and once more when it is known how much stays from frame to frame; of a
// later scene's first for those who look closely.
void Denoiser::tell_noise(const ImageRun &run, const Sight &sight) const {
    constexpr double kWorthALine = 0.05;
    zsn2n_stats stats{};
    run.report(stats);
    const bool first = !sight.warm && run.denoises();
    if (!first && !(run.settles() && stats.noise_frozen >= kWorthALine)) return;
    const bool none = stats.noise_kind == ZSN2N_NOISE_KIND_NONE;
    log_(sight.later && first ? ZSN2N_LOG_DEBUG
         : none               ? ZSN2N_LOG_WARNING
                              : ZSN2N_LOG_INFO,
         noise_text(stats, run.doubt()));
}

// Does not fail: spares_ has room.
void Denoiser::keep(Continuation after, std::vector<std::shared_ptr<NextImage>> next,
                    Sight &sight) {
    next_ = std::move(next);
    after.scene = std::move(sight.shows ? sight.scene : continuation_.scene);
    std::swap(continuation_, after);
    spares_.clear();
    for (auto &[planes, group] : after.groups) {
        if (group.temporal && group.temporal.use_count() == 1)
            spares_.push_back(std::move(*group.temporal));
    }
    if (!sight.warm) arena_ = {};
}

void Denoiser::denoise(ImageRun &run, const Plan &plan, Tools &tools, Sight &sight,
                       const zsn2n_image &dst) {
    if (arena_.size() != plan.arena) {
        arena_ = {};
        arena_ = Arena(plan.arena);
    }
    if (run.networked()) {
        if (!conv_) conv_ = make_conv3x3(settings_.method, settings_.threads);
        tools.conv = conv_.get();
    }
    const Arena::Scope scope(arena_);
    run.begin(plan, arena_);
    run.learn(tools, sight.alike, spares_);
    run.estimate_first(tools);
    tick(kEnd * tools.team.fraction(plan.work));
    tell_noise(run, sight);
    Continuation after = run.finish();
    std::vector<std::shared_ptr<NextImage>> next = run.ahead().next;
    spares_.reserve(continuation_.groups.size());
    // From here on nothing fails, but strips may.
    run.write(dst, tools);
    keep(std::move(after), std::move(next), sight);
}

void Denoiser::save_state(const std::string &path) const {
    write_file(path, to_bytes(to_saved(continuation_, settings_)));
}

void Denoiser::load_state(const std::string &path) {
    const std::string bytes = read_file(path, kSavedStateBytes);
    try {
        continuation_ = from_saved(from_bytes(bytes), settings_);
    } catch (const Error &error) {
        throw Error(ZSN2N_INVALID_ARGUMENT, path + ": " + error.what());
    }
}

}  // namespace zsn2n
