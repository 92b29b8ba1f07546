// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/image_work.h"

#include <algorithm>
#include <chrono>

#include "image/bands.h"
#include "network/views.h"

namespace zsn2n {

namespace {

// Adds the time of its life.
class Stopwatch {
  public:
    explicit Stopwatch(double &seconds) : seconds_(seconds) {}
    ~Stopwatch() {
        seconds_ +=
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    Stopwatch(const Stopwatch &) = delete;
    Stopwatch &operator=(const Stopwatch &) = delete;

  private:
    double &seconds_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

void ImageWork::begin(const MemoryPlan &plan, const Denoisers &known, bool alike,
                      const Team &team) {
    double total = 0;
    for (PlaneGroup &planes : trained_groups(src_, params_.planes)) {
        const Survey found = survey(src_, planes, team);
        const GroupImage image(src_, std::move(planes), found);
        const auto last = known.find(image.planes());
        const bool warm = last != known.end();
        if (!warm) {
            fresh_[image.planes()] =
                std::make_unique<GroupDenoiser>(image.channels(), image.planes()[0], settings_);
        }
        GroupDenoiser &denoiser = warm ? *last->second : *fresh_[image.planes()];
        const Strips strips = plan.cut(image.height());
        const Continuity continuity = !warm   ? Continuity::kNone
                                      : alike ? Continuity::kAlike
                                              : Continuity::kWarm;
        groups_.emplace_back(image, strips, settings_, denoiser, continuity);
        if (strips.count() > 1) in_strips_ = true;
        total += groups_.back().work(settings_);
    }
    total_ = total;
}

void ImageWork::train(const Team &team) {
    maps_ = TileMaps(settings_.storage, settings_.threads);
    for (GroupWork &group : groups_) {
        if (group.strips().count() == 1) group.read(0, team);
        const Stopwatch watch(train_seconds_);
        const double before = done_, cost = group.step_cost(settings_);
        const TrainResult result = group.train(settings_, team, maps_, motion_,
                                               [&](int step) { done_ = before + step * cost; });
        if (&group == &groups_.front()) loss_ = result.loss;
        steps_ = std::max(steps_, result.steps);
    }
}

void ImageWork::infer(GroupWork &group, int strip, const Team &team) {
    group.infer(strip, team, maps_, [&done = done_](size_t pixels) {
        double seen = done;
        while (!done.compare_exchange_weak(seen, seen + static_cast<double>(pixels))) {
        }
    });
}

void ImageWork::infer_first(const Team &team) {
    const Stopwatch watch(infer_seconds_);
    for (GroupWork &group : groups_) {
        if (group.strips().count() > 1) group.read(0, team);
        infer(group, 0, team);
    }
}

void ImageWork::write(const zsn2n_image &dst, const Team &team) {
    const Stopwatch watch(infer_seconds_);
    writing_ = true;
    int copied = (1 << plane_count(src_)) - 1;
    for (GroupWork &group : groups_) {
        for (int i = 0; i < group.strips().count(); ++i) {
            if (i > 0) {
                group.read(i, team);
                infer(group, i, team);
            }
            group.write(i, settings_.blend, team, dst);
        }
        for (const int plane : group.image().planes()) copied &= ~(1 << plane);
    }
    for (int i = 0; i < plane_count(src_); ++i) {
        if (!(copied >> i & 1)) continue;
        each_band(team, plane_width(src_, i), plane_height(src_, i),
                  [&](int begin, int end, int) { copy_plane(src_, dst, i, begin, end); });
    }
    if (!src_.alpha.data) return;
    each_band(team, src_.width, src_.height,
              [&](int begin, int end, int) { copy_alpha(src_, dst, begin, end); });
}

void ImageWork::undo() {
    for (GroupWork &group : groups_) group.undo();
}

void ImageWork::keep() {
    for (GroupWork &group : groups_) group.keep();
}

void ImageWork::report(zsn2n_stats &stats) const {
    const auto warm = [](const GroupWork &group) { return group.warm(); };
    stats.warm = !groups_.empty() && std::all_of(groups_.begin(), groups_.end(), warm);
    stats.steps = steps_;
    stats.loss = loss_;
    for (const GroupWork &group : groups_) {
        const std::vector<int> &planes = group.image().planes();
        for (size_t c = 0; c < planes.size(); ++c) {
            stats.noise_a[planes[c]] = group.noise().curve.a[c];
            stats.noise_b[planes[c]] = group.noise().curve.b[c];
        }
    }
    if (!groups_.empty()) {
        stats.noise_sigma = groups_.front().noise().sigma;
        stats.noise_coarseness = groups_.front().noise().coarseness;
    }
    stats.train_seconds = train_seconds_;
    stats.infer_seconds = infer_seconds_;
}

std::string ImageWork::text() const {
    std::string text;
    for (const GroupWork &group : groups_) {
        text += ' ' + std::to_string(group.image().channels()) + "x" +
                std::to_string(group.image().width()) + "x" +
                std::to_string(group.image().height());
        const int strips = group.strips().count();
        if (strips > 1) text += " in " + std::to_string(strips) + " strips";
    }
    return text;
}

}  // namespace zsn2n
