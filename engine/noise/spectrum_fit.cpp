// SPDX-License-Identifier: BSD-2-Clause
#include "noise/spectrum_fit.h"

#include <algorithm>

#include "noise/drawing.h"
#include "noise/line_noise.h"
#include "noise/plane_fit.h"
#include "noise/rgb_fit.h"
#include "noise/screen.h"
#include "noise/shared_noise.h"

namespace zsn2n {

namespace {

constexpr int kPixels = BlockSpectra::kPixels, kSide = BlockSpectra::kSide;
constexpr double kCode = 1.0 / 255;

constexpr double kVeryCoarse = 1.9;

constexpr char kPattern[] = "a regular pattern, such as a halftone screen, covers it";

// So many chosen blocks tell a spectrum; where fewer of kEnoughBlocks do, the rest is edges.
constexpr int kFewBlocks = 80, kEnoughBlocks = 320;

// Whether one frequency stands above all lower ones: a halftone screen, a weave, an interlaced
// display. Variances over the mean of u + v of 1 to 3: screens 5.9 to 66, the dots of one whose
// blocks are few from 3.3; noise of rows 3 at most, and on the axes alone; all else 1.9 at most
// (Kodak24, camera, microscopy and real pictures, clean and noisy).
bool is_screen(const Table &table, bool rows, bool columns) {
    constexpr double kStands = 5, kStandsAcross = 3;
    // Noise that was sharpened rises, but not at one frequency alone.
    Table sorted = table;
    std::nth_element(sorted.begin(), sorted.begin() + kPixels / 2, sorted.end());
    const double lower = std::max(band_mean(table, 1, 4), sorted[kPixels / 2]);
    for (int k = 1; k < kPixels; ++k) {
        const int u = k % kSide, v = k / kSide;
        if (u + v < 4 || table[k] < 4 * kCode * kCode) continue;
        if ((u == 0 && rows) || (v == 0 && columns)) continue;
        if (table[k] > (u && v ? kStandsAcross : kStands) * lower) return true;
    }
    return false;
}

// By the blocks alone.
SpectrumFit fit_blocks(const ConstPlanesView &noisy, const BlockSpectra &blocks,
                       const QuietBlocks &quiet, const LineNoise &lines, bool rgb,
                       const NoiseModel &white, const Team &team) {
    const int chosen = static_cast<int>(quiet.chosen.size());
    const bool large = blocks.size() > kEnoughBlocks;
    if (chosen == 0 || (chosen < kFewBlocks && large)) {
        // Text alone is left. What leaves so few blocks else, such as noise of which most samples
        // are clipped, is fine-grained: a coarseness of 0.7 to 0.95, in small or holey pictures
        // to 1.5, and to 2 where the noise is weak.
        if (white.coarseness > kVeryCoarse && (large || white.sigma > 30 * kCode)) {
            return untold(kEdges);
        }
        if (chosen == 0) return {};
    }
    for (int c = 0; c < blocks.mixtures && chosen >= kFewBlocks; ++c) {
        if (!is_screen(quiet.variances.mixture[c], lines.rows[c] > 0, lines.columns[c] > 0))
            continue;
        return untold(kPattern);
    }
    return rgb ? fit_rgb(noisy, blocks, quiet, white, team)
               : fit_planes(noisy, blocks, quiet, white, team);
}

// The same with the noise of rows and columns, if there is any.
SpectrumFit with_lines(SpectrumFit fit, const LineNoise &lines, int mixtures, bool rgb,
                       const NoiseModel &white) {
    if (fit.kind == NoiseKind::kUnknown || !lines.any()) return fit;
    if (fit.kind == NoiseKind::kWhite) {
        fit.kind = NoiseKind::kColoured;
        fit.spectrum.mixtures = mixtures;
        if (rgb) {
            set_shared(white.curve, 1, fit.spectrum);
        } else {
            for (int c = 0; c < mixtures; ++c) set_white(white.curve, c, fit.spectrum.mixture[c]);
        }
    }
    add_line_noise(lines, fit.spectrum);
    fit.white_luma = fit.white_luma && lines.rows[0] == 0 && lines.columns[0] == 0;
    return fit;
}

}  // namespace

SpectrumFit fit_spectrum(const ConstPlanesView &noisy, const ConstPlanesView &mask, bool rgb,
                         const NoiseModel &white, const Team &team) {
    rgb = rgb && noisy.channels >= 3;
    const BlockSpectra blocks = transform_blocks(noisy, mask, rgb, team);
    const QuietBlocks quiet = find_quiet_blocks(blocks, team);
    LineNoise lines = find_line_noise(blocks, quiet.variances);
    // Rows of letters look like it.
    const bool asked = lines.any(), letters = asked && is_drawing(noisy, mask, blocks, quiet);
    if (letters) lines = {};
    const SpectrumFit fit = with_lines(fit_blocks(noisy, blocks, quiet, lines, rgb, white, team),
                                       lines, blocks.mixtures, rgb, white);
    // Letters and dots look like noise that is coarse. White noise on them is told from them.
    const bool coarse = fit.kind == NoiseKind::kWhite && white.coarseness > kCoarse;
    if (fit.kind != NoiseKind::kColoured && !coarse) return fit;
    if (asked ? letters : is_drawing(noisy, mask, blocks, quiet)) return untold(kEdges);
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
