// SPDX-License-Identifier: BSD-2-Clause
#include "noise/changing_noise.h"

#include <algorithm>
#include <cmath>

#include "noise/block_transform.h"

namespace zsn2n {

namespace {

constexpr int kPixels = BlockSpectra::kPixels;
constexpr double kCodeSquared = 1.0 / (255 * 255);

// So many blocks tell a frame's spectrum within a few percent.
constexpr int kMostBlocks = 4096, kLeastBlocks = 64;
// Measured frames over which the mean goes, and after which it is to be relied upon.
constexpr int kMemory = 8, kSettled = 4;

// Blocks without much texture, in which a wrong or half a pixel's motion leaves little. The
// flattest are left out: they are where a codec wiped the noise. Told by what was there before, up
// to this u + v, so that blocks are not chosen for their noise being small by chance.
constexpr double kFlattest = 0.05, kFlat = 0.4;
constexpr int kTextureOrder = 6;

// From this variance at the highest frequencies on there is noise. Of clips without any, also
// through x264 at crf 18 to 28, it is at most 0.3 squared codes of 8 bit, since a shift of less
// than a pixel moves little there; of noise of sigma 8 through crf 28 from 0.7.
constexpr double kShows = 0.6 * kCodeSquared;
// What a codec leaves of a clean clip's fine texture changes, too: slopes from 2.4, means to 8. Of
// noise of sigma 4 to 15 through crf 18 to 26, where it shows, slopes are at most 1.9.
constexpr double kSteep = 2.3, kLoud = 10 * kCodeSquared;
// Where one frame shows far more than what changes, it shows texture, so that more of what changes
// is texture, too: clean brick has slopes from 2.0, noise to 1.6.
constexpr double kSteepTextured = 1.9;
// Noise that one frame showed to be white stays so up to here. White noise: slopes to 1.11, means
// to 1.02 of the frame's; with sigma 8 through crf 23 from 1.16 and 0.97, through crf 26 from 1.20.
constexpr double kSlope = 1.16, kMore = 1.5;
// Of what changes where the picture moves, the share that can be noise where none shows: the rest
// is texture that a whole pixel's motion does not meet, which colour has less of. Pans over five
// Kodak images and two clips, clean and with sigma 5 to 12 through MJPEG and x264 at crf 18 to 26:
// colour gains 0.0 to 4.1 dB over a share of 0.1, none loses; with 2 a pan over kodim13 loses 0.2.
// Luma gains 0.0 to 0.25 by 0.4, but a clean clip through x264 at crf 18 loses 0.11.
constexpr double kStays = 0.1, kStaysInColour = 1;
// Texture that one frame took for white noise has at least so many times the variance that changes
// at the highest frequencies; of white noise the two agree within 10 %.
constexpr double kContradicts = 2;

struct Measuring {
    explicit Measuring(Arena &arena)
        : energies(arena.take<float>(static_cast<size_t>(kMostBlocks) * kPixels)),
          texture(arena.take<float>(kMostBlocks)) {}

