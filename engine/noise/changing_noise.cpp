// SPDX-License-Identifier: BSD-2-Clause
#include "noise/changing_noise.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"
#include "image/fractional_shift.h"
#include "noise/block_transform.h"

namespace zsn2n {

namespace {

constexpr int kPixels = BlockSpectra::kPixels;
constexpr double kCodeSquared = 1.0 / (255 * 255);

constexpr int kMostBlocks = ChangingNoise::kMostBlocks;
// Of less the slope of white noise is not known well enough.
constexpr int kLeastBlocks = 64;
// Measured frames over which the mean goes, and after which it is to be relied upon.
constexpr int kMemory = 8, kSettled = 4;

// Blocks without much texture, in which a wrong or half a pixel's motion leaves little. The
// flattest are left out: they are where a codec wiped the noise. Told by what was there before, up
// to this u + v, so that blocks are not chosen for their noise being small by chance.
constexpr double kFlattest = 0.05, kFlat = 0.4;
constexpr int kTextureOrder = 6;

// From this variance at the highest frequencies on there is noise: in colour, and in luma beside
// colour that has noise. What x264 leaves of a clean clip's luma changes as well, the more of it
// the less normally: over pans of fractions of a pixel by 0.2 to 3.9 squared codes of 8 bit with a
// normality of 0.49 to 0.74, where colour's changes by 0.01 to 0.14; of such pictures at half their
// size by 5.3, 6.0 and 22 with 0.59, 0.74 and 0.59. Taken for noise it cost 1.1 to 2 dB at crf 18.
// Noise that luma alone has, of sigma 8 through crf 20, shows from 13 with 0.78. For clean clips'
// sake weaker noise of that kind is left: of sigma 3 luma gains 0.2 to 1.6 dB, not 0.9 to 2.0.
constexpr double kShows = 0.6 * kCodeSquared;
constexpr double kMostOfCodec = 30 * kCodeSquared, kOfCodec = 0.6, kOfNoise = 0.8;
// Strong noise of which a codec left little there shows by its mean. That is 1 to 18 of those
// pictures, of kodim01 at half its size 37, where colour's is 0.1 to 2.4; of noise of sigma 8
// through MJPEG 30 and more.
constexpr double kLoudLuma = 25 * kCodeSquared, kLoudColour = 5 * kCodeSquared;
// What is left of colour's noise by crf 28 (0.3 to 0.5) has a normality of 0.3 to 0.5.
constexpr double kShowsSparse = 0.3 * kCodeSquared, kSparse = 0.5;
// What a codec leaves of a clean clip's fine texture changes, too: slopes from 2.4, means to 8. Of
// noise of sigma 4 to 15 through crf 18 to 26, where it shows, slopes are at most 1.9.
constexpr double kSteep = 2.3, kLoud = 10 * kCodeSquared;
// Where one frame shows far more than what changes, it shows texture, so that more of what changes
// is texture, too: clean brick has slopes from 2.0, noise to 1.6.
constexpr double kSteepTextured = 1.9;
// Noise that one frame showed to be white stays so up to here. White noise: slopes to 1.11, means
// to 1.02 of the frame's; with sigma 8 through crf 23 from 1.16 and 0.97, through crf 26 from 1.20.
constexpr double kSlope = 1.16, kMore = 1.5;
// A codec that keeps a few coefficients of the noise keeps some of it from frame to frame, too:
// there is more than what changes, by the normality to the power of -2. So in colour, where the
// truth is known: pans and clips with sigma 4 to 12 through crf 23 to 28 have 1.2 to 2.4 times what
// changes, at a normality of 0.91 to 0.5. Luma's texture takes some of its normality: it is given
// kAllowed. At crf 23 to 28 luma gains up to 0.8 dB by it and colour up to 3.6. Not so where the
// variance falls steeply, as MJPEG's does, which keeps nothing from frame to frame.
constexpr double kNormal = 0.9, kAllowed = 0.15, kMostKept = 4;
// Of what changes where the picture moves, the share that can be noise where none shows: the rest
// is texture that the motion does not meet, which colour has less of. Pans over five Kodak images
// and two clips, clean and with sigma 5 to 12 through MJPEG and x264 at crf 18 to 26:
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

// Those of `of` that are flat, in order.
std::vector<int> flat(const Measuring &measured, std::vector<int> of) {
    const auto flatter = [&](int a, int b) {
        const float left = measured.texture[a], right = measured.texture[b];
        return left != right ? left < right : a < b;
    };
    const auto begin = of.begin() + static_cast<int>(kFlattest * static_cast<double>(of.size()));
    const auto end = of.begin() + static_cast<int>(kFlat * static_cast<double>(of.size()));
    std::nth_element(of.begin(), end, of.end(), flatter);
    std::nth_element(of.begin(), begin, end, flatter);
    std::sort(begin, end);
    return {begin, end};
}

Table mean_of(const Measuring &measured, const std::vector<int> &blocks) {
    Table mean{};
    for (const int i : blocks) {
        const float *const energies = measured.energies + static_cast<size_t>(i) * kPixels;
        for (int k = 0; k < kPixels; ++k) mean[k] += energies[k];
    }
    for (double &v : mean) v /= static_cast<double>(blocks.size());
    return mean;
}

// Of the highest frequencies, the squared mean deviation over the variance, and over what that is
// of normal deviates (Geary, Biometrika 1935): 1 for noise, less where a codec kept a few of its
// coefficients.
double normality_of(const Measuring &measured, const std::vector<int> &blocks) {
    double sum = 0;
    int count = 0;
    for (int k = 0; k < kPixels; ++k) {
        if (k % 8 + k / 8 < kTopBand[0]) continue;
        double deviations = 0, energies = 1e-12;
        for (const int i : blocks) {
            const float energy = measured.energies[static_cast<size_t>(i) * kPixels + k];
            deviations += std::sqrt(energy);
            energies += energy;
        }
        sum += deviations * deviations / (energies * static_cast<double>(blocks.size()));
        ++count;
    }
    return M_PI_2 * sum / count;
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

bool ChangingNoise::of_colour(int c) const {
    return channels_ == 2 || c > 0;
}

bool ChangingNoise::shows(int c) const {
    const double top = band(all_.mixture[c], kTopBand);
    if (of_colour(c)) return top >= (normality_[c] < kSparse ? kShowsSparse : kShows);
    const bool beside = colour_shows_ || (channels_ == 3 && (shows_colour(1) || shows_colour(2)));
    const double codec = beside ? 0 : ramp(normality_[c], kOfNoise, kOfCodec);
    return top >= kShows &&
           (top >= between(kShows, kMostOfCodec, codec) || ac_mean(all_.mixture[c]) >= kLoudLuma);
}

bool ChangingNoise::shows_colour(int c) const {
    return shows(c) || ac_mean(all_.mixture[c]) >= kLoudColour;
}

double ChangingNoise::kept_over_changing(int c) const {
    const double normality = normality_[c] + (of_colour(c) ? 0 : kAllowed);
    return std::min(std::pow(std::min(normality, 1.0), -2), kMostKept);
}

void ChangingNoise::take_colour(const ChangingNoise &colour) {
    colour_shows_ = false;
    for (int c = 0; c < colour.channels_; ++c) colour_shows_ |= colour.shows_colour(c);
}

bool ChangingNoise::settled() const {
    return frames_ >= kSettled;
}

void ChangingNoise::measure(const ConstPlanesView &noisy, const ConstPlanesView &difference,
                            const std::vector<ChangedBlock> &blocks, const Team &team,
                            Arena &arena) {
    const int count = static_cast<int>(blocks.size());
    if (count < kLeastBlocks) return;
    std::vector<int> all(count), moved;
    for (int i = 0; i < count; ++i) {
        all[i] = i;
        if (blocks[i].moved) moved.push_back(i);
    }
    channels_ = noisy.channels;
    frames_ = std::min(frames_ + 1, kMemory);
    const bool moves = static_cast<int>(moved.size()) >= kLeastBlocks;
    if (moves) moved_frames_ = std::min(moved_frames_ + 1, kMemory);

    const Arena::Scope scope(arena);
    const Measuring measured(arena);
    const BlockTransform transform;
    const FractionalShift &shift = FractionalShift::shared();
    constexpr int kLanes = BlockTransform::kLanes;
    for (int c = 0; c < noisy.channels; ++c) {
        team.run((count + kLanes - 1) / kLanes, [&](int task, int) {
            const int first = task * kLanes, lanes = std::min(kLanes, count - first);
            BlockTransform::Place places[kLanes] = {};
            for (int i = 0; i < lanes; ++i) places[i] = {blocks[first + i].x, blocks[first + i].y};
            BlockTransform::Lanes change[kPixels], texture[kPixels];
            transform.run(difference, c, places, lanes, change);
            transform.run(noisy, c, places, lanes, texture);
            for (int i = 0; i < lanes; ++i) {
                float *const energies =
                    measured.energies + static_cast<size_t>(first + i) * kPixels;
                const ChangedBlock &block = blocks[first + i];
                float sum = 0;
                for (int k = 0; k < kPixels; ++k) {
                    const float before = block.before * shift.left_at(block.step_x, k % 8) *
                                         shift.left_at(block.step_y, k / 8);
                    energies[k] = change[k][i] * change[k][i] / (1 + before);
                    const float was = texture[k][i] - change[k][i];
                    if (k > 0 && k % 8 + k / 8 <= kTextureOrder) sum += was * was;
                }
                measured.texture[first + i] = sum;
            }
        });
        const std::vector<int> flattest = flat(measured, all);
        approach(mean_of(measured, flattest), frames_, all_.mixture[c]);
        normality_[c] += (normality_of(measured, flattest) - normality_[c]) / frames_;
        if (moves)
            approach(mean_of(measured, flat(measured, moved)), moved_frames_, moved_.mixture[c]);
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
    if (shows(c) && (slope < steep || mean > kLoud)) {
        const bool contradicted =
            moved_frames_ > 0 && ac_mean(one) > kContradicts * ac_mean(moved_.mixture[c]);
        const bool agrees = white && !contradicted && slope < kSlope && mean < kMore * ac_mean(one);
        if (agrees && normality_[c] >= kNormal) return false;
        const double kept = slope < steep ? kept_over_changing(c) : 1;
        if (agrees && !of_colour(c)) {
            const double more = std::max(std::sqrt(kept) * mean / ac_mean(one), 1.0);
            for (float &level : found.level) level *= static_cast<float>(more);
            return more > 1;
        }
        // Without the caution that one image asks for: in clips with grain (sigma 15, blurred by
        // 0.5 and 0.65 pixels) the fusion loses 1.7 to 1.9 dB by it.
        set_mixture(seen, kept, found, 0);
        return true;
    }
    if (moved_frames_ == 0) return false;
    if (white && band(one, kTopBand) < kContradicts * top) return false;
    const double stays = of_colour(c) ? kStaysInColour : kStays;
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
