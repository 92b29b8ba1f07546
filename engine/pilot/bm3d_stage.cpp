// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/bm3d_stage.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/math.h"
#include "image/bands.h"
#include "image/color_transform.h"
#include "image/planes_buffer.h"
#include "pilot/block_matching.h"
#include "zsn2n_collaborative_wiener.h"
#include "zsn2n_collaborative_wiener_coloured.h"

namespace zsn2n {

namespace {

// The basic estimate's Wiener filter has 8 x 8 blocks alone, of brightness. Against half of all
// blocks in both passes: Kodak24 by `fast` at sigma 10, 25 and 50 -0.006, 0.001 and 0.001 dB, in
// grey 0.006, 0.008 and -0.025, tractor and blackswan at 30 -0.06 to 0.02, for half of
// the kernels' time. One pass alone, its threshold at 2.4, does as well on Kodak, but 0.1 to 0.2 dB
// worse on the clips.
DctPilotSettings basic_settings(bool rgb) {
    DctPilotSettings dct;
    dct.rgb = rgb;
    dct.thresholded = {4, 16};
    dct.filtered = {8, 0};
    dct.color_thresholded = {16, 32};
    dct.color_filtered = {16, 64};
    return dct;
}

// A band: the blocks that begin in so many rows, and so many rows of the estimate.
constexpr int kBandRows = 24;

// Work of one plane's pixel, in inferences of a pixel, with a group at every fourth pixel.
constexpr double kGroupWork = 1.7;

int whole_steps(int length, int step) {
    return kBlock + ceil_divide(length - kBlock, step) * step;
}

// The sizes of everything. The image is continued right and down, by its last column and row, to
// where the grid's last block ends.
struct Geometry {
    Geometry(const Shape &shape, const Bm3dSettings &settings)
        : grid{settings.step, settings.radius},
          width(whole_steps(shape.width, grid.step)),
          height(whole_steps(shape.height, grid.step)),
          channels(shape.channels),
          bands(ceil_divide(rows(), blocks_a_band())),
          lead(ceil_divide(grid.radius, kBandRows)),
          lag((kBlock - grid.step + grid.radius) / kBandRows + 1) {}

    int blocks_a_band() const { return kBandRows / grid.step; }
    int columns() const { return grid.count(width); }
    int rows() const { return grid.count(height); }
    // Colour differences of R, G and B have every second group, where those still cover all, and
    // the outermost. Kodak24 at sigma 25: 31.673 -> 31.668 dB, and 9 % less time of a still.
    bool sparse_color() const { return channels == kMixedChannels && 2 * grid.step <= kBlock; }
    bool has_color_group(int i, int j) const {
        return (i + j) % 2 == 0 || i == 0 || j == 0 || i == columns() - 1 || j == rows() - 1;
    }
    // The rows of a band's blocks and of all that they may be grouped with.
    int top(int band) const { return std::max(band * kBandRows - grid.radius, 0); }
    int bottom(int band) const {
        return std::min((band + 1) * kBandRows - grid.step + kBlock + grid.radius, height);
    }
    Shape frame() const { return {width, height, channels}; }
    // A row of sums has all planes' weighted values, then their weights.
    int sums_plane() const { return spread_stride(width); }
    size_t sums_row() const { return 2 * static_cast<size_t>(channels) * sums_plane(); }
    size_t sums_size() const {
        return (kBandRows - grid.step + kBlock + 2 * grid.radius) * sums_row();
    }
    size_t tile_groups() const { return static_cast<size_t>(GridTile::kColumns) * blocks_a_band(); }
    static int wave(int threads) { return 2 * threads; }
    // The sums of so many bands are held: a wave, and bands that rows of it still wait for.
    int ring(int threads) const { return std::min(wave(threads) + lead + lag, bands); }

