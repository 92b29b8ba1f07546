// SPDX-License-Identifier: BSD-2-Clause
#include "noise/rgb_fit.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"
#include "noise/block_pairs.h"
#include "noise/brightness_levels.h"
#include "noise/coarse_levels.h"
#include "noise/luma_bounds.h"
#include "noise/luma_noise.h"
#include "noise/plane_fit.h"
#include "noise/sample_values.h"
#include "noise/shared_noise.h"

namespace zsn2n {

namespace {

constexpr int kPixels = BlockSpectra::kPixels;
constexpr double kCode = 1.0 / 255;
const double kLumaOfRgb = std::sqrt(kVarianceOfRgb);

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

double rms(const Table &table) {
    return std::sqrt(ac_mean(table)) / kCode;
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

// What the quiet blocks and their pairs say.
struct Signs {
    Signs(const QuietBlocks &quiet, const Table &quiet_chroma, const Tables &pairs,
          double uneven_blocks)
        : luma_quiet(quiet.variances.mixture[0]),
          luma(pairs.mixture[0]),
          chroma(quiet_chroma),
          chroma_rms(rms(quiet_chroma)),
          chroma_top(band(quiet_chroma, kTopBand)),
          // As of one plane that has a power law.
          falls(fall(geometric_mean(luma_quiet, pairs.mixture[0]), 4, 8)),
          uneven(uneven_blocks),
          agreement(ac_mean(pairs.mixture[0]) / ac_mean(luma_quiet)),
          luma_rms(rms(luma_quiet)) {
        // Noise of luma alone: on clean Kodak24 at most one of the first two holds. Where the
        // middle is above 1.6, kodim13 through JPEG falls by 2.6; white noise on brick has a middle
        // of 1.4.
        luma_noise = luma.high > 4.8 && (luma.middle < 1.6 || (luma.middle < 2.1 && falls < 2.2));
    }

    // Chroma has noise at its highest frequencies, and so no codec wiped it.
    bool visible() const { return shows_noise(chroma); }
    static bool shows_noise(const Form &chroma) { return chroma.high >= 1.5; }

    // Rounding still lies evenly on chroma: no camera or codec was at work. Clean Kodak24: high
    // 0.35 to 0.63, middle to 1.48; chroma through a JPEG file: below 0.33 or from 1.93. But even
    // blocks with blotches of colour are noise of a picture that was enlarged or smoothed: low 33.7
    // and uneven 0.42 at dusk; of clean Kodak24 low is 10.5 at most where uneven is below 0.8.
    bool untouched() const {
        return !visible() && chroma.high > 0.33 && chroma.middle < 1.7 && !luma_noise &&
               !(uneven < 0.5 && chroma.low > 15);
    }

    // Leaves all over: pairs show less than neighbours do, and the blocks are uneven. Of noise that
    // strong, a SIDD block has an agreement of 1.04 and 0.11, a phone photo 1.28 and 0.20.
    bool covered() const { return uneven > 0.6 && luma_rms > 25 && agreement < 0.65; }

    // Noise that no codec took. What one takes from chroma it leaves in luma: then their top bands
    // differ by far more.
    bool blurred(const Table &y) const {
        return (visible() && chroma.middle > 1.35) ||
               (!visible() && chroma_rms > 8 && band(y, kTopBand) < 40 * chroma_top);
    }

    const Table &luma_quiet;
    Form luma, chroma;  // of pairs, of quiet blocks
    double chroma_rms, chroma_top, falls, uneven, agreement, luma_rms;
    bool luma_noise;
};

// Texture passes for luma noise more than for chroma noise. +0.1 dB (camera), +0.6 (CC15). Also
// where chroma shows none, if luma has more at high frequencies than what a codec leaves of noise:
// camera JPEGs 0.74 at most. Clean photos through JPEG of quality 90, 24 crops: -0.46 -> +0.14 dB;
// sigma 5 through quality 80 loses 0.12. What is strong and falls as texture does: 12 crops of
// sigma 5 through quality 95 1.33 -> 1.67, of sigma 10 through 75 1.07 -> 0.93.
void bound_by_low_chroma(const Signs &signs, double chroma_low, Table &y) {
    if (signs.luma_noise || !(chroma_low > 0.7 || (signs.luma.high > 0.9 && signs.falls > 2.5)))
        return;
    const bool strong = signs.luma_rms > 15;
    const double times = strong && signs.falls > 2.5 && signs.falls < 4.3 ? 4 : 12;
    for (double &v : y) v = std::min(v, times * chroma_low * chroma_low * kCode * kCode);
}

SpectrumFit fit_coloured(const BlockSpectra &blocks, const QuietBlocks &quiet, const Tables &pairs,
                         const Signs &signs) {
    Tables tables;
    for (int c = 0; c < 3; ++c) {
        tables.mixture[c] = geometric_mean(quiet.variances.mixture[c], pairs.mixture[c]);
    }
    const Table mean_chroma = mean_table(tables, 1, 3);
    Table &y = tables.mixture[0];
    const double chroma_low = std::sqrt(band(mean_chroma, kLowBand)) / kCode;
    const bool blurred = signs.blurred(y);
    double luma_caution = kSpectrumCaution, chroma_caution = kSpectrumCaution;
    if (blurred) {
        bound_by_chroma(mean_chroma, signs.uneven, y);
        luma_caution = 1;
        chroma_caution = chroma_caution_of(blocks, quiet);
    } else if (!signs.visible()) {
        // Noise that luma shows at high frequencies is no more at lower ones; what is more there is
        // texture: 8 crops of sigma 15 through quality 90 3.30 -> 5.17 dB.
        luma_caution = bound_luma(y, kLumaOfRgb, signs.luma_noise, certainty(signs.uneven));
    }
    bound_by_low_chroma(signs, chroma_low, y);

    SpectrumFit fit;
    const LumaSigns of_luma{signs.falls,  signs.luma.high, chroma_low,
                            signs.uneven, signs.agreement, signs.luma_rms};
    fit.luma_stands = luma_stands(of_luma);
    // Else it is mostly texture, unless colour has noise in even blocks (at dusk 1.1 codes). Clean
    // Kodak crops through JPEG of quality 95: 39.86 -> 40.01 dB (in 39.99), with sigma 3 +0.04,
    // with sigma 5 the same; clean camera JPEGs to themselves 59.0 -> 59.5.
    constexpr double kDoubtful = 0.5, kLow = 1, kEven = 0.6;
    const bool noise = fit.luma_stands || signs.luma_noise || blurred ||
                       (chroma_low > kLow && signs.uneven < kEven);
    for (double &v : y) v *= (noise ? 1 : kDoubtful) * belief(signs.uneven);
    const bool rises = set_levels(blocks, quiet, fit.spectrum);
    Bounds chroma_bounds{chroma_caution, 1};
    if (!noise) {
        chroma_bounds = kTexturedChroma;
    } else if (!blurred && !signs.luma_noise && !rises) {
        // Where the noise rises, quiet blocks tell too little of the others: photos at dusk and
        // with strong noise would keep theirs.
        const double mixed = luma_mixes(of_luma), less = mixed * colour_shows(of_luma);
        const double mixture = between(kMixedLuma, kMixedEvenLuma, certainty(signs.uneven));
        luma_caution = between(luma_caution, mixture, less);
        chroma_bounds.factor = between(chroma_bounds.factor, kMixedChroma.factor, mixed);
        chroma_bounds.floor = between(chroma_bounds.floor, kMixedChroma.floor, mixed);
        fit.luma_mixes = less > 0.5;
    }

    fit.kind = NoiseKind::kColoured;
    fit.spectrum.mixtures = 3;
    set_mixture(y, luma_caution, fit.spectrum.mixture[0]);
    const CoarseLevels levels = coarse_levels(blocks, 1);
    for (const int c : {1, 2}) {
        set_mixture(tables.mixture[c], chroma_bounds.factor, fit.spectrum.mixture[c],
                    chroma_bounds.floor);
        raise_zero(levels, chroma_bounds.factor, fit.spectrum.mixture[c]);
    }
    return fit;
}

SpectrumFit fit_shared(const BlockSpectra &blocks, const QuietBlocks &quiet, double uneven,
                       const NoiseModel &white, const Team &team) {
    SpectrumFit fit;
    const double luma = shared_noise(blocks, quiet, uneven, team);
    const double chroma = band(mean_table(quiet.variances, 1, 3), kHighBand);
    const CoarseLevels levels = coarse_levels(blocks, 1);
    const bool blotches = are_blotches(levels, chroma);
    if (luma == 1 && !blotches) return fit;
    set_shared(white.curve, luma, fit.spectrum);
    for (const int c : {1, 2})
        if (blotches) add_blotches(levels, chroma, fit.spectrum.mixture[c]);
    fit.kind = NoiseKind::kColoured;
    return fit;
}

}  // namespace

SpectrumFit fit_rgb(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                    const QuietBlocks &quiet, const NoiseModel &white, const Team &team) {
    const Table quiet_chroma = mean_table(quiet.variances, 1, 3);
    const Table &luma_quiet = quiet.variances.mixture[0];
    const Form chroma(quiet_chroma);
    const double uneven = unevenness(blocks, quiet, 0);
    // White noise of sigma 3 to 50 on Kodak24, of Poisson noise, of 128x128 to 768x512 pixels:
    // middle up to 1.08, low up to 4.3. Noise blurred by 0.5 px: middle from 1.68; a SIDD block:
    // low 11.6.
    if (Signs::shows_noise(chroma) && chroma.middle < 1.35 && chroma.low < 5)
        return fit_shared(blocks, quiet, uneven, white, team);
    // Edges of text: an rms of 86 to 111; of noise at most 61 (Poisson noise of 10 photons).
    if (rms(luma_quiet) > 70) return {};

    const Tables pairs = measure_pairs(blocks, quiet.variances, team);
    const Signs signs(quiet, quiet_chroma, pairs, uneven);
    if (signs.chroma_rms < 0.2) {
        const GreyLuma grey(luma_quiet, pairs.mixture[0], uneven);
        if (!signs.luma_noise && grey.judge().covered()) return untold(kTexture);
        if (!signs.luma_noise && !grey.judge().luma(white.coarseness)) return {};
        if (few_levels(noisy, ac_mean(luma_quiet) / kVarianceOfRgb)) return {};
        // Cameras, too, leave no noise in colour: 4 of 19 JPEGs lose 0.1 to 0.6 dB as grey ones.
        if (!signs.luma_noise && is_grey(noisy)) return grey.fit(quiet.variances);
    } else if (signs.untouched()) {
        return {};
    }
    if (signs.covered()) return untold(kTexture);
    return fit_coloured(blocks, quiet, pairs, signs);
}

}  // namespace zsn2n
