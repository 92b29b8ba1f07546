// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/bm3d_stage.h"

#include <algorithm>

#include "base/math.h"
#include "image/planes_buffer.h"
#include "pilot/block_matching.h"
#include "pilot/color_transform.h"
#include "zsn2n_collaborative_wiener.h"

namespace zsn2n {

namespace {

// Blocks of one band of the grid, and rows of the pilot that are finished together.
constexpr int kBandRows = kBm3dStripRows;

int whole_steps(int length, int step) {
    return kBlock + ceil_divide(length - kBlock, step) * step;
}

// What everything's size follows from. The image is continued right and down, by its last column
// and row, to where the grid's last block ends.
struct Geometry {
    Geometry(int image_width, int image_height, int planes, const Bm3dSettings &settings)
        : grid{settings.step, settings.radius},
          width(whole_steps(image_width, grid.step)),
          height(whole_steps(image_height, grid.step)),
          channels(planes),
          bands(ceil_divide(grid.count(height), blocks_a_band())),
          lead(ceil_divide(grid.radius, kBandRows)),
          lag((kBlock - grid.step + grid.radius) / kBandRows + 1) {}

    int blocks_a_band() const { return kBandRows / grid.step; }
    // A band's blocks and all that they may be grouped with.
    int top(int band) const { return std::max(band * kBandRows - grid.radius, 0); }
    int bottom(int band) const {
        return std::min((band + 1) * kBandRows - grid.step + kBlock + grid.radius, height);
    }
    size_t sums_row() const { return 2 * static_cast<size_t>(channels) * width; }
    size_t sums_size() const {
        return (kBandRows - grid.step + kBlock + 2 * grid.radius) * sums_row();
    }
    size_t frame_size() const { return static_cast<size_t>(width) * height * channels; }
    size_t tile_groups() const { return static_cast<size_t>(GridTile::kColumns) * blocks_a_band(); }
    static int wave(int threads) { return 2 * threads; }
    // Bands whose sums are held at a time: a wave, and what rows that wait for it already have.
    int ring(int threads) const { return std::min(wave(threads) + lead + lag, bands); }

    MatchGrid grid;
    int width, height, channels, bands;
    int lead, lag;  // bands after and before a row's own that may add to it
};

class Bm3dPass {
  public:
    Bm3dPass(const PlanesView &noisy, const PlanesView &oracle, const NoiseTable &noise,
             const Geometry &geometry, int threads)
        : geometry_(geometry),
          noise_(noise),
          noisy_(geometry.width, geometry.height, geometry.channels),
          oracle_(geometry.width, geometry.height, geometry.channels),
          match_(geometry.width, geometry.height, geometry.grid.radius),
          ring_(geometry.ring(threads)),
          slots_(threads) {
        for (auto &sums : ring_) sums.resize(geometry.sums_size());
        for (Slot &slot : slots_) {
            slot.corners.resize(geometry.tile_groups() * kGroupSize * 2);
            slot.variance.resize(geometry.tile_groups() * geometry.channels);
            slot.row.resize(geometry.sums_row());
            slot.matcher = std::make_unique<BlockMatcher>(geometry.grid);
        }
        sources_[0] = noisy;
        sources_[1] = oracle;
    }

    static size_t bytes(const Geometry &g, int threads) {
        const size_t slot =
            g.tile_groups() * (kGroupSize * 2 * sizeof(int32_t) + g.channels * sizeof(float)) +
            g.sums_row() * sizeof(float) + BlockMatcher::bytes(g.grid);
        return 2 * g.frame_size() * sizeof(float) +
               MatchPlane::bytes(g.width, g.height, g.grid.radius) +
               g.ring(threads) * g.sums_size() * sizeof(float) + threads * slot;
    }

    void run(const Team &team, const PlanesView &pilot) {
        const int radius = geometry_.grid.radius, rows = geometry_.height + 2 * radius;
        team.run(ceil_divide(rows, kBandRows), [&](int i, int) {
            for (int y = i * kBandRows; y < std::min((i + 1) * kBandRows, rows); ++y)
                import_row(y - radius);
        });
        const int bands = geometry_.bands, wave = Geometry::wave(team.threads());
        const int pieces = ceil_divide(pilot.height, kBandRows);
        for (int begin = 0, finished = 0; begin < bands; begin += wave) {
            const int end = std::min(begin + wave, bands);
            team.run(end - begin, [&](int i, int slot) { filter_band(begin + i, slots_[slot]); });
            const int complete = end == bands ? pieces : std::max(end - geometry_.lead, finished);
            team.run(complete - finished, [&](int i, int slot) {
                const int top = (finished + i) * kBandRows;
                for (int y = top; y < std::min(top + kBandRows, pilot.height); ++y)
                    export_row(y, std::min(finished + i, bands - 1), pilot, slots_[slot].row);
            });
            finished = complete;
        }
    }

  private:
    struct Slot {
        AlignedBuffer<int32_t> corners;
        AlignedBuffer<float> variance, row;
        std::unique_ptr<BlockMatcher> matcher;
    };

    void import_row(int y) {
        if (y < 0 || y >= geometry_.height) {
            match_.set_row(y, nullptr, nullptr);
            return;
        }
        Planes *const frames[2] = {&noisy_, &oracle_};
        for (int n = 0; n < 2; ++n) {
            const PlanesView &src = sources_[n], dst = frames[n]->view();
            const int row = std::min(y, src.height - 1);
            if (src.channels == 3) to_opponent(src, row, dst, y);
            for (int c = 0; c < src.channels; ++c) {
                float *to = &dst.at(0, y, c);
                if (src.channels != 3) std::copy_n(&src.at(0, row, c), src.width, to);
                std::fill(to + src.width, to + dst.width, to[src.width - 1]);
            }
        }
        const PlanesView oracle = oracle_.view();
        match_.set_row(y, &oracle.at(0, y, 0),
                       oracle.channels == 2 ? &oracle.at(0, y, 1) : nullptr);
    }

