// SPDX-License-Identifier: BSD-2-Clause
#include "noise/plane_fit.h"

#include "noise/block_pairs.h"
#include "noise/coarse_levels.h"
#include "noise/luma_bounds.h"
#include "noise/sample_values.h"

namespace zsn2n {

namespace {

constexpr double kCode = 1.0 / 255;

// The mixture of one plane's variances, `times` as many.
void set_plane(const PlaneJudge &judge, Table table, bool is_chroma, double times,
               NoiseSpectrum::Mixture &mixture) {
    const Bounds bounds = is_chroma ? judge.chroma_bounds() : luma_bounds(judge, table);
    for (double &v : table) v *= belief(judge.uneven());
    set_mixture(table, times * bounds.factor, mixture, bounds.floor);
}

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

Table as_plane(Table table) {
    for (double &v : table) v /= kVarianceOfRgb;
    return table;
}

}  // namespace

SpectrumFit untold(const char *why) {
    return {NoiseKind::kUnknown, {}, why};
}

double unevenness(const BlockSpectra &blocks, const QuietBlocks &quiet, int c) {
    return energy_of(blocks, quiet.variances.mixture[c], quiet.chosen, c).uneven;
}

SpectrumFit fit_planes(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                       const QuietBlocks &quiet, const NoiseModel &white, const Team &team) {
    SpectrumFit fit;
    const Tables pairs = measure_pairs(blocks, quiet.variances, team);
    fit.spectrum.mixtures = blocks.mixtures;
    CoarseLevels levels;
    if (blocks.mixtures > 1) levels = coarse_levels(blocks, blocks.mixtures - 2);
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
        if (is_chroma) raise_zero(levels, judge.chroma_bounds().factor, fit.spectrum.mixture[c]);
    }
    if (fit.kind == NoiseKind::kWhite) fit.spectrum = {};
    return fit;
}

GreyLuma::GreyLuma(const Table &quiet, const Table &pairs, double uneven)
    : table_(as_plane(geometric_mean(quiet, pairs))),
      judge_(as_plane(quiet), as_plane(pairs), uneven) {}

SpectrumFit GreyLuma::fit(const Tables &quiet) const {
    SpectrumFit fit;
    fit.kind = NoiseKind::kColoured;
    fit.spectrum.mixtures = 3;
    set_plane(judge_, table_, false, kVarianceOfRgb, fit.spectrum.mixture[0]);
    for (const int c : {1, 2}) set_mixture(quiet.mixture[c], 1, fit.spectrum.mixture[c]);
    return fit;
}

}  // namespace zsn2n
