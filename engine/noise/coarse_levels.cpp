// SPDX-License-Identifier: BSD-2-Clause
#include "noise/coarse_levels.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/math.h"
#include "base/median.h"

namespace zsn2n {

namespace {

constexpr int kSide = BlockSpectra::kSide, kPixels = BlockSpectra::kPixels;
constexpr double kCode = 1.0 / 255;

double square(double value) {
    return value * value;
}

// The variance of noise by the lowest tenth of energies, which are means of so many squares, and
// their median over that: of texture it is more than of noise that is the same everywhere.
struct Level {
    // lowest_tenth: of their distribution (chi-squared), over the mean.
    Level(std::vector<float> energies, double lowest_tenth) {
        const auto tenth = energies.begin() + static_cast<ptrdiff_t>(energies.size() / 10);
        std::nth_element(energies.begin(), tenth, energies.end());
        const double low = *tenth;
        variance = low / lowest_tenth;
        spread = low > 0 ? median(std::move(energies)) / low : HUGE_VAL;
    }
    double variance, spread;
};

// The lowest frequencies of blocks, along x and along y in both mixtures.
std::vector<float> block_energies(const BlockSpectra &blocks, int first) {
    std::vector<float> energies;
    for (int i = 0; i < blocks.size(); ++i) {
        if (!blocks.usable[i]) continue;
        double sum = 0;
        for (int c = first; c < first + 2; ++c)
            sum += square(blocks.block(c, i)[1]) + square(blocks.block(c, i)[kSide]);
        energies.push_back(static_cast<float>(sum / 4));
    }
    return energies;
}

// Of squares of 3x3 blocks: by the blocks' means, coefficients (1, 1), (2, 0) and (0, 2) of a DCT
// of 3x3, of which an even slope of colour has nothing.
std::vector<float> square_energies(const BlockSpectra &blocks, int first) {
    constexpr int kReach = 2 * BlockSpectra::kApart;
    std::vector<float> energies;
    for (int y = 0; y + kReach < blocks.rows; ++y) {
        for (int x = 0; x + kReach < blocks.columns; ++x) {
            double sum = 0;
            bool usable = true;
            for (int c = first; c < first + 2; ++c) {
                double mean[3][3];
                for (int j = 0; j < 3; ++j) {
                    for (int i = 0; i < 3; ++i) {
                        const int at = (y + j * BlockSpectra::kApart) * blocks.columns + x +
                                       i * BlockSpectra::kApart;
                        usable = usable && blocks.usable[at];
                        mean[j][i] = blocks.block(c, at)[0];
                    }
                }
                double across = 0, down = 0;
                for (int i = 0; i < 3; ++i) {
                    across += mean[i][0] - 2 * mean[i][1] + mean[i][2];
                    down += mean[0][i] - 2 * mean[1][i] + mean[2][i];
                }
                const double corners = mean[0][0] - mean[0][2] - mean[2][0] + mean[2][2];
                sum += (square(across) + square(down)) / 18 + square(corners) / 4;
            }
            if (usable) energies.push_back(static_cast<float>(sum / 6));
        }
    }
    return energies;
}

// 1 where the spread is as of noise, 0 where it is as of a pattern (below) or of texture (above).
double alike(double spread, double pattern, double least, double most, double texture) {
    return std::min(ramp(spread, pattern, least), ramp(spread, texture, most));
}

}  // namespace

// Spreads of blocks and squares (of noise alone 3.15 and 2.43): photos of a flower and at dusk 3.1,
// of a tape 3.4; white noise of sigma 8 with blotches of 6 codes on Kodak24 2.7 to 3.4, on six of
// 24 crops more; clean pictures or with white noise of sigma 3 from 3.4. Colour falls with
// frequency beside noise, too: with noise of sigma 8 blurred by 1 px through JPEG 90 a square
// has 1.8 to 2.2 times a block's, with blotches 3 to 6 times, the photos 4, the tape 2.7.
CoarseLevels coarse_levels(const BlockSpectra &blocks, int first) {
    constexpr size_t kLeastSquares = 1500;  // of 128x128 pixels kodim23's are even
    constexpr double kOfFour = 0.266, kOfSix = 0.367;
    std::vector<float> of_squares = square_energies(blocks, first);
    if (of_squares.size() < kLeastSquares) return {};
    const Level block(block_energies(blocks, first), kOfFour);
    const Level coarse(std::move(of_squares), kOfSix);
    const double even =
        std::min(alike(block.spread, 2.6, 2.9, 4.3, 4.8), alike(coarse.spread, 2.1, 2.3, 3.3, 3.7));
    const double rises = ramp(coarse.variance / block.variance, 2.2, 3.2);
    // A line through both: their frequencies are 1/16 and 1/27 of a cycle a pixel.
    const double zero = coarse.variance + 1.5 * (coarse.variance - block.variance);
    // Colours that are so strong everywhere are what is seen: of a photo with very strong noise
    // 13000 codes squared, of made waves of 57 and 76 codes 60000 and more.
    constexpr double kMost = 20000 * kCode * kCode;
    if (zero > kMost) return {block.variance, block.variance};
    return {block.variance, between(block.variance, std::max(zero, block.variance), even * rises)};
}

void raise_zero(const CoarseLevels &levels, double factor, NoiseSpectrum::Mixture &mixture) {
    const double least = std::max(factor, 1.0) * levels.block;
    if (!(levels.zero > least)) return;
    const double more = levels.zero / least - 1;
    mixture.table[0] += static_cast<float>(more * (mixture.table[1] + mixture.table[kSide]) / 2);
}

// White noise of sigma 2 to 50 on Kodak24, whole and in crops of 256 and 128 pixels: none.
bool are_blotches(const CoarseLevels &levels, double white) {
    constexpr double kOverWhite = 20, kVisible = 1000 * kCode * kCode;
    return levels.zero > std::max({2 * levels.block, kOverWhite * white, kVisible});
}

void add_blotches(const CoarseLevels &levels, double white, NoiseSpectrum::Mixture &mixture) {
    // A Gaussian through both.
    const double zero = levels.zero - white, block = std::max(levels.block - white, 0.1 * white);
    const double fall = std::log(std::max(zero / block, 1.0));
    Table variances;
    for (int k = 0; k < kPixels; ++k) {
        const int u = k % kSide, v = k / kSide;
        variances[k] = 1 + zero / white * std::exp(-fall * (u * u + v * v));
    }
    set_variances(variances, 1, mixture);
}

}  // namespace zsn2n