    // Of the planes as filtered, at the mean of the oracle's block.
    void block_variance(int x, int y, float *variance) {
        const PlanesView oracle = oracle_.view();
        float values[3] = {};
        for (int c = 0; c < oracle.channels; ++c) {
            for (int v = 0; v < kBlock; ++v)
                for (int u = 0; u < kBlock; ++u) values[c] += oracle.at(x + u, y + v, c);
            values[c] /= kBlock * kBlock;
        }
        if (oracle.channels == 3) mean_from_opponent(values);
        for (int c = 0; c < oracle.channels; ++c)
            values[c] = NoiseTable::at(noise_.variance[c], values[c]) * factor(x, y);
        if (oracle.channels == 3) variance_to_opponent(values);
        std::copy_n(values, oracle.channels, variance);
    }

    // At the block's middle.
    float factor(int x, int y) const {
        const PlanesView &plane = noise_.factor;
        if (!plane.data) return 1;
        return plane.at(std::min(x + kBlock / 2, plane.width - 1),
                        std::min(y + kBlock / 2, plane.height - 1), 0);
    }

    void filter_band(int band, Slot &slot) {
        const int channels = geometry_.channels, step = geometry_.grid.step;
        const int top = geometry_.top(band), rows = geometry_.bottom(band) - top;
        const int first = band * geometry_.blocks_a_band();
        const int last =
            std::min(first + geometry_.blocks_a_band(), geometry_.grid.count(geometry_.height));
        const int columns = geometry_.grid.count(geometry_.width);
        AlignedBuffer<float> &sums = ring_[band % ring_.size()];
        std::fill_n(sums.data(), rows * geometry_.sums_row(), 0.0f);
        const auto plane_sums = [&](int offset) {
            return KernelBuffer(sums.data() + static_cast<size_t>(offset) * geometry_.width,
                                {{0, geometry_.width, 1},
                                 {0, channels, geometry_.width},
                                 {top, rows, static_cast<ptrdiff_t>(geometry_.sums_row())}});
        };
        for (int left = 0; left < columns; left += GridTile::kColumns) {
            const GridTile tile{left, first, std::min(left + GridTile::kColumns, columns), last};
            slot.matcher->match(match_, tile, slot.corners.data());
            float *variance = slot.variance.data();
            for (int j = first; j < last; ++j) {
                for (int i = left; i < tile.right; ++i, variance += channels)
                    block_variance(i * step, j * step, variance);
            }
            KernelBuffer corners(
                halide_type_of<int32_t>(), slot.corners.data(),
                {{0, 2, 1}, {0, kGroupSize, 2}, {0, tile.blocks(), 2 * kGroupSize}});
            KernelBuffer variances(slot.variance.data(),
                                   {{0, channels, 1}, {0, tile.blocks(), channels}});
            check_kernel(zsn2n_collaborative_wiener(
                             PlanesBuffer(noisy_.view(), 0, top, geometry_.width, rows),
                             PlanesBuffer(oracle_.view(), 0, top, geometry_.width, rows), corners,
                             variances, plane_sums(0), plane_sums(channels)),
                         "collaborative_wiener");
        }
    }

    // Row y of the pilot from the bands' sums, added in the bands' order; `band` is its own.
    void export_row(int y, int band, const PlanesView &pilot, AlignedBuffer<float> &row) {
        const int channels = geometry_.channels, width = geometry_.width;
        const size_t size = geometry_.sums_row();
        std::fill_n(row.data(), size, 0.0f);
        const int end = std::min(band + geometry_.lead + 1, geometry_.bands);
        for (int n = std::max(band - geometry_.lag, 0); n < end; ++n) {
            if (y < geometry_.top(n) || y >= geometry_.bottom(n)) continue;
            const float *sums = ring_[n % ring_.size()].data() + (y - geometry_.top(n)) * size;
            for (size_t i = 0; i < size; ++i) row[i] += sums[i];
        }
        const size_t weights = static_cast<size_t>(channels) * width;
        for (size_t i = 0; i < weights; ++i) row[i] /= row[weights + i];
        const PlanesView mean{row.data(), width, 1, channels, width, width};
        if (channels == 3) {
            from_opponent(mean, 0, pilot, y);
            return;
        }
        for (int c = 0; c < channels; ++c)
            std::copy_n(&mean.at(0, 0, c), pilot.width, &pilot.at(0, y, c));
    }

    const Geometry geometry_;
    const NoiseTable &noise_;
    PlanesView sources_[2];
    Planes noisy_, oracle_;
    MatchPlane match_;
    std::vector<AlignedBuffer<float>> ring_;
    std::vector<Slot> slots_;
};

}  // namespace

void bm3d_stage(const PlanesView &noisy, const PlanesView &oracle, const NoiseTable &noise,
                const Bm3dSettings &settings, const Team &team, const PlanesView &pilot) {
    if (noisy.width < kBlock || noisy.height < kBlock) {
        copy_planes(oracle, pilot);
        return;
    }
    const Geometry geometry(noisy.width, noisy.height, noisy.channels, settings);
    Bm3dPass(noisy, oracle, noise, geometry, team.threads()).run(team, pilot);
}

size_t bm3d_stage_bytes(int width, int height, int channels, const Bm3dSettings &settings,
                        int threads) {
    if (width < kBlock || height < kBlock) return 0;
    return Bm3dPass::bytes(Geometry(width, height, channels, settings), threads);
}

}  // namespace zsn2n
