// SPDX-License-Identifier: BSD-2-Clause
// Learning rates over the steps of one image.
#pragma once

#include <algorithm>
#include <cmath>

namespace zsn2n {

enum class ScheduleKind {
    kPaper,    // 1e-3, halved at step 1500 (Mansour & Heckel 2023, section 4)
    kOneCycle  // linear warm-up, constant, linear decay to nothing
};

struct Schedule {
    ScheduleKind kind;
    float peak;            // of a first image
    float warm;            // for a later image: from here linearly to nothing
    int warm_up;           // steps
    float decay_fraction;  // share of the steps at the end

    float rate(int step, int steps, bool from_last_image) const {
        const float left = static_cast<float>(steps - step) / static_cast<float>(steps);
        // Each frame's steps end at rest, so that the last crops do not show in it. With 20 steps
        // the worst of 40 frames of a panning clip is 0.16 dB below cold training. At a constant
        // rate 14 frames already had one 0.31 dB below (with Adam).
        if (from_last_image) return warm * left;
        if (kind == ScheduleKind::kPaper) return step < 1500 ? peak : 0.5f * peak;
        const float up = static_cast<float>(step + 1) / static_cast<float>(warm_up);
        return peak * std::min({1.0f, up, left / decay_fraction});
    }

    // For kOneCycle: how many of `steps` come before the decay, and how many there are in all where
    // `begin` come before it.
    int decay_begin(int steps) const {
        return static_cast<int>(std::lround((1.0f - decay_fraction) * static_cast<float>(steps)));
    }
    int steps_for_decay_at(int begin) const {
        return static_cast<int>(std::lround(static_cast<float>(begin) / (1.0f - decay_fraction)));
    }
};

}  // namespace zsn2n
