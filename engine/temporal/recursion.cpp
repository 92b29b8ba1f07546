// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/recursion.h"

#include <cmath>

#include "base/math.h"
#include "image/bands.h"
#include "image/fractional_shift.h"
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

// Of the estimate of one image; see DctPilot::fuse(). 0.15 to 1 are as good; without it one image
// ahead gained 0.14 dB less in made clips, and nothing in a grey one.
constexpr float kDoubt = 0.4f;

// What is refined has taken of the past already, and lies nearer to it than its own error is.
// Tractor and blackswan at sigma 30, R, G and B and 4:2:0, dB: 1 33.43, 32.45, 32.07 and 31.42;
// this 33.48, 32.66, 32.07 and 31.43; 2 33.41, 32.71, 31.99 and 31.37; 3 33.16, 32.63, 31.77 and
// 31.19.
constexpr float kRefinedInertia = 1.5f;

// Of what is fused, in the basic estimate. Where the past tells little (blackswan, water) an
// estimate that has nothing of it helps: at sigma 10 half of each and this lose 0.00 and 0.02 dB to
// a second stage before the fusion, all of it 0.05. Tractor at sigma 30 gains 0.08 and 0.01, 0.11
// and 0.11, 0.10 and 0.16.
constexpr float kBasicShare = 0.75f;

DctPilot fusion(const FusionSettings &how) {
    DctPilotSettings settings;
    settings.rgb = how.rgb;
    settings.filtered = {how.one_of, 0};
    if (how.refined) settings.inertia = kRefinedInertia;
    return DctPilot(settings);
}

struct Displaced {
    Displaced(const Shape &shape, Arena &arena)
        : image(take_planes(arena, shape)),
          unknown(take_planes(arena, {shape.width, shape.height, 1})) {}
    PlanesView image, unknown;
};

// A block, and where it was.
struct BlockMotion {
    BlockMotion(int column, int row, const PlaneFlow &flow)
        : left(column * kBlock),
          top(row * kBlock),
          moved(flow.at(left + kBlock / 2, top + kBlock / 2)),
          x(moved.dx),
          y(moved.dy) {}
    Region region() const { return {left, top, left + kBlock, top + kBlock}; }
    int was_left() const { return left + x.whole; }
    int was_top() const { return top + y.whole; }
    // With what displacing it reads.
    bool within(const ConstPlanesView &planes) const {
        const int before = FractionalShift::kBefore, after = kBlock + FractionalShift::kAfter;
        return was_left() >= before && was_left() + after <= planes.width && was_top() >= before &&
               was_top() + after <= planes.height;
    }
    ChangedBlock changed(float before) const {
        return {left,   top,   before, std::abs(moved.dx) >= 0.5f || std::abs(moved.dy) >= 0.5f,
                x.step, y.step};
    }
    int left, top;
    PlaneFlow::Pixel moved;
    FractionalShift::Offset x, y;
};

}  // namespace

void fuse_neighbors(const ConstPlanesView &noisy, const ConstPlanesView &estimate,
                    const Noise &noise, const std::vector<Neighbor> &neighbors,
                    const FusionSettings &settings, const Team &team, Arena &arena,
                    const PlanesView &fused) {
    const Arena::Scope scope(arena);
    std::vector<DctPilot::Other> others;
    for (const Neighbor &neighbor : neighbors) {
        const Displaced displaced(noisy.shape(), arena);
        warp(neighbor.image, neighbor.flow, team, displaced.image, displaced.unknown);
        match_brightness(estimate, displaced.unknown, team, arena, displaced.image);
        others.push_back({displaced.image, displaced.unknown});
    }
    const float doubt = others.size() < 2 ? 0 : kDoubt / static_cast<float>(neighbors[1].images);
    fusion(settings).fuse(noisy, estimate, others, doubt, noise, team, arena, fused);
}

void refine(const Refinement &how, const ConstPlanesView &noisy, const Noise &noise,
            const Team &team, Arena &arena, const PlanesView &fused, const PlanesView &estimate) {
    each_band(team, fused.width, fused.height, [&](int begin, int end, int) {
        for (int c = 0; c < fused.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                for (int x = 0; x < fused.width; ++x) {
                    const float first = estimate.at(x, y, c);
                    fused.at(x, y, c) = first + kBasicShare * (fused.at(x, y, c) - first);
                }
            }
        }
    });
    how.run(noisy, fused, noise, team, arena, estimate);
}

void measure_change(const ConstPlanesView &observed, const TemporalState &before,
                    const PlaneFlow &flow, const ConstPlanesView &mask, const Team &team,
                    Arena &arena, ChangingNoise &changing) {
    const Arena::Scope scope(arena);
    const PlanesView difference = take_planes(arena, observed.shape());
    const ConstPlanesView old = before.mean.view();
    const int across = ceil_divide(observed.width, kBlock);
    std::vector<BlockMotion> seen;
    for (int row = 0; row < observed.height / kBlock; ++row) {
        for (int column = 0; column < observed.width / kBlock; ++column) {
            const BlockMotion b(column, row, flow);
            if (b.within(old) && counts(mask, b.region())) seen.push_back(b);
        }
    }
    const int every = ceil_divide(static_cast<int>(seen.size()), ChangingNoise::kMostBlocks);
    std::vector<ChangedBlock> blocks;
    for (size_t i = 0; i < seen.size(); i += every) {
        const BlockMotion &b = seen[i];
        const int from = std::min(
            (b.was_top() + kBlock / 2) / kBlock * across + (b.was_left() + kBlock / 2) / kBlock,
            static_cast<int>(before.variance.size()) - 1);
        blocks.push_back(b.changed(before.variance[from]));
    }
    const FractionalShift &shift = FractionalShift::shared();
    team.run(static_cast<int>(blocks.size()), [&](int i, int) {
        const BlockMotion &b = seen[static_cast<size_t>(i) * every];
        for (int c = 0; c < observed.channels; ++c) {
            float was[kBlock][kBlock];
            shift.run(old, c, b.was_left(), b.was_top(), b.x.step, b.y.step, was);
            for (int y = 0; y < kBlock; ++y) {
                for (int x = 0; x < kBlock; ++x)
                    difference.at(b.left + x, b.top + y, c) =
                        observed.at(b.left + x, b.top + y, c) - was[y][x];
            }
        }
    });
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

Cost fusion_cost(const Shape &shape, const FusionSettings &settings, int neighbors, int threads) {
    const Cost fusing = fusion(settings).fusion_cost(shape, neighbors, threads);
    Arena count;
    for (int i = 0; i < neighbors; ++i) {
        Displaced(shape, count);
        const Arena::Scope scope(count);
        take_brightness(shape, count);
    }
    count.visit(fusing.bytes);
    return {count.peak(), fusing.work};
}

size_t change_bytes(const Shape &shape) {
    Arena count;
    take_planes(count, shape);
    take_changing_noise(count);
    return count.peak();
}

}  // namespace zsn2n
