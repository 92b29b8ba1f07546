// SPDX-License-Identifier: BSD-2-Clause
#include "noise/brightness_levels.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

constexpr int kKnots = NoiseSpectrum::kKnots, kMixtures = 3;

// Texture: brightnesses at which only blocks with texture are left show 5 to 2000 times the
// variance, or far more of it in luma than in chroma. Noise that rises to 4.7 times its sigma from
// dark to bright: up to 4.4; a photo: 5.1.
constexpr double kMost = 6, kAlike = 2.5;
// Blocks that hold texture are less even than the evenest by so much.
constexpr double kTimesUneven = 2, kMoreUneven = 0.2;
// Clipping may hide the rest of the noise from single blocks.
constexpr double kLeast = 0.5;
// Levels whose variances differ by less are one: what blurred noise that is the same everywhere
// shows on small images is 1.8.
constexpr double kDiffers = 1.8;

// What the quiet blocks of one brightness tell: their variance over that of all quiet blocks, and
// how uneven they are.
struct Told {
    Told(const BlockSpectra &blocks, const Tables &variances, const double (&all)[kMixtures],
         const std::vector<int> &chosen) {
        for (int c = 0; c < kMixtures; ++c) {
            const BlockEnergy energy = energy_of(blocks, variances.mixture[c], chosen, c);
            ratio[c] = energy.mean / all[c];
            uneven[c] = energy.uneven;
        }
    }
    double luma() const { return ratio[0]; }
    double chroma() const { return std::sqrt(ratio[1] * ratio[2]); }
    double uneven_luma() const { return uneven[0]; }
    double uneven_chroma() const { return std::max(uneven[1], uneven[2]); }
    static bool alike(double a, double b) { return a <= kAlike * b && b <= kAlike * a; }
    bool chroma_alike() const { return alike(ratio[1], ratio[2]); }

    double ratio[kMixtures], uneven[kMixtures];
};

bool even(double uneven, double evenest) {
    return uneven <= kTimesUneven * evenest + kMoreUneven;
}

// Ratios at knots, in their order; linear between. Beyond the last ones their square roots: one
// camera JPEG of 19 loses 0.45 dB with the ratios, rising noise 0.05 dB with none.
class Levels {
  public:
    void add(int knot, double measured) {
        const double ratio = std::max(measured, kLeast);
        for (int k = before_ + 1; k < knot; ++k) {
            ratio_[k] = before_ < 0 ? std::sqrt(ratio)
                                    : ratio_[before_] + (ratio - ratio_[before_]) * (k - before_) /
                                                            (knot - before_);
        }
        ratio_[knot] = ratio;
        highest_ = std::max(highest_, ratio);
        lowest_ = std::min(lowest_, ratio);
        before_ = knot;
    }
    bool rise() const { return highest_ >= kDiffers; }
    void tell(NoiseSpectrum::Mixture &mixture) const {
        if (before_ < 0 || highest_ < kDiffers * lowest_) return;
        for (int k = 0; k < kKnots; ++k) {
            const double ratio = k <= before_ ? ratio_[k] : std::sqrt(ratio_[before_]);
            mixture.above[k] = static_cast<float>(ratio - 1);
        }
    }

  private:
    double ratio_[kKnots] = {}, highest_ = 0, lowest_ = HUGE_VAL;
    int before_ = -1;
};

}  // namespace

// Texture only adds: a ratio up to 1 needs no test, and luma, which has more of it, takes the
// lesser of its own and of chroma's.
bool set_levels(const BlockSpectra &blocks, const QuietBlocks &quiet, NoiseSpectrum &spectrum) {
    constexpr size_t kFewest = 40;  // blocks
    std::vector<int> of[kKnots];
    for (int i = 0; i < blocks.size(); ++i) {
        if (!blocks.usable[i]) continue;
        const float brightness = std::clamp(blocks.brightness[i], 0.0f, 1.0f);
        of[std::lround(brightness * (kKnots - 1))].push_back(i);
    }
    double all[kMixtures];
    for (int c = 0; c < kMixtures; ++c)
        all[c] = energy_of(blocks, quiet.variances.mixture[c], quiet.chosen, c).mean;
    std::vector<Told> told;
    std::vector<int> knots;
    double evenest_luma = HUGE_VAL, evenest_chroma = HUGE_VAL;
    for (int i = 0; i < kKnots; ++i) {
        const std::vector<int> chosen = quietest(quiet, of[i], kFewest);
        if (chosen.size() < kFewest) continue;
        knots.push_back(i);
        told.emplace_back(blocks, quiet.variances, all, chosen);
        evenest_luma = std::min(evenest_luma, told.back().uneven_luma());
        evenest_chroma = std::min(evenest_chroma, told.back().uneven_chroma());
    }
    std::vector<bool> is_noise(told.size());
    for (size_t i = 0; i < told.size(); ++i) {
        const Told &at = told[i];
        const double y = at.luma();
        is_noise[i] = y <= 1 || (at.chroma_alike() && Told::alike(y, at.chroma()) && y <= kMost &&
                                 even(at.uneven_luma(), evenest_luma));
    }
    // Noise rises over brightness step by step. A camera JPEG of red wool (as ffmpeg decodes it)
    // lost 0.7 dB by one brightness that stood alone, another gains 0.1.
    const auto alone = [&](size_t i) {
        return !(i > 0 && is_noise[i - 1]) && !(i + 1 < told.size() && is_noise[i + 1]);
    };
    Levels luma, chroma;
    for (size_t i = 0; i < knots.size(); ++i) {
        const Told &at = told[i];
        const double y = at.luma(), c = at.chroma();
        if (is_noise[i] && !(y > kDiffers && alone(i)))
            luma.add(knots[i], y <= 1 ? y : std::min(y, c));
        const bool colour_noise =
            c <= kMost && (c <= 1 || even(at.uneven_chroma(), evenest_chroma));
        if (at.chroma_alike() && colour_noise) chroma.add(knots[i], c);
    }
    luma.tell(spectrum.mixture[0]);
    for (const int c : {1, 2}) chroma.tell(spectrum.mixture[c]);
    return luma.rise();
}

}  // namespace zsn2n