    MatchGrid grid;
    int width, height, channels, bands;
    int lead, lag;  // bands after and before a row's own that may add to it
};

class Bm3dPass {
  public:
    // Takes its memory and looks at nothing.
    Bm3dPass(const Geometry &geometry, int threads, Arena &arena)
        : geometry_(geometry),
          noisy_(take_spread_planes(arena, geometry.frame())),
          basic_(take_spread_planes(arena, geometry.frame())),
          match_(geometry.width, geometry.height, geometry.grid.radius, arena),
          ring_(geometry.ring(threads)),
          slots_(threads) {
        for (float *&sums : ring_) sums = arena.take<float>(geometry.sums_size());
        for (Slot &slot : slots_) {
            slot.corners = arena.take<int32_t>(geometry.tile_groups() * kGroupSize * 2);
            slot.variance = arena.take<float>(geometry.tile_groups() * geometry.channels);
            slot.row = arena.take<float>(geometry.sums_row());
            slot.matcher.emplace(geometry.grid, arena);
        }
    }

    // Has copied both images when the first row of the estimate is made.
    void run(const ConstPlanesView &noisy, const ConstPlanesView &basic, const Noise &noise,
             double work, const Team &team, const PlanesView &estimate) {
        const int radius = geometry_.grid.radius;
        if (!noise.white()) {
            for (int c = 0; c < geometry_.channels; ++c)
                std::copy_n(noise.spectrum(kBlock, c), kCells, spectrum_ + c * kCells);
        }
        each_rows(team, kBandRows, geometry_.height, 0, [&](int begin, int end, int) {
            for (int y = begin; y < end; ++y) import_row(noisy, basic, y);
        });
        each_rows(team, kBandRows, geometry_.height + 2 * radius, 0, [&](int begin, int end, int) {
            for (int y = begin; y < end; ++y) match_.set_row(basic_, y - radius);
        });
        const int bands = geometry_.bands, wave = Geometry::wave(team.threads());
        const int pieces = ceil_divide(estimate.height, kBandRows);
        for (int begin = 0, finished = 0; begin < bands; begin += wave) {
            const int end = std::min(begin + wave, bands);
            team.run(end - begin, work * (end - begin) / bands,
                     [&](int i, int slot) { filter_band(noise, begin + i, slots_[slot]); });
            const int complete = end == bands ? pieces : std::max(end - geometry_.lead, finished);
            team.run(complete - finished, [&](int i, int slot) {
                const int top = (finished + i) * kBandRows;
                for (int y = top; y < std::min(top + kBandRows, estimate.height); ++y)
                    export_row(y, std::min(finished + i, bands - 1), estimate, slots_[slot].row);
            });
            finished = complete;
        }
    }

  private:
    struct Slot {
        int32_t *corners;
        float *variance, *row;
        std::optional<BlockMatcher> matcher;
    };

    void import_row(const ConstPlanesView &noisy, const ConstPlanesView &basic, int y) {
        const auto import = [&](const ConstPlanesView &src, const PlanesView &dst) {
            const int row = std::min(y, src.height - 1);
            if (src.channels == 3) to_opponent(src, row, dst, y);
            for (int c = 0; c < src.channels; ++c) {
                float *to = &dst.at(0, y, c);
                if (src.channels != 3) std::copy_n(&src.at(0, row, c), src.width, to);
                std::fill(to + src.width, to + dst.width, to[src.width - 1]);
            }
        };
        import(noisy, noisy_);
        import(basic, basic_);
    }

    // The noise's variance in the planes as filtered, at the mean of the basic estimate's block.
    void block_variance(const Noise &noise, int x, int y, float *variance) {
        float values[kMixedChannels] = {};
        const int channels = basic_.channels;
        for (int c = 0; c < channels; ++c) {
            for (int v = 0; v < kBlock; ++v)
                for (int u = 0; u < kBlock; ++u) values[c] += basic_.at(x + u, y + v, c);
            values[c] /= kBlock * kBlock;
        }
        if (channels == 3) mean_from_opponent(values);
        noise.observe(values, channels, channels == 3, x + kBlock / 2, y + kBlock / 2);
        std::copy_n(values, channels, variance);
    }

