// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/coarser_scale.h"

#include <algorithm>
#include <numeric>

#include "image/bands.h"

namespace zsn2n {

namespace {

// A binomial filter, then linear interpolation. These are the taps for the sample after a coarse
// sample's middle, of the coarse samples from one before to two after it. For the sample before the
// middle they are mirrored.
constexpr float kTaps[4] = {3.0f / 16, 7.0f / 16, 5.0f / 16, 1.0f / 16};

// The coarse samples that make up sample i, in the order of the taps.
struct Interpolation {
    int at[4];

    Interpolation(int i, int size) {
        const int near = i / 2, away = i % 2 ? 1 : -1;
        for (int k = 0; k < 4; ++k) at[k] = std::clamp(near + (k - 1) * away, 0, size - 1);
    }
};

// Between its two interpolations a row repeats its first and last sample so many times.
constexpr int kEdge = 2;

// From this side on the coarser scale is used.
constexpr int kLeastSide = 32;

// The coarse scale's halo apart, a sample depends on samples of the estimate up to so many rows
// away.
constexpr int kHalo = 6;

struct Recomposition {
    Recomposition(const Shape &coarse, int threads, Arena &arena)
        : halved(take_planes(arena, coarse)),
          rows(take_planes(arena, {coarse.width + 2 * kEdge, threads, 1})) {}

    PlanesView halved, rows;  // a row for each thread
};

Shape half(const Shape &shape) {
    return {shape.width / 2, shape.height / 2, shape.channels};
}

// An image of that shape at half its size.
struct Halved {
    Halved(const Shape &shape, Arena &arena)
        : noisy(take_planes(arena, half(shape))),
          estimate(take_planes(arena, half(shape))),
          map(take_planes(arena, {shape.width / 2, shape.height / 2, 1})) {}

    PlanesView noisy, estimate;
    PlanesView map;  // of the noise, where it has one
};

}  // namespace

void halve(const ConstPlanesView &src, const Team &team, const PlanesView &half) {
    each_band(team, half.width, half.height, [&](int begin, int end, int) {
        for (int c = 0; c < half.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                const float *const upper = &src.at(0, 2 * y, c);
                const float *const lower = &src.at(0, 2 * y + 1, c);
                float *const to = &half.at(0, y, c);
                for (int x = 0; x < half.width; ++x) {
                    to[x] = 0.25f *
                            ((upper[2 * x] + upper[2 * x + 1]) + (lower[2 * x] + lower[2 * x + 1]));
                }
            }
        }
    });
}

void recompose(const PlanesView &coarse, float share, const Team &team, Arena &arena,
               const PlanesView &planes) {
    const Arena::Scope scope(arena);
    const Recomposition memory(coarse.shape(), team.threads(), arena);
    halve(planes, team, memory.halved);
    each_band(team, coarse.width, coarse.height, [&](int begin, int end, int) {
        for (int c = 0; c < coarse.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                float *const to = &coarse.at(0, y, c);
                const float *const from = &memory.halved.at(0, y, c);
                for (int x = 0; x < coarse.width; ++x) to[x] = share * (to[x] - from[x]);
            }
        }
    });
    each_band(team, planes.width, planes.height, [&](int begin, int end, int slot) {
        float *const row = &memory.rows.at(0, slot, 0), *const sums = row + kEdge;
        for (int c = 0; c < planes.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                const Interpolation down(y, coarse.height);
                const float *from[4];
                for (int k = 0; k < 4; ++k) from[k] = &coarse.at(0, down.at[k], c);
                for (int x = 0; x < coarse.width; ++x) {
                    sums[x] = (kTaps[0] * from[0][x] + kTaps[1] * from[1][x]) +
                              (kTaps[2] * from[2][x] + kTaps[3] * from[3][x]);
                }
                std::fill_n(row, kEdge, sums[0]);
                std::fill_n(sums + coarse.width, kEdge, sums[coarse.width - 1]);
                float *const to = &planes.at(0, y, c);
                for (int x = 0; x < planes.width; ++x) {
                    const float *const near = sums + x / 2;
                    const int away = x % 2 ? 1 : -1;
                    to[x] += (kTaps[0] * near[-away] + kTaps[1] * near[0]) +
                             (kTaps[2] * near[away] + kTaps[3] * near[2 * away]);
                }
            }
        }
    });
}

Cost CoarserScale::cost(const Shape &shape, int halvings, int threads) const {
    Cost cost = pilot_->cost(shape, threads);
    if (halvings == 0) return cost;
    const Cost coarse = this->cost(half(shape), halvings - 1, threads);
    if (std::min(shape.width, shape.height) >= kLeastSide) {
        Arena count;
        count.visit(cost.bytes);
        Halved(shape, count);
        count.visit(coarse.bytes);
        Recomposition(half(shape), threads, count);
        cost.bytes = count.peak();
        cost.work += coarse.work;
    }
    cost.halo = std::max(cost.halo, 2 * coarse.halo + kHalo);
    cost.grid = std::lcm(cost.grid, 2 * coarse.grid);
    return cost;
}

// What noise there will be is not known yet.
Cost CoarserScale::cost(const Shape &shape, int threads) const {
    Cost cost = this->cost(shape, std::max(scales_.white, scales_.coloured), threads);
    cost.work = this->cost(shape, scales_.white, threads).work;
    return cost;
}

void CoarserScale::run(const ConstPlanesView &noisy, const Noise &noise, int halvings,
                       const Team &team, Arena &arena, const PlanesView &estimate) const {
    pilot_->run(noisy, noise, team, arena, estimate);
    const bool unchanged = noise.white() && noise.has_map();
    if (halvings == 0 || unchanged || std::min(noisy.width, noisy.height) < kLeastSide) return;
    const Arena::Scope scope(arena);
    const Halved halved(noisy.shape(), arena);
    const PlanesView &coarse = halved.estimate;
    halve(noisy, team, halved.noisy);
    Noise coarse_noise = noise.halved();
    if (noise.has_map()) {
        halve(noise.map(), team, halved.map);
        coarse_noise = coarse_noise.with_map(halved.map);
    }
    run(halved.noisy, coarse_noise, halvings - 1, team, arena, coarse);
    recompose(coarse, noise.white() ? kCoarseShare : kColouredCoarseShare, team, arena, estimate);
}

void CoarserScale::run(const ConstPlanesView &noisy, const Noise &noise, const Team &team,
                       Arena &arena, const PlanesView &estimate) const {
    run(noisy, noise, noise.white() ? scales_.white : scales_.coloured, team, arena, estimate);
}

std::unique_ptr<Pilot> make_coarser_scale(std::unique_ptr<Pilot> pilot, Scales scales) {
    return std::make_unique<CoarserScale>(std::move(pilot), scales);
}

}  // namespace zsn2n
