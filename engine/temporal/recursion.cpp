// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/recursion.h"

#include <cmath>

#include "base/math.h"
#include "pilot/dct_pilot.h"
#include "temporal/brightness.h"

namespace zsn2n {

namespace {

constexpr int kBlock = TemporalState::kBlock;

// A block is still where it and the mean of those around it, kAround each way, by their texture,
// move by less pixels than these. A block alone is uncertain: of a still clip at sigma 30 many are
// off by 0.3; and a drift by 0.1 loses 0.8 dB where it is taken for still.
constexpr float kStill = 0.5f, kMeanStill = 0.08f;
constexpr int kAround = 4;

DctPilot fusion(const FusionSettings &how) {
    DctPilotSettings settings;
    settings.rgb = how.rgb;
    settings.filtered = {how.one_of, 0};
    return DctPilot(settings);
}

struct Displaced {
    Displaced(const Shape &shape, Arena &arena)
        : past(take_planes(arena, shape)),
          unknown(take_planes(arena, {shape.width, shape.height, 1})) {}
    PlanesView past, unknown;
};

// A block of whole pixels, and where it was.
struct BlockMotion {
    BlockMotion(int column, int row, const PlaneFlow &flow)
        : left(column * kBlock), top(row * kBlock) {
        const PlaneFlow::Pixel moved = flow.at(left + kBlock / 2, top + kBlock / 2);
        dx = static_cast<int>(std::lround(moved.dx));
        dy = static_cast<int>(std::lround(moved.dy));
    }
    Region region() const { return {left, top, left + kBlock, top + kBlock}; }
    bool within(const ConstPlanesView &planes) const {
        return left + dx >= 0 && left + dx + kBlock <= planes.width && top + dy >= 0 &&
               top + dy + kBlock <= planes.height;
    }
    int left, top, dx, dy;
};

}  // namespace

void fuse_past(const ConstPlanesView &noisy, const ConstPlanesView &estimate, const Noise &noise,
               const ConstPlanesView &before, const PlaneFlow &flow, const FusionSettings &settings,
               const Team &team, Arena &arena, const PlanesView &fused) {
    const Arena::Scope scope(arena);
    const Displaced displaced(noisy.shape(), arena);
    warp(before, flow, team, displaced.past, displaced.unknown);
    match_brightness(estimate, displaced.unknown, team, arena, displaced.past);
    fusion(settings).fuse(noisy, estimate, displaced.past, displaced.unknown, noise, team, arena,
                          fused);
}

void measure_change(const ConstPlanesView &observed, const TemporalState &before,
                    const PlaneFlow &flow, const ConstPlanesView &mask, const Team &team,
                    Arena &arena, ChangingNoise &changing) {
    const Arena::Scope scope(arena);
    const PlanesView difference = take_planes(arena, observed.shape());
    const ConstPlanesView old = before.mean.view();
    const int across = ceil_divide(observed.width, kBlock);
    std::vector<ChangedBlock> blocks;
    for (int row = 0; row < observed.height / kBlock; ++row) {
        for (int column = 0; column < observed.width / kBlock; ++column) {
            const BlockMotion b(column, row, flow);
            if (!b.within(old) || !counts(mask, b.region())) continue;
            const int from = std::min((b.top + b.dy + kBlock / 2) / kBlock * across +
                                          (b.left + b.dx + kBlock / 2) / kBlock,
                                      static_cast<int>(before.variance.size()) - 1);
            blocks.push_back({b.left, b.top, 1 + before.variance[from], b.dx != 0 || b.dy != 0});
            for (int c = 0; c < observed.channels; ++c) {
                for (int y = b.top; y < b.top + kBlock; ++y) {
                    const float *const was = &old.at(b.left + b.dx, y + b.dy, c);
                    for (int x = 0; x < kBlock; ++x)
                        difference.at(b.left + x, y, c) = observed.at(b.left + x, y, c) - was[x];
                }
            }
        }
    }
    changing.measure(observed, difference, blocks, team, arena);
}

void mark_still(const ConstPlanesView &observed, const PlaneFlow &flow, const Team &team,
                Arena &arena, TemporalState &after) {
    const Arena::Scope scope(arena);
    const int across = ceil_divide(observed.width, kBlock);
    const int down = ceil_divide(observed.height, kBlock);
    const PlanesView mean = after.mean.view(), motion = take_planes(arena, {across, down, 3});
    team.run(down, [&](int row, int) {
        for (int column = 0; column < across; ++column) {
            float dx = 0, dy = 0, texture = 0;
            for (int i = 0; i < 4; ++i) {
                const PlaneFlow::Pixel moved =
                    flow.at(std::min(column * kBlock + i % 2 * 4 + 1, observed.width - 1),
                            std::min(row * kBlock + i / 2 * 4 + 1, observed.height - 1));
                dx += moved.dx / 4;
                dy += moved.dy / 4;
                texture += moved.texture / 4;
            }
            motion.at(column, row, 0) = dx;
            motion.at(column, row, 1) = dy;
            motion.at(column, row, 2) = texture;
        }
    });
    team.run(down, [&](int row, int) {
        for (int column = 0; column < across; ++column) {
            float dx = 0, dy = 0, textures = 0;
            for (int y = std::max(row - kAround, 0); y <= std::min(row + kAround, down - 1); ++y) {
                for (int x = std::max(column - kAround, 0);
                     x <= std::min(column + kAround, across - 1); ++x) {
                    const float weight = motion.at(x, y, 2);
                    dx += weight * motion.at(x, y, 0);
                    dy += weight * motion.at(x, y, 1);
                    textures += weight;
                }
            }
            const size_t at = static_cast<size_t>(row) * across + column;
            const float far = kMeanStill * textures;
            after.still[at] = std::abs(dx) < far && std::abs(dy) < far &&
                              std::abs(motion.at(column, row, 0)) < kStill &&
                              std::abs(motion.at(column, row, 1)) < kStill;
            if (after.still[at] || after.variance[at] == 1) continue;
            after.variance[at] = 1;
            const int left = column * kBlock, top = row * kBlock;
            const int right = std::min(left + kBlock, observed.width);
            const int bottom = std::min(top + kBlock, observed.height);
            for (int c = 0; c < observed.channels; ++c) {
                for (int y = top; y < bottom; ++y)
                    std::copy_n(&observed.at(left, y, c), right - left, &mean.at(left, y, c));
            }
        }
    });
}

Cost recursion_cost(const Shape &shape, const FusionSettings &settings, int threads) {
    const Cost fusing = fusion(settings).fusion_cost(shape, threads);
    Arena count;
    {
        const Arena::Scope scope(count);
        Displaced(shape, count);
        count.visit(fusing.bytes);
        take_brightness(shape, count);
    }
    {
        const Arena::Scope scope(count);
        take_planes(count, shape);
        take_changing_noise(count);
    }
    return {count.peak(), fusing.work};
}

}  // namespace zsn2n
