// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/image_run.h"

#include <algorithm>
#include <chrono>

#include "denoiser/found_noise.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

// Adds the seconds between its making and its end.
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

ImageRun::ImageRun(const Settings &settings, const zsn2n_image &src, std::vector<GroupImage> groups,
                   const Continuation &before, Ahead ahead)
    : settings_(settings),
      src_(src),
      images_(std::move(groups)),
      before_(before),
      ahead_(std::move(ahead)) {
    for (const GroupImage &image : images_) {
        const GroupContinuation *const last = this->before(image);
        GroupFacts facts;
        facts.shape = {image.width(), image.height(), image.channels()};
        facts.rgb = image.rgb();
        facts.masked = image.masked();
        facts.warm = last != nullptr;
        // A network that learnt from frames corrects other estimates.
        facts.corrects = last && last->model && last->model->works() && last->lessons == 0;
        facts.next = static_cast<int>(ahead_.next.size());
        facts.first_plane = image.planes()[0];
        facts.shift_x = facts.first_plane ? src.chroma_shift_x : 0;
        facts.shift_y = facts.first_plane ? src.chroma_shift_y : 0;
        facts_.push_back(facts);
        recipes_.push_back(group_recipe(settings, facts));
    }
}

const GroupContinuation *ImageRun::before(const GroupImage &group) const {
    const auto found = before_.groups.find(group.planes());
    return found == before_.groups.end() ? nullptr : &found->second;
}

GroupAhead ImageRun::ahead(const GroupImage &group) const {
    const auto of = [&](NextImage *image) {
        return image ? image->group(group.planes()) : nullptr;
    };
    GroupAhead ahead{of(ahead_.now.get()), {}};
    for (const auto &next : ahead_.next) ahead.next.push_back(of(next.get()));
    return ahead;
}

std::string ImageRun::text(const Plan &plan) const {
    return to_text(settings_, facts_, recipes_, plan.strips);
}

bool ImageRun::networked() const {
    return std::any_of(recipes_.begin(), recipes_.end(),
                       [](const GroupRecipe &recipe) { return recipe.network; });
}

void ImageRun::begin(const Plan &plan, Arena &arena) {
    runs_ = lay_out(plan.strips, arena);
    in_strips_ = plan.strips > 1;
}

void ImageRun::learn(Tools &tools, bool alike, std::vector<TemporalState> &spares) {
    const Stopwatch watch(learn_seconds_);
    for (GroupRun &run : runs_) {
        if (run.strips().count() == 1) run.read(0, tools.team);
        TemporalState spare;
        if (!spares.empty()) {
            spare = std::move(spares.back());
            spares.pop_back();
        }
        run.learn(tools, alike, std::move(spare));
    }
}

void ImageRun::estimate_first(Tools &tools) {
    const Stopwatch watch(estimate_seconds_);
    for (GroupRun &run : runs_) {
        if (run.strips().count() > 1) run.read(0, tools.team);
        run.estimate(0, tools);
    }
}

void ImageRun::write(const zsn2n_image &dst, Tools &tools) {
    const Stopwatch watch(estimate_seconds_);
    const Team &team = tools.team;
    writing_ = true;
    int copied = (1 << plane_count(src_)) - 1;
    for (GroupRun &run : runs_) {
        for (int i = 0; i < run.strips().count(); ++i) {
            if (i > 0) {
                run.read(i, team);
                run.estimate(i, tools);
            }
            run.write(i, team, dst);
        }
        for (const int plane : run.image().planes()) copied &= ~(1 << plane);
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

Continuation ImageRun::finish() const {
    Continuation after;
    after.like = src_;
    for (const GroupRun &run : runs_) after.groups[run.image().planes()] = run.finish();
    const auto luma = after.groups.find({0}), colour = after.groups.find({1, 2});
    if (luma != after.groups.end() && colour != after.groups.end())
        luma->second.changing.take_colour(colour->second.changing);
    return after;
}

void ImageRun::report(zsn2n_stats &stats) const {
    stats.warm = !facts_.empty() && std::all_of(facts_.begin(), facts_.end(),
                                                [](const GroupFacts &facts) { return facts.warm; });
    // The first group's come last, and stay.
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run) {
        run->noise().tell(run->image().planes(), stats);
        tell_levels(run->image().planes(), run->noise(), src_.color, stats);
        stats.noise_kind = run->noise_kind();
        stats.noise_frozen = run->frozen();
        stats.noise_excluded = run->image().flat();
        stats.noise_impulses = std::max(stats.noise_impulses, run->image().impulses());
        stats.steps = std::max(stats.steps, run->trained().steps);
        stats.loss = run->trained().loss;
    }
    stats.train_seconds = learn_seconds_;
    stats.infer_seconds = estimate_seconds_;
}

}  // namespace zsn2n
