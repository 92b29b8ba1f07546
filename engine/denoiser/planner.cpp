// SPDX-License-Identifier: BSD-2-Clause
// How an image keeps to memory_cap: from what operations declare, everything in memory or strips.
#include <algorithm>
#include <numeric>

#include "base/error.h"
#include "base/names.h"
#include "denoiser/image_run.h"

namespace zsn2n {

namespace {

// Fewer rows than the first lose too much to the halo; strips of more pixels than the second are no
// faster (12 MP, two cores of a Zen 4: 1.7 s for any strip from 0.5 MP on).
constexpr int kLeastRows = 16;
constexpr uint64_t kStripPixels = uint64_t{1} << 22;

std::string bytes_text(uint64_t bytes) {
    return std::to_string(bytes) + " bytes";
}

}  // namespace

std::vector<PlaneGroup> denoised_groups(const zsn2n_image &image, int selected) {
    std::vector<PlaneGroup> groups = plane_groups(image, selected);
    const auto too_small = [](const PlaneGroup &group) {
        return std::min(group.width, group.height) < ZSN2N_MIN_SIDE;
    };
    groups.erase(std::remove_if(groups.begin(), groups.end(), too_small), groups.end());
    return groups;
}

// A strip is computed with the rows that its pilot, then its network, then its blend and its masked
// pixels depend on.
std::vector<GroupRun> ImageRun::lay_out(int strips, Arena &arena) const {
    std::vector<GroupRun> runs;
    const bool inverts = std::any_of(recipes_.begin(), recipes_.end(),
                                     [](const GroupRecipe &recipe) { return recipe.on_frames; });
    for (size_t i = 0; i < images_.size(); ++i) {
        const GroupRecipe &recipe = recipes_[i];
        const Shape &shape = facts_[i].shape;
        Cost reach;
        if (recipe.pilot) {
            reach = make_pilot(*recipe.pilot, facts_[i].rgb, recipe.coarser)
                        ->cost({shape.width, 1, shape.channels}, 1);
        }
        if (recipe.network) {
            const Cost network = infer_cost(Model(shape.channels, recipe.pilot).layout,
                                            recipe.training.storage, shape, recipe.views, 1);
            reach.halo += network.halo;
            reach.grid = std::lcm(reach.grid, network.grid);
        }
        reach.halo += settings_.blend().reach() + images_[i].reach();
        if (recipe.pilot) reach.halo += kPointReach;
        runs.emplace_back(settings_, images_[i], recipe,
                          Strips(shape.height, strips, reach.halo, reach.grid), before(images_[i]),
                          ahead(images_[i]), GroupRole{i == 0, inverts}, arena);
    }
    return runs;
}

Plan ImageRun::measure(int strips) const {
    Arena count;
    const std::vector<GroupRun> runs = lay_out(strips, count);
    Plan plan;
    uint64_t beside = 0;
    for (const GroupRun &run : runs) {
        const Cost stages = run.stages(settings_.threads);
        count.visit(stages.bytes);
        plan.work += stages.work;
        plan.strips = std::max(plan.strips, run.strips().count());
        beside += run.bytes_beside(settings_);
    }
    plan.arena = count.peak();
    plan.bytes = plan.arena + beside;
    return plan;
}

const char *ImageRun::whole_by() const {
    for (const GroupRecipe &recipe : recipes_) {
        if (recipe.training.whole_image)
            return "preset=paper trains on the whole image; the other presets can work in strips";
        if (recipe.temporal > 0)
            return "temporal averages whole images; with temporal=0 it can be worked on in strips";
    }
    return nullptr;
}

Plan ImageRun::plan() const {
    const uint64_t cap = settings_.params.memory_cap;
    const Plan whole = measure(1);
    if (!cap || whole.bytes <= cap || whole_by()) return whole;
    const int most = std::max(1, src_.height / kLeastRows);
    const uint64_t pixels = static_cast<uint64_t>(src_.width) * src_.height;
    int low = static_cast<int>(std::min<uint64_t>(most, pixels / kStripPixels + 1)), high = most;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (measure(middle).bytes <= cap) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    const Plan strips = measure(low);
    return strips.bytes < whole.bytes ? strips : whole;
}

Plan ImageRun::require_plan(bool in_place) const {
    const uint64_t cap = settings_.params.memory_cap;
    const Plan chosen = plan();
    const bool fits = !cap || chosen.bytes <= cap;
    if (fits && (chosen.strips == 1 || !in_place)) return chosen;
    std::string message = "memory_cap is " + bytes_text(cap) + "; " + std::to_string(src_.width) +
                          "x" + std::to_string(src_.height) + " with preset " +
                          value_name(kPresetNames, settings_.params.preset);
    if (const char *why = whole_by()) {
        message += " needs " + bytes_text(chosen.bytes) + ": " + why;
    } else if (chosen.strips > 1 && in_place) {
        message += " needs " + bytes_text(measure(1).bytes) +
                   " in place; with a dst apart from src " +
                   (fits ? "it fits" : bytes_text(chosen.bytes) + " are enough");
    } else {
        message += " needs " + bytes_text(chosen.bytes) + " at least";
    }
    throw Error(ZSN2N_OUT_OF_MEMORY, message);
}

}  // namespace zsn2n