    float *energies;  // by block: its coefficients' squares over its variance
    float *texture;   // by block: energy at low frequencies of what was there before
};

// The mean over the blocks of `of` that are flat.
Table mean_of_flat(const Measuring &measured, std::vector<int> of) {
    const auto flatter = [&](int a, int b) {
        const float left = measured.texture[a], right = measured.texture[b];
        return left != right ? left < right : a < b;
    };
    const auto begin = of.begin() + static_cast<int>(kFlattest * static_cast<double>(of.size()));
    const auto end = of.begin() + static_cast<int>(kFlat * static_cast<double>(of.size()));
    std::nth_element(of.begin(), end, of.end(), flatter);
    std::nth_element(of.begin(), begin, end, flatter);
    std::sort(begin, end);
    Table mean{};
    for (auto i = begin; i != end; ++i) {
        const float *const energies = measured.energies + static_cast<size_t>(*i) * kPixels;
        for (int k = 0; k < kPixels; ++k) mean[k] += energies[k];
    }
    for (double &v : mean) v /= static_cast<double>(end - begin);
    return mean;
}

Table variances_of(const NoiseSpectrum::Mixture &mixture) {
    double level = 0;
    for (const float knot : mixture.level) level += knot / NoiseSpectrum::kKnots;
    Table table;
    for (int k = 0; k < kPixels; ++k) table[k] = level * mixture.table[k];
    return table;
}

void approach(const Table &later, int frames, Table &mean) {
    for (int k = 0; k < kPixels; ++k) mean[k] += (later[k] - mean[k]) / frames;
}

}  // namespace

bool ChangingNoise::settled() const {
    return frames_ >= kSettled;
}

void ChangingNoise::measure(const ConstPlanesView &noisy, const ConstPlanesView &difference,
                            const std::vector<ChangedBlock> &blocks, const Team &team,
                            Arena &arena) {
    const size_t every = (blocks.size() + kMostBlocks - 1) / kMostBlocks;
    std::vector<ChangedBlock> chosen;
    for (size_t i = 0; i < blocks.size(); i += every) chosen.push_back(blocks[i]);
    const int count = static_cast<int>(chosen.size());
    if (count < kLeastBlocks) return;
    std::vector<int> all(count), moved;
    for (int i = 0; i < count; ++i) {
        all[i] = i;
        if (chosen[i].moved) moved.push_back(i);
    }
    channels_ = noisy.channels;
    frames_ = std::min(frames_ + 1, kMemory);
    const bool moves = static_cast<int>(moved.size()) >= kLeastBlocks;
    if (moves) moved_frames_ = std::min(moved_frames_ + 1, kMemory);

    const Arena::Scope scope(arena);
    const Measuring measured(arena);
    const BlockTransform transform;
    constexpr int kLanes = BlockTransform::kLanes;
    for (int c = 0; c < noisy.channels; ++c) {
        team.run((count + kLanes - 1) / kLanes, [&](int task, int) {
            const int first = task * kLanes, lanes = std::min(kLanes, count - first);
            BlockTransform::Place places[kLanes] = {};
            for (int i = 0; i < lanes; ++i) places[i] = {chosen[first + i].x, chosen[first + i].y};
            BlockTransform::Lanes change[kPixels], texture[kPixels];
            transform.run(difference, c, places, lanes, change);
            transform.run(noisy, c, places, lanes, texture);
            for (int i = 0; i < lanes; ++i) {
                float *const energies =
                    measured.energies + static_cast<size_t>(first + i) * kPixels;
                const float scale = 1 / chosen[first + i].variance;
                float sum = 0;
                for (int k = 0; k < kPixels; ++k) {
                    energies[k] = change[k][i] * change[k][i] * scale;
                    const float before = texture[k][i] - change[k][i];
                    if (k > 0 && k % 8 + k / 8 <= kTextureOrder) sum += before * before;
                }
                measured.texture[first + i] = sum;
            }
        });
        approach(mean_of_flat(measured, all), frames_, all_.mixture[c]);
        if (moves) approach(mean_of_flat(measured, moved), moved_frames_, moved_.mixture[c]);
    }
}

bool ChangingNoise::correct(int c, NoiseSpectrum::Mixture &found) const {
    if (empty()) return false;
    const Table one = variances_of(found);
    const bool white = std::all_of(std::begin(found.table) + 1, std::end(found.table),
                                   [](float v) { return v == 1; });
    Table seen = all_.mixture[c];
    const double top = band(seen, kTopBand);
    const double slope = bound_by_top(seen), mean = ac_mean(seen);
    const double steep = ac_mean(one) > kContradicts * mean ? kSteepTextured : kSteep;
    if (top >= kShows && (slope < steep || mean > kLoud)) {
        const bool contradicted =
            moved_frames_ > 0 && ac_mean(one) > kContradicts * ac_mean(moved_.mixture[c]);
        if (white && !contradicted && slope < kSlope && mean < kMore * ac_mean(one)) return false;
        // Without the caution that one image asks for: in clips with grain (sigma 15, blurred by
        // 0.5 and 0.65 pixels) the fusion loses 1.7 to 1.9 dB by it.
        set_mixture(seen, 1, found, 0);
        return true;
    }
    if (moved_frames_ == 0) return false;
    if (white && band(one, kTopBand) < kContradicts * top) return false;
    const double stays = channels_ == 2 || c > 0 ? kStaysInColour : kStays;
    Table bounded = one;
    for (int k = 0; k < kPixels; ++k) {
        bounded[k] = std::min(bounded[k], stays * moved_.mixture[c][k]);
    }
    if (bounded == one) return false;
    set_mixture(bounded, 1, found);
    return true;
}

double ChangingNoise::frozen(int c, const NoiseSpectrum::Mixture &found) const {
    if (empty()) return 0;
    const double there = band(variances_of(found), kTopBand);
    if (!(there > 0)) return 0;
    // What one frame shows has a floor, too.
    const double changes = band(with_floor(all_.mixture[c], 1), kTopBand);
    return std::clamp(1 - changes / there, 0.0, 1.0);
}

void take_changing_noise(Arena &count) {
    Measuring{count};
}

}  // namespace zsn2n