    void filter_band(const Noise &noise, int band, Slot &slot) {
        const int channels = geometry_.channels, step = geometry_.grid.step;
        const int top = geometry_.top(band), rows = geometry_.bottom(band) - top;
        const int first = band * geometry_.blocks_a_band();
        const int last = std::min(first + geometry_.blocks_a_band(), geometry_.rows());
        const int columns = geometry_.columns();
        float *const sums = ring_[band % ring_.size()];
        std::fill_n(sums, rows * geometry_.sums_row(), 0.0f);
        for (int left = 0; left < columns; left += GridTile::kColumns) {
            const GridTile tile{left, first, std::min(left + GridTile::kColumns, columns), last};
            slot.matcher->match(match_, tile, noise.white() ? 1 : kColouredApart, slot.corners);
            float *variance = slot.variance;
            for (int j = first; j < last; ++j) {
                for (int i = left; i < tile.right; ++i, variance += channels)
                    block_variance(noise, i * step, j * step, variance);
            }
            const bool white = noise.white(), sparse = geometry_.sparse_color();
            filter_groups(white, {top, rows, 0, sparse ? 1 : channels}, tile.blocks(), slot, sums);
            if (sparse)
                filter_groups(white, {top, rows, 1, channels}, keep_color_groups(tile, slot), slot,
                              sums);
        }
    }

    // Rows of a band, and planes first to end - 1.
    struct Part {
        int top, rows, first, end;
    };

    // Adds the slot's first `groups` groups to the sums.
    void filter_groups(bool white, const Part &part, int groups, const Slot &slot, float *sums) {
        const int channels = geometry_.channels;
        const auto plane_sums = [&](int offset) {
            return KernelBuffer(
                sums + static_cast<size_t>(offset + part.first) * geometry_.sums_plane(),
                {{0, geometry_.width, 1},
                 {part.first, part.end - part.first, geometry_.sums_plane()},
                 {part.top, part.rows, static_cast<ptrdiff_t>(geometry_.sums_row())}});
        };
        KernelBuffer corners(halide_type_of<int32_t>(), slot.corners,
                             {{0, 2, 1}, {0, kGroupSize, 2}, {0, groups, 2 * kGroupSize}});
        KernelBuffer variances(slot.variance, {{0, channels, 1}, {0, groups, channels}});
        PlanesBuffer own(noisy_, 0, part.top, geometry_.width, part.rows);
        PlanesBuffer basic(basic_, 0, part.top, geometry_.width, part.rows);
        KernelBuffer spectrum(spectrum_,
                              {{0, kBlock, 1}, {0, kBlock, kBlock}, {0, channels, kCells}});
        check_kernel(
            white ? zsn2n_collaborative_wiener(own, basic, corners, variances, plane_sums(0),
                                               plane_sums(channels))
                  : zsn2n_collaborative_wiener_coloured(own, basic, corners, variances, spectrum,
                                                        plane_sums(0), plane_sums(channels)),
            "collaborative_wiener");
    }

    // Moves the tile's groups that colour differences have to the front, and returns their number.
    int keep_color_groups(const GridTile &tile, const Slot &slot) const {
        const int channels = geometry_.channels;
        int group = 0, kept = 0;
        for (int j = tile.top; j < tile.bottom; ++j) {
            for (int i = tile.left; i < tile.right; ++i, ++group) {
                if (!geometry_.has_color_group(i, j)) continue;
                if (kept < group) {
                    std::copy_n(slot.corners + group * 2 * kGroupSize, 2 * kGroupSize,
                                slot.corners + kept * 2 * kGroupSize);
                    std::copy_n(slot.variance + group * channels, channels,
                                slot.variance + kept * channels);
                }
                ++kept;
            }
        }
        return kept;
    }

