// SPDX-License-Identifier: BSD-2-Clause
#include "noise/spectrum_fit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/math.h"
#include "noise/block_pairs.h"
#include "noise/brightness_levels.h"
#include "noise/drawing.h"
#include "noise/luma_noise.h"
#include "noise/plane_judge.h"
#include "noise/quiet_blocks.h"
#include "noise/sample_values.h"
#include "noise/screen.h"
#include "noise/shared_noise.h"

namespace zsn2n {

namespace {

constexpr int kPixels = BlockSpectra::kPixels, kSide = BlockSpectra::kSide;
constexpr double kCode = 1.0 / 255;

// Of mixtures `first` to `end`.
Table mean_table(const Tables &tables, int first, int end) {
    Table mean{};
    for (int c = first; c < end; ++c) {
        for (int k = 0; k < kPixels; ++k) mean[k] += tables.mixture[c][k] / (end - first);
    }
    return mean;
}

// The shape of a table.
struct Form {
    explicit Form(const Table &table)
        : high(std::sqrt(band(table, kHighBand)) / kCode),
          middle(middle_over_top(table)),
          low(band(table, kLowBand) / band(table, kHighBand)) {}
    double high;         // rms of the high band, in codes of 8 bit
    double middle, low;  // variances over the highest band's, over the high band's
};

double unevenness(const BlockSpectra &blocks, const QuietBlocks &quiet, int c) {
    return energy_of(blocks, quiet.variances.mixture[c], quiet.chosen, c).uneven;
}

// 1 where the blocks are as even as noise makes them, down to 0 where they hold texture. Of the
// noisy camera JPEGs 14 of 19 stay below 1.2, of their clean truths 6.
double belief(double uneven) {
    const double square = uneven * uneven / (1.2 * 1.2);
    return 1 / (1 + square * square);
}

// The luma that is taken of R, G and B is so many times a grey plane.
constexpr double kVarianceOfRgb = 3;
const double kLumaOfRgb = std::sqrt(kVarianceOfRgb);

// How far the quiet blocks stand for all others, 0 to 1. Noise that is the same everywhere, blurred
// by 0.5 to 1.5 px, on grey Kodak crops: unevenness to 0.13, kodim11's and 21's 0.2. Photos with
// strong noise: 0.4 and 0.9; elsewhere theirs is more.
double certainty(double uneven) {
    return std::clamp((0.35 - uneven) / 0.1, 0.0, 1.0);
}

constexpr double kLeastFloor = 0.05;

// The floor of one plane's luma, as a share of the mean. With the mean itself, noise of sigma 10 to
// 25 blurred by 0.5 to 1 px loses 0.1 to 0.6 dB. RGB keeps it: without, such noise gains 0.3 to 0.8
// dB, but less is removed of a phone photo's (rms 10.1 instead of 12.1).
double floor_of(double caution) {
    return std::clamp((caution - 1) / (kSpectrumCaution - 1), kLeastFloor, 1.0);
}

constexpr double kStrong = 9;  // rms, in codes of 8 bit

// As bound_by_top(), where there is noise to go by; the table is of `times` a plane. Returns the
// caution, which is `doubtful` where nothing is certain.
double bound_luma(Table &luma, double times, bool level, double certain,
                  double doubtful = kSpectrumCaution) {
    constexpr double kShown = 0.85;
    const auto caution = [&](double known) { return doubtful + certain * (known - doubtful); };
    // Of weak noise a codec leaves too little; what is strong holds texture. Camera JPEGs have an
    // rms to 8 (with a caution of 1 they lose 0.1 dB), noise of sigma 15 blurred by 1 px from 10
    // (it gains 0.8).
    if (std::sqrt(band(luma, kTopBand)) < 2 * kCode)
        return std::sqrt(ac_mean(luma)) > kStrong * times * kCode ? caution(1) : doubtful;
    const double slope = bound_by_top(luma, level);
    // Noise of sigma 10 to 25 blurred by 0.5 and 0.7 px gains 1 dB over a caution of 2. What is
    // level is too low where a codec took some of the highest frequencies.
    return level ? kShown + 1.8 * std::min(slope - 1, 0.63) : caution(kShown);
}

// Of one plane's luma of which a codec has left no high frequencies. Kodak crops with noise of
// sigma 8 blurred by 0.7 px through quality 90 gain 0.2 dB with {2, 1}, and 0.8 so; 19 camera JPEGs
// the same. What is strong in even blocks is grain, and needs no floor.
Bounds hidden_luma(const PlaneJudge &judge) {
    constexpr double kFactor = 1, kFloor = 1.5;
    const double certain = judge.rms() > kStrong ? certainty(judge.uneven()) : 0;
    return {kFactor, kFloor + certain * (kLeastFloor - kFloor)};
}

// Of one plane's luma; bounds the table where its highest frequencies show noise.
Bounds luma_bounds(const PlaneJudge &judge, Table &table) {
    if (judge.hidden()) return hidden_luma(judge);
    const double caution =
        bound_luma(table, 1, false, certainty(judge.uneven()), judge.doubtful_caution());
    return {caution, floor_of(caution)};
}

// The mixture of one plane's variances, `times` as many.
void set_plane(const PlaneJudge &judge, Table table, bool is_chroma, double times,
               NoiseSpectrum::Mixture &mixture) {
    const Bounds bounds = is_chroma ? judge.chroma_bounds() : luma_bounds(judge, table);
    for (double &v : table) v *= belief(judge.uneven());
    set_mixture(table, times * bounds.factor, mixture, bounds.floor);
}

constexpr double kVeryCoarse = 1.9;

constexpr char kPattern[] = "a regular pattern, such as a halftone screen, covers it";
constexpr char kEdges[] = "edges, as of small text, cover it";
constexpr char kTexture[] = "texture covers it";

SpectrumFit untold(const char *why) {
    return {NoiseKind::kUnknown, {}, why};
}

// So many chosen blocks tell a spectrum; where fewer of kEnoughBlocks do, the rest is edges.
constexpr int kFewBlocks = 80, kEnoughBlocks = 320;

// Whether edges, as of small text, are all there is to go by. Pairs of glyphs cancel (agreement to
// 0.39; of noise on Kodak24 from 0.6), and the low frequencies have 8 times the highest ones'
// variance or more. What fit_noise() then found may be the paper's own noise: fine-grained and far
// below.
bool hides_noise(const PlaneJudge &judge, const Table &quiet, const NoiseModel &white) {
    if (band(quiet, kLowBand) < 5 * band(quiet, kTopBand)) return false;
    if (judge.rms() > 60 && white.coarseness >= 2) return true;
    if (judge.agreement() > 0.5 || judge.rms() < 30) return false;
    return white.coarseness >= 2 || white.sigma > judge.rms() / 3 * kCode;
}

// Whether one frequency stands above all lower ones: a halftone screen, a weave, an interlaced
// display. Variances over the mean of u + v of 1 to 3: screens 5.9 to 66, the dots of one whose
// blocks are few from 3.3; noise of rows 3 at most, and on the axes alone; all else 1.9 at most
// (Kodak24, camera, microscopy and real pictures, clean and noisy).
bool is_screen(const Table &table) {
    constexpr double kStands = 5, kStandsAcross = 3;
    // Noise that was sharpened rises, but not at one frequency alone.
    Table sorted = table;
    std::nth_element(sorted.begin(), sorted.begin() + kPixels / 2, sorted.end());
    const double lower = std::max(band_mean(table, 1, 4), sorted[kPixels / 2]);
    for (int k = 1; k < kPixels; ++k) {
        const int u = k % kSide, v = k / kSide;
        if (u + v < 4 || table[k] < 4 * kCode * kCode) continue;
        if (table[k] > (u && v ? kStandsAcross : kStands) * lower) return true;
    }
    return false;
}

SpectrumFit fit_planes(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                       const QuietBlocks &quiet, const NoiseModel &white, const Team &team) {
    SpectrumFit fit;
    const Tables pairs = measure_pairs(blocks, quiet.variances, team);
    fit.spectrum.mixtures = blocks.mixtures;
    for (int c = 0; c < blocks.mixtures; ++c) {
        const Table &mine = quiet.variances.mixture[c], &its = pairs.mixture[c];
        const PlaneJudge judge(mine, its, unevenness(blocks, quiet, c));
        if (c == 0 && hides_noise(judge, mine, white)) return untold(kEdges);
        const bool is_chroma = blocks.mixtures == 2 || c > 0;
        if (!is_chroma && judge.covered()) return untold(kTexture);
        const bool coloured = is_chroma ? judge.chroma() : judge.luma(white.coarseness);
        if (!coloured || few_levels(noisy.channel(c), ac_mean(mine))) {
            set_white(white.curve, c, fit.spectrum.mixture[c]);
            if (!is_chroma) fit.white_luma = true;
            continue;
        }
        fit.kind = NoiseKind::kColoured;
        set_plane(judge, geometric_mean(mine, its), is_chroma, 1, fit.spectrum.mixture[c]);
    }
    if (fit.kind == NoiseKind::kWhite) fit.spectrum = {};
    return fit;
}

// Luma of R, G and B as a grey plane.
PlaneJudge judge_grey(const Table &quiet, const Table &pairs, double uneven) {
    const auto as_plane = [](Table table) {
        for (double &v : table) v /= kVarianceOfRgb;
        return table;
    };
    return {as_plane(quiet), as_plane(pairs), uneven};
}

// R, G and B that are the same: no colour bounds luma.
SpectrumFit fit_grey(const Tables &quiet, const Tables &pairs, const PlaneJudge &judge) {
    SpectrumFit fit;
    fit.kind = NoiseKind::kColoured;
    fit.spectrum.mixtures = 3;
    Table table = geometric_mean(quiet.mixture[0], pairs.mixture[0]);
    for (double &v : table) v /= kVarianceOfRgb;
    set_plane(judge, table, false, kVarianceOfRgb, fit.spectrum.mixture[0]);
    for (const int c : {1, 2}) set_mixture(quiet.mixture[c], 1, fit.spectrum.mixture[c]);
    return fit;
}

// Of chroma. Noise that is the same everywhere, blurred or not, is uneven by 0.03 to 0.06 in 396
// blocks (24 Kodak crops), and loses 0.05 to 0.1 dB by more than 1. A noisy photo's by 0.2: its
// quiet blocks tell too little of the others, and it kept coloured specks. Few blocks tell neither.
double chroma_caution_of(const BlockSpectra &blocks, const QuietBlocks &quiet) {
    constexpr double kEven = 0.1, kUneven = 0.18, kFew = 200, kMany = 400;
    const double uneven = std::max(unevenness(blocks, quiet, 1), unevenness(blocks, quiet, 2));
    const double known = ramp(static_cast<double>(quiet.chosen.size()), kFew, kMany);
    return 1 + known * ramp(uneven, kEven, kUneven) * (kSpectrumCaution - 1);
}

// Where luma is texture, so is most of what chroma shows. Kodak crops through JPEG, dB in RGB with
// {2, 1}, {0.7, 1}, {0.7, 2.9}: 18 clean ones at quality 95 -0.12, 0.10, 0.08; 10 with sigma 3
// blurred by 1 px 0.28, 0.76, 0.72; 3 camera JPEGs 0.11, 0.05, 0.07.
constexpr Bounds kTexturedChroma{0.7, 2};
// Where luma is noise too: clean ones at 95 +0.03 dB, all other sets the same.
constexpr Bounds kMixedChroma{1, 1.4};
// Even blocks hold less texture: with 0.7 a starry sky keeps patterns (seen at four times
// contrast).
constexpr double kMixedLuma = 0.7, kMixedEvenLuma = 1.2;

double between(double a, double b, double share) {
    return a + share * (b - a);
}

// By the blocks alone.
SpectrumFit fit_blocks(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                       const QuietBlocks &quiet, bool rgb, const NoiseModel &white,
                       const Team &team) {
    SpectrumFit fit;
    const int chosen = static_cast<int>(quiet.chosen.size());
    const bool large = blocks.size() > kEnoughBlocks;
    if (chosen == 0 || (chosen < kFewBlocks && large)) {
        // Text alone is left. What leaves so few blocks else, such as noise of which most samples
        // are clipped, is fine-grained: a coarseness of 0.7 to 0.95, in small or holey pictures
        // to 1.5, and to 2 where the noise is weak.
        if (white.coarseness > kVeryCoarse && (large || white.sigma > 30 * kCode)) {
            return untold(kEdges);
        }
        if (chosen == 0) return fit;
    }
    for (int c = 0; c < blocks.mixtures && chosen >= kFewBlocks; ++c) {
        if (!is_screen(quiet.variances.mixture[c])) continue;
        return untold(kPattern);
    }
    if (!rgb) return fit_planes(noisy, blocks, quiet, white, team);

    const Table quiet_chroma = mean_table(quiet.variances, 1, 3);
    const Form chroma(quiet_chroma);
    // Chroma has noise at its highest frequencies, and so no codec wiped it. White noise of sigma 3
    // to 50 on Kodak24, of Poisson noise, of 128x128 to 768x512 pixels: middle up to 1.08, low up
    // to 4.3. Noise blurred by 0.5 px: middle from 1.68; a SIDD block: low 11.6.
    const bool visible = chroma.high >= 1.5;
    const double uneven = unevenness(blocks, quiet, 0);
    if (visible && chroma.middle < 1.35 && chroma.low < 5) {
        const double luma = shared_noise(blocks, quiet, uneven, team);
        if (luma == 1) return fit;
        set_shared(white.curve, luma, fit.spectrum);
        fit.kind = NoiseKind::kColoured;
        return fit;
    }

    // Edges of text: an rms of 86 to 111; of noise at most 61 (Poisson noise of 10 photons).
    if (std::sqrt(ac_mean(quiet.variances.mixture[0])) > 70 * kCode) return fit;

    const Tables pairs = measure_pairs(blocks, quiet.variances, team);
    const Table &luma_quiet = quiet.variances.mixture[0];
    const Form luma(pairs.mixture[0]);
    // As of one plane that has a power law.
    const double falls = fall(geometric_mean(luma_quiet, pairs.mixture[0]), 4, 8);
    // Noise of luma alone: on clean Kodak24 at most one of the first two holds. Where the middle is
    // above 1.6, kodim13 through JPEG falls by 2.6; white noise on brick has a middle of 1.4.
    const bool luma_noise =
        luma.high > 4.8 && (luma.middle < 1.6 || (luma.middle < 2.1 && falls < 2.2));
    if (std::sqrt(ac_mean(quiet_chroma)) < 0.2 * kCode) {
        const PlaneJudge judge = judge_grey(luma_quiet, pairs.mixture[0], uneven);
        if (!luma_noise && judge.covered()) return untold(kTexture);
        if (!luma_noise && !judge.luma(white.coarseness)) return fit;
        if (few_levels(noisy, ac_mean(luma_quiet) / kVarianceOfRgb)) return fit;
        // Cameras, too, leave no noise in colour: 4 of 19 JPEGs lose 0.1 to 0.6 dB as grey ones.
        if (!luma_noise && is_grey(noisy)) return fit_grey(quiet.variances, pairs, judge);
    } else if (!visible && chroma.high > 0.33 && chroma.middle < 1.7 && !luma_noise &&
               !(uneven < 0.5 && chroma.low > 15)) {
        // Rounding still lies evenly on chroma: no camera or codec was at work. Clean Kodak24: high
        // 0.35 to 0.63, middle to 1.48; chroma through a JPEG file: below 0.33 or from 1.93. But
        // even blocks with blotches of colour are noise of a picture that was enlarged or smoothed:
        // low 33.7 and uneven 0.42 at dusk; of clean Kodak24 low is 10.5 at most where uneven is
        // below 0.8.
        return fit;
    }

    // Leaves all over: pairs show less than neighbours do, and the blocks are uneven. Of noise that
    // strong, a SIDD block has an agreement of 1.04 and 0.11, a phone photo 1.28 and 0.20.
    if (uneven > 0.6 && std::sqrt(ac_mean(luma_quiet)) > 25 * kCode &&
        ac_mean(pairs.mixture[0]) < 0.65 * ac_mean(luma_quiet)) {
        return untold(kTexture);
    }

    Tables tables;
    for (int c = 0; c < 3; ++c) {
        tables.mixture[c] = geometric_mean(quiet.variances.mixture[c], pairs.mixture[c]);
    }
    const Table mean_chroma = mean_table(tables, 1, 3);
    Table &y = tables.mixture[0];
    const double chroma_low = std::sqrt(band(mean_chroma, kLowBand)) / kCode;
    // What a codec takes from chroma it leaves in luma: then their top bands differ by far more.
    const bool blurred = (visible && chroma.middle > 1.35) ||
                         (!visible && std::sqrt(ac_mean(quiet_chroma)) > 8 * kCode &&
                          band(y, kTopBand) < 40 * band(quiet_chroma, kTopBand));
    double luma_caution = kSpectrumCaution, chroma_caution = kSpectrumCaution;
    if (blurred) {
        bound_by_chroma(mean_chroma, uneven, y);
        luma_caution = 1;
        chroma_caution = chroma_caution_of(blocks, quiet);
    } else if (!visible) {
        // Noise that luma shows at high frequencies is no more at lower ones; what is more there is
        // texture: 8 crops of sigma 15 through quality 90 3.30 -> 5.17 dB.
        luma_caution = bound_luma(y, kLumaOfRgb, luma_noise, certainty(uneven));
    }
    // Texture passes for luma noise more than for chroma noise. +0.1 dB (camera), +0.6 (CC15). Also
    // where chroma shows none, if luma has more at high frequencies than what a codec leaves of
    // noise: camera JPEGs 0.74 at most. Clean photos through JPEG of quality 90, 24 crops: -0.46 ->
    // +0.14 dB; sigma 5 through quality 80 loses 0.12. What is strong and falls as texture does:
    // 12 crops of sigma 5 through quality 95 1.33 -> 1.67, of sigma 10 through 75 1.07 -> 0.93.
    if ((chroma_low > 0.7 || (luma.high > 0.9 && falls > 2.5)) && !luma_noise) {
        const bool strong = std::sqrt(ac_mean(luma_quiet)) > 15 * kCode;
        const double times = strong && falls > 2.5 && falls < 4.3 ? 4 : 12;
        for (double &v : y) v = std::min(v, times * chroma_low * chroma_low * kCode * kCode);
    }
    const LumaSigns signs{falls,
                          luma.high,
                          chroma_low,
                          uneven,
                          ac_mean(pairs.mixture[0]) / ac_mean(luma_quiet),
                          std::sqrt(ac_mean(luma_quiet)) / kCode};
    fit.luma_stands = luma_stands(signs);
    // Else it is mostly texture, unless colour has noise in even blocks (at dusk 1.1 codes). Clean
    // Kodak crops through JPEG of quality 95: 39.86 -> 40.01 dB (in 39.99), with sigma 3 +0.04,
    // with sigma 5 the same; clean camera JPEGs to themselves 59.0 -> 59.5.
    constexpr double kDoubtful = 0.5, kLow = 1, kEven = 0.6;
    const bool noise =
        fit.luma_stands || luma_noise || blurred || (chroma_low > kLow && uneven < kEven);
    for (double &v : y) v *= (noise ? 1 : kDoubtful) * belief(uneven);
    const bool rises = set_levels(blocks, quiet, fit.spectrum);
    Bounds chroma_bounds{chroma_caution, 1};
    if (!noise) {
        chroma_bounds = kTexturedChroma;
    } else if (!blurred && !luma_noise && !rises) {
        // Where the noise rises, quiet blocks tell too little of the others: photos at dusk and
        // with strong noise would keep theirs.
        const double mixed = luma_mixes(signs), less = mixed * colour_shows(signs);
        const double mixture = between(kMixedLuma, kMixedEvenLuma, certainty(uneven));
        luma_caution = between(luma_caution, mixture, less);
        chroma_bounds.factor = between(chroma_bounds.factor, kMixedChroma.factor, mixed);
        chroma_bounds.floor = between(chroma_bounds.floor, kMixedChroma.floor, mixed);
        fit.luma_mixes = less > 0.5;
    }

    fit.kind = NoiseKind::kColoured;
    fit.spectrum.mixtures = 3;
    set_mixture(y, luma_caution, fit.spectrum.mixture[0]);
    for (const int c : {1, 2})
        set_mixture(tables.mixture[c], chroma_bounds.factor, fit.spectrum.mixture[c],
                    chroma_bounds.floor);
    return fit;
}

}  // namespace

SpectrumFit fit_spectrum(const ConstPlanesView &noisy, const ConstPlanesView &mask, bool rgb,
                         const NoiseModel &white, const Team &team) {
    rgb = rgb && noisy.channels >= 3;
    const BlockSpectra blocks = transform_blocks(noisy, mask, rgb, team);
    const QuietBlocks quiet = find_quiet_blocks(blocks, team);
    const SpectrumFit fit = fit_blocks(noisy, blocks, quiet, rgb, white, team);
    // Letters and dots look like noise that is coarse. White noise on them is told from them.
    const bool coarse = fit.kind == NoiseKind::kWhite && white.coarseness > kCoarse;
    if (fit.kind != NoiseKind::kColoured && !coarse) return fit;
    if (is_drawing(noisy, mask, blocks, quiet)) return untold(kEdges);
    for (int c = 0; c < std::min(noisy.channels, 3); ++c) {
        if (has_screen(noisy, c, mask, team)) return untold(kPattern);
    }
    return fit;
}

size_t spectrum_fit_bytes(const Shape &shape) {
    // The coefficients, and once more while pairs are looked for.
    return 2 * block_spectra_bytes(shape.width, shape.height, shape.channels) + (size_t{1} << 20);
}

}  // namespace zsn2n
