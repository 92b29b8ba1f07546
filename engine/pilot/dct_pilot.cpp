// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/dct_pilot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "base/error.h"
#include "pilot/color_transform.h"
#include "pilot/dct_shrink.h"
#include "pilot/tile_transfer.h"

namespace zsn2n {

namespace {

// Variance below that of a thousandth of an 8-bit step: keeps weights and gains finite.
constexpr double kMinVariance = 1e-11;

constexpr float kLowest = std::numeric_limits<float>::lowest();

// One thread's buffers.
class Scratch {
  public:
    Scratch() : floats_(kBuffers * DctTile::max_span() + tile_row_floats()) {}
    TileBuffers buffers() {
        float *p = floats_.data();
        const size_t span = DctTile::max_span();
        return {p, p + span, p + 2 * span, p + 3 * span, p + 4 * span};
    }
    float *rows() { return floats_.data() + kBuffers * DctTile::max_span(); }
    static size_t bytes() {
        return (kBuffers * DctTile::max_span() + tile_row_floats()) * sizeof(float);
    }

  private:
    static constexpr size_t kBuffers = 5;
    AlignedBuffer<float> floats_;
};

// The blocks of one pass.
struct Lattices {
    explicit Lattices(const BlockSparsity &sparsity)
        : scale8(static_cast<float>(sparsity.of8)), scale16(static_cast<float>(sparsity.of16)) {
        if (sparsity.of8) shifts8 = lattice_shifts(8, sparsity.of8);
        if (sparsity.of16) shifts16 = lattice_shifts(16, sparsity.of16);
    }

    float scale8, scale16;
    std::vector<BlockShift> shifts8, shifts16;
};

// One run over the image's tiles, channel by channel of the transformed image.
class Pass {
  public:
    // The variance is that of the noise at `level`, times `factor` where that has data.
    Pass(const PlanesView &noisy, const PlanesView &level, const NoiseCurve &noise,
         const PlanesView &factor, const DctPilotSettings &settings)
        : noisy_(noisy),
          level_(level),
          factor_(factor),
          noise_(noise),
          settings_(settings),
          rgb_(settings.rgb && noisy.channels == kPilotChannels),
          color_(rgb_),
          thresholded_(settings.thresholded),
          filtered_(settings.filtered) {
        constant_ = !factor.data;
        for (int c = 0; c < noisy.channels; ++c) constant_ = constant_ && noise.a[c] == 0;
        const int columns = (noisy.width + DctTile::kCell - 1) / DctTile::kCell;
        const int rows = (noisy.height + DctTile::kCell - 1) / DctTile::kCell;
        across_ = (columns + DctTile::kMaxColumns - 1) / DctTile::kMaxColumns;
        const int down = (rows + DctTile::kMaxRows - 1) / DctTile::kMaxRows;
        tile_columns_ = (columns + across_ - 1) / across_;
        tile_rows_ = (rows + down - 1) / down;
        count_ = across_ * down;
    }

    // Whether the planes are transformed.
    bool rgb() const { return rgb_; }

    // All of `estimate`, in the transformed space, by the first pass (oracle.data = nullptr) or the
    // second.
    void run_all(const PlanesView &oracle, const Team &team, std::vector<Scratch> &scratch,
                 const PlanesView &estimate) const {
        team.run(count_ * noisy_.channels,
                 [&](int i, int slot) { run(i, oracle, scratch[slot], estimate); });
    }

  private:
    // Tile i of `estimate`.
    void run(int i, const PlanesView &oracle, Scratch &scratch, const PlanesView &estimate) const {
        const int channel = i / count_, place = i % count_;
        const DctTile tile(place % across_ * tile_columns_, place / across_ * tile_rows_,
                           tile_columns_, tile_rows_);
        const TileBuffers own = scratch.buffers();
        import_noisy(tile, channel, scratch);
        if (oracle.data) {
            const float as_it_is = 1;
            import_tile(tile, oracle.channel(channel), {&as_it_is, 0, kLowest}, scratch.rows(),
                        own.oracle);
        }
        std::fill_n(own.weighted, tile.span(), 0.0f);
        std::fill_n(own.weights, tile.span(), 0.0f);
        const bool color = rgb_ && channel > 0;
        Shrinkage how;
        how.wiener = oracle.data != nullptr;
        how.strictness = how.wiener ? std::sqrt(settings_.wiener_variance)
                         : color    ? settings_.color_threshold
                                    : settings_.threshold;
        // A sparse set of blocks weighs as much as all of them would, so that neither size gains.
        const Lattices &lattices = how.wiener ? filtered_ : thresholded_;
        how.size = 8;
        how.scale = lattices.scale8;
        how.samples = variance_samples(how.size);
        for (const BlockShift &shift : lattices.shifts8) {
            for (int part = 0; part < 4; ++part) {
                const BlockShift cell{shift.x + part % 2 * 8, shift.y + part / 2 * 8};
                shrink_blocks(tile, cell, how, own);
            }
        }
        how.size = 16;
        how.scale = lattices.scale16;
        how.samples = variance_samples(how.size);
        for (const BlockShift &shift : lattices.shifts16) shrink_blocks(tile, shift, how, own);
        export_tile(tile, own.weighted, own.weights, scratch.rows(), estimate.channel(channel));
    }