    // Makes row y of the estimate from the bands' sums, which are added in the bands' order; `band`
    // is the row's own.
    void export_row(int y, int band, const PlanesView &estimate, float *row) {
        const int channels = geometry_.channels, plane = geometry_.sums_plane();
        const size_t size = geometry_.sums_row();
        std::fill_n(row, size, 0.0f);
        const int end = std::min(band + geometry_.lead + 1, geometry_.bands);
        for (int n = std::max(band - geometry_.lag, 0); n < end; ++n) {
            if (y < geometry_.top(n) || y >= geometry_.bottom(n)) continue;
            const float *sums = ring_[n % ring_.size()] + (y - geometry_.top(n)) * size;
            for (size_t i = 0; i < size; ++i) row[i] += sums[i];
        }
        const PlanesView mean{row, estimate.width, 1, channels, plane, plane};
        for (int c = 0; c < channels; ++c) {
            float *const values = &mean.at(0, 0, c), *const weights = values + channels * plane;
            for (int x = 0; x < mean.width; ++x) values[x] /= weights[x];
        }
        if (channels == 3) {
            from_opponent(mean, 0, estimate, y);
            return;
        }
        for (int c = 0; c < channels; ++c)
            std::copy_n(&mean.at(0, 0, c), estimate.width, &estimate.at(0, y, c));
    }

    static constexpr int kCells = kBlock * kBlock;

    const Geometry geometry_;
    float spectrum_[kMixedChannels * kCells];  // unless the noise is white
    PlanesView noisy_, basic_;
    MatchPlane match_;
    std::vector<float *> ring_;
    std::vector<Slot> slots_;
};

}  // namespace

// The halo: a row depends on rows of the basic estimate through another block of its group.
Cost Bm3dStage::cost(const Shape &shape, int threads) const {
    Cost cost;
    cost.halo = 2 * (settings_.radius + kBlock);
    cost.grid = kBandRows;
    if (shape.width < kBlock || shape.height < kBlock) return cost;
    Arena count;
    const Geometry geometry(shape, settings_);
    const Bm3dPass laid_out(geometry, threads, count);
    cost.bytes = count.peak();
    const int planes = geometry.sparse_color() ? 2 : shape.channels;
    cost.work = kGroupWork * 16 / (settings_.step * settings_.step) * shape.pixels() * planes;
    return cost;
}

void Bm3dStage::run(const ConstPlanesView &noisy, const ConstPlanesView &basic, const Noise &noise,
                    const Team &team, Arena &arena, const PlanesView &estimate) const {
    if (noisy.width < kBlock || noisy.height < kBlock) return copy_planes(basic, estimate);
    const Arena::Scope scope(arena);
    Bm3dPass pass(Geometry(noisy.shape(), settings_), team.threads(), arena);
    pass.run(noisy, basic, noise, cost(noisy.shape(), team.threads()).work, team, estimate);
}

Cost Bm3dPilot::cost(const Shape &shape, int threads) const {
    const Cost basic = basic_.cost(shape, threads), stage = stage_.cost(shape, threads);
    return {std::max(basic.bytes, stage.bytes), basic.work + stage.work, basic.halo + stage.halo,
            std::lcm(basic.grid, stage.grid)};
}

void Bm3dPilot::run(const ConstPlanesView &noisy, const Noise &noise, const Team &team,
                    Arena &arena, const PlanesView &estimate) const {
    basic_.run(noisy, noise, team, arena, estimate);
    stage_.run(noisy, estimate, noise, team, arena, estimate);
}

std::unique_ptr<Pilot> make_bm3d_pilot(bool rgb) {
    return std::make_unique<Bm3dPilot>(basic_settings(rgb));
}

// Fused with the past, tractor and blackswan at sigma 30, dB and seconds of a frame of 4:2:0 on two
// cores: without groups 32.29, 31.15 and 0.05; these 32.45, 31.28 and 0.07; a radius of 12 32.46,
// 31.28 and 0.08; every fourth pixel 32.47, 31.29 and 0.11; all of the pilot 32.55, 31.35 and 0.25.
constexpr Bm3dSettings kQuick{6, 8};

std::unique_ptr<Pilot> make_quick_bm3d_pilot(bool rgb) {
    return std::make_unique<Bm3dPilot>(basic_settings(rgb), kQuick);
}

std::unique_ptr<Refinement> make_bm3d_refinement() {
    return std::make_unique<Bm3dStage>(Bm3dSettings{});
}

std::unique_ptr<Refinement> make_quick_bm3d_refinement() {
    return std::make_unique<Bm3dStage>(kQuick);
}

}  // namespace zsn2n
