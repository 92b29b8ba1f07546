// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/pilot.h"

#include <algorithm>

#include "pilot/coarser_scale.h"

namespace zsn2n {

namespace {

// Rows of the oracle that one row of the collaborative pilot may depend on, and their own reach;
// the coarser scale's come to less than kPilotHalo for any search radius up to this.
constexpr int kMostRadius = 20;
constexpr int kReach = 2 * (kMostRadius + 8) + kDctPilotHalo;
static_assert(kPilotHalo >= 2 * kReach + kRecomposeHalo, "halo");
static_assert(kPilotGrid % (2 * kDctPilotGrid) == 0 && kPilotGrid % (2 * kBm3dStripRows) == 0 &&
                  kPilotHalo % kPilotGrid == 0,
              "strips start on both grids, at half the size too");

// Rows of a strip without its halo: at twice the width of 4K, 20 % of the work is done twice and
// 250 MB of it are held.
constexpr int kStripRows = 10 * kPilotGrid;

// On a side, from which the coarser scale is looked at.
constexpr int kLeastCoarse = 32;

// Whole, where that is not much higher than a strip.
int strip_count(int height) {
    return height <= kStripRows + 2 * kPilotHalo ? 1 : (height + kStripRows - 1) / kStripRows;
}

void run_scale(const PilotPlan &plan, const PlanesView &noisy, const NoiseTable &noise,
               const Team &team, const PlanesView &pilot) {
    if (!plan.collaborate)
        return dct_pilot(noisy, noise.curve, plan.dct, team, pilot, noise.factor);
    Planes oracle(noisy.width, noisy.height, noisy.channels);
    dct_pilot(noisy, noise.curve, plan.dct, team, oracle.view(), noise.factor);
    bm3d_stage(noisy, oracle.view(), noise, plan.collaborative, team, pilot);
}

size_t scale_bytes(const PilotPlan &plan, int width, int height, int channels, int threads) {
    const size_t dct = dct_pilot_bytes(width, height, channels, threads);
    if (!plan.collaborate) return dct;
    return static_cast<size_t>(width) * height * channels * sizeof(float) +
           std::max(dct, bm3d_stage_bytes(width, height, channels, plan.collaborative, threads));
}

void run_strip(const PilotPlan &plan, const PlanesView &noisy, const NoiseTable &noise,
               const Team &team, const PlanesView &pilot) {
    run_scale(plan, noisy, noise, team, pilot);
    if (!plan.coarser || noise.factor.data) return;
    if (std::min(noisy.width, noisy.height) < kLeastCoarse) return;
    const int width = noisy.width / 2, height = noisy.height / 2;
    Planes half(width, height, noisy.channels), coarse(width, height, noisy.channels);
    halve(noisy, team, half.view());
    run_scale(plan, half.view(), noise.scaled(0.25f), team, coarse.view());
    recompose(coarse.view(), team, pilot);
}

}  // namespace

PilotPlan full_pilot_plan(bool rgb) {
    PilotPlan plan;
    plan.dct.rgb = rgb;
    return plan;
}

// Colour differences of R, G and B gain 0.06 dB by large blocks in the first pass and more of them
// in the second (tractor, sigma 30; 0.12 on Kodak at 25); single planes 0.02.
PilotPlan light_pilot_plan(bool rgb) {
    PilotPlan plan = full_pilot_plan(rgb);
    plan.dct.thresholded = rgb ? BlockSparsity{8, 32} : BlockSparsity{8, 0};
    plan.dct.filtered = rgb ? BlockSparsity{8, 32} : BlockSparsity{8, 64};
    plan.collaborate = false;
    plan.coarser = false;
    return plan;
}

Pilot make_pilot(const PilotPlan &plan) {
    return [plan](const PlanesView &noisy, const NoiseTable &noise, const Team &team,
                  const PlanesView &pilot) {
        if (strip_count(noisy.height) == 1) return run_strip(plan, noisy, noise, team, pilot);
        Planes held(noisy.width, std::min(noisy.height, kStripRows + 2 * kPilotHalo),
                    noisy.channels);
        for (int begin = 0; begin < noisy.height; begin += kStripRows) {
            const int end = std::min(begin + kStripRows, noisy.height);
            const Region rows = noisy.region().rows(std::max(begin - kPilotHalo, 0),
                                                    std::min(end + kPilotHalo, noisy.height));
            const PlanesView own = held.view().part({0, 0, noisy.width, rows.height()});
            NoiseTable noise_there = noise;
            if (noise.factor.data) noise_there.factor = noise.factor.part(rows);
            run_strip(plan, noisy.part(rows), noise_there, team, own);
            copy_planes(own.part({0, begin - rows.top, noisy.width, end - rows.top}),
                        pilot.part({0, begin, noisy.width, end}));
        }
    };
}

size_t pilot_bytes(const PilotPlan &plan, int width, int height, int channels, int threads) {
    const bool whole = strip_count(height) == 1;
    const int rows = whole ? height : std::min(height, kStripRows + 2 * kPilotHalo);
    const size_t planes = static_cast<size_t>(width) * rows * channels * sizeof(float);
    const size_t held = whole ? 0 : planes;
    const size_t scale = scale_bytes(plan, width, rows, channels, threads);
    if (!plan.coarser) return held + scale;
    // At half the size: noisy, its pilot and what is taken from it, beside the work there.
    const size_t half = scale_bytes(plan, width / 2, rows / 2, channels, threads);
    return held + std::max(scale, planes * 3 / 4 + half);
}

}  // namespace zsn2n