    // Beside a factor, which is of blocks, the level has little noise.
    int variance_samples(int size) const { return constant_ ? 1 : factor_.data ? size / 4 : size; }

    void import_noisy(const DctTile &tile, int channel, Scratch &scratch) const {
        const float *m = color_.m[channel];
        const TileBuffers own = scratch.buffers();
        import_tile(tile, noisy_, {m, 0, kLowest}, scratch.rows(), own.noisy);
        // The variance of a mixture is linear in the pixel.
        double base = 0;
        float slope[kPilotChannels] = {};
        for (int c = 0; c < noisy_.channels; ++c) {
            base += m[c] * m[c] * noise_.b[c];
            slope[c] = static_cast<float>(m[c] * m[c] * noise_.a[c]);
        }
        if (constant_) {
            std::fill_n(own.variance, tile.span(),
                        static_cast<float>(std::max(base, kMinVariance)));
            return;
        }
        import_tile(tile, level_,
                    {slope, static_cast<float>(base), static_cast<float>(kMinVariance), factor_},
                    scratch.rows(), own.variance);
    }

    PlanesView noisy_, level_, factor_;
    NoiseCurve noise_;
    DctPilotSettings settings_;
    bool rgb_;
    ColorTransform color_;
    bool constant_ = true;
    Lattices thresholded_, filtered_;
    int across_, tile_columns_, tile_rows_, count_;
};

bool power_of_2_or_0(int n, int most) {
    return n >= 0 && n <= most && (n & (n - 1)) == 0;
}

void back_to_rgb(const PlanesView &planes, const Team &team) {
    constexpr int kRows = 32;
    team.run((planes.height + kRows - 1) / kRows, [&](int i, int) {
        for (int y = i * kRows; y < std::min((i + 1) * kRows, planes.height); ++y) {
            from_opponent(planes, y, planes, y);
        }
    });
}

void check(const PlanesView &noisy, const DctPilotSettings &settings) {
    const auto refuse = [](const std::string &what) {
        throw Error(ZSN2N_INVALID_ARGUMENT, "pilot: " + what);
    };
    if (noisy.channels < 1 || noisy.channels > kPilotChannels) {
        refuse(std::to_string(noisy.channels) + " channels; 1 to 3 are accepted");
    }
    if (noisy.width < 1 || noisy.height < 1) refuse("the image is empty");
    for (const BlockSparsity &s : {settings.thresholded, settings.filtered}) {
        if (!power_of_2_or_0(s.of8, 16) || !power_of_2_or_0(s.of16, 64)) {
            refuse("the sparsity of blocks is a power of 2, up to 16 (8 x 8) and 64 (16 x 16)");
        }
        if (!s.of8 && !s.of16) refuse("there are no blocks");
    }
}

}  // namespace

void dct_pilot(const PlanesView &noisy, const NoiseCurve &noise, const DctPilotSettings &settings,
               const Team &team, const PlanesView &pilot, const PlanesView &factor) {
    check(noisy, settings);
    const Pass pass(noisy, noisy, noise, factor, settings);
    Planes oracle(noisy.width, noisy.height, noisy.channels);
    std::vector<Scratch> scratch(team.threads());
    pass.run_all({}, team, scratch, oracle.view());
    pass.run_all(oracle.view(), team, scratch, pilot);
    if (pass.rgb()) back_to_rgb(pilot, team);
}

void dct_threshold(const PlanesView &noisy, const PlanesView &level, const NoiseCurve &noise,
                   const DctPilotSettings &settings, const Team &team, const PlanesView &estimate,
                   const PlanesView &factor) {
    check(noisy, settings);
    const Pass pass(noisy, level, noise, factor, settings);
    std::vector<Scratch> scratch(team.threads());
    pass.run_all({}, team, scratch, estimate);
    if (pass.rgb()) back_to_rgb(estimate, team);
}

size_t dct_pilot_bytes(int width, int height, int channels, int threads) {
    return static_cast<size_t>(width) * height * channels * sizeof(float) +
           threads * Scratch::bytes();
}

}  // namespace zsn2n
