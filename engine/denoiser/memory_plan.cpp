// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/memory_plan.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "denoiser/group_denoiser.h"
#include "noise/noise_survey.h"
#include "pilot/pilot.h"

namespace zsn2n {

namespace {

// Fewer rows than the first lose too much to the halo; strips of more pixels than the second are no
// faster (12 MP, two cores of a Zen 4: 1.7 s for any strip from 0.5 MP on).
constexpr int kLeastRows = 16;
constexpr uint64_t kStripPixels = uint64_t{1} << 22;

// Masked pixels of the halo are filled from pixels further away.
int halo(const Settings &settings, const zsn2n_image &image) {
    // A strip held may begin off the pilot's grid.
    const int own = settings.guided ? kPilotHalo + kPilotGrid : kReach;
    return own + settings.blend.reach() + (image.alpha.data ? kFillReach : 0);
}

int grid(const Settings &settings) {
    return settings.guided ? kPilotGrid : 1;
}

uint64_t held_bytes(const Settings &settings, const zsn2n_image &image,
                    const std::vector<PlaneGroup> &groups, int strips) {
    uint64_t planes = 0, states = 0, training = 0, pilots = 0, joining = 0, motion = 0;
    for (const PlaneGroup &group : groups) {
        const int channels = static_cast<int>(group.planes.size());
        const int rows = Strips(group.height, strips, halo(settings, image), grid(settings)).rows();
        const uint64_t plane = static_cast<uint64_t>(group.width) * rows * sizeof(float);
        planes += plane * ((settings.guided ? 3 : 2) + (settings.blend.plain() ? 0 : 1)) * channels;
        if (settings.temporal > 0 && strips == 1) {
            // The images before and with this one, what was observed, the factor of the noise.
            planes += 3 * temporal_state_bytes(group.width, rows, channels) + plane;
            joining = std::max(joining,
                               average_images_bytes(group.width, rows, channels, settings.threads));
            motion = std::max<uint64_t>(motion, motion_bytes(group.width, rows));
        }
        if (image.alpha.data) {
            planes += plane + group.width * sample_bytes(image) * settings.threads;
        }
        states += GroupDenoiser::state_bytes(settings, channels) +
                  GroupDenoiser::scratch_bytes(settings, group.width, group.height);
        uint64_t trained =
            GroupDenoiser::training_bytes(settings, channels, group.width, group.height);
        const uint64_t surveyed =
            noise_survey_bytes(channels, image.alpha.data != nullptr, group.width, group.height);
        if (settings.guided) {
            const int side = LessonBook::kSide;
            const PilotPlan pilot = pilot_plan(settings, group.width, group.height, false);
            trained += pilot_bytes(pilot, side, side, channels, settings.threads);
            pilots =
                std::max(pilots, pilot_bytes(pilot, group.width, rows, channels, settings.threads));
        }
        training = std::max({training, trained, surveyed});
    }
    return planes + states + TileMaps::bytes(settings.storage, settings.threads) +
           std::max({training, pilots, joining, motion});
}

std::string bytes_text(uint64_t bytes) {
    return std::to_string(bytes) + " bytes";
}

}  // namespace

std::vector<PlaneGroup> trained_groups(const zsn2n_image &image, int selected) {
    std::vector<PlaneGroup> groups = plane_groups(image, selected);
    const auto too_small = [](const PlaneGroup &group) {
        return std::min(group.width, group.height) < ZSN2N_MIN_SIDE;
    };
    groups.erase(std::remove_if(groups.begin(), groups.end(), too_small), groups.end());
    return groups;
}

MemoryPlan plan_memory(const Settings &settings, const zsn2n_image &image,
                       const std::vector<PlaneGroup> &groups, uint64_t cap) {
    const auto bytes = [&](int strips) { return held_bytes(settings, image, groups, strips); };
    const auto plan = [&](int strips) {
        return MemoryPlan{strips, bytes(strips), halo(settings, image), grid(settings)};
    };
    const uint64_t whole = bytes(1);
    if (!cap || whole <= cap || settings.whole_image) return plan(1);
    const int most = std::max(1, image.height / kLeastRows);
    const uint64_t pixels = static_cast<uint64_t>(image.width) * image.height;
    int low = static_cast<int>(std::min<uint64_t>(most, pixels / kStripPixels + 1)), high = most;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (bytes(middle) <= cap) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    const uint64_t held = bytes(low);
    return plan(held < whole ? low : 1);
}

MemoryPlan require_memory(const Settings &settings, const zsn2n_image &image,
                          const std::vector<PlaneGroup> &groups, uint64_t cap, bool in_place) {
    const MemoryPlan plan = plan_memory(settings, image, groups, cap);
    const bool fits = !cap || plan.bytes <= cap;
    if (fits && (plan.strips == 1 || !in_place)) return plan;
    std::string message = "memory_cap is " + bytes_text(cap) + "; " + std::to_string(image.width) +
                          "x" + std::to_string(image.height) + " with preset " + settings.preset;
    if (settings.whole_image) {
        message += " needs " + bytes_text(plan.bytes) +
                   ": it trains on the whole image; the other presets can work in strips";
    } else if (plan.strips > 1 && in_place) {
        message += " needs " + bytes_text(held_bytes(settings, image, groups, 1)) +
                   " in place; with a dst apart from src " +
                   (fits ? "it fits" : bytes_text(plan.bytes) + " are enough");
    } else {
        message += " needs " + bytes_text(plan.bytes) + " at least";
    }
    throw Error(ZSN2N_OUT_OF_MEMORY, message);
}

}  // namespace zsn2n
