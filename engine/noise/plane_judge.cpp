// SPDX-License-Identifier: BSD-2-Clause
#include "noise/plane_judge.h"

#include <algorithm>
#include <cmath>

#include "base/math.h"
#include "noise/spectrum_fit.h"

namespace zsn2n {

namespace {

constexpr double kCode = 1.0 / 255;

// Blurred noise falls ever faster, texture (kodim13 with noise through JPEG: 0.75 and 0.8) at
// first: from u + v of 8 to 12 against 4 to 8, noise blurred by 0.5 px by 0.88 of it or more.
bool falls_ever_faster(const Table &table) {
    return fall(table, 8, 12) > 0.85 * fall(table, 4, 8);
}

// Texture has a power law: its variance falls by as much from each frequency to the double of it.
// Noise that was blurred or compressed is level at first and then falls ever faster: from u + v of
// 4 to 8 by 4.5 or more (noise of sigma 15 blurred by 0.7 to 1.5 px: from 5.5 but on kodim13;
// camera JPEGs: from 24), and where residual texture makes it fall by more than 4 from 1 to 2, not
// from 2 to 4. Clean JPEGs that were taken for noisy: 3.4 and less, or more than 4 in both; kodim13
// through quality 90 lost 11.9 dB of its luma, kodim19 1.8.
bool has_power_law(const Table &table) {
    return fall(table, 4, 8) < 4.3 || std::min(fall(table, 1, 2), fall(table, 2, 4)) > 4;
}

}  // namespace

PlaneJudge::PlaneJudge(const Table &quiet, const Table &pairs, double uneven)
    : rms_(std::sqrt(ac_mean(quiet)) / kCode),
      agreement_(ac_mean(pairs) / ac_mean(quiet)),
      uneven_(uneven) {
    const Table table = geometric_mean(quiet, pairs);
    top_ = std::sqrt(band(table, kTopBand)) / kCode;
    slope_ = band_mean(table, 9, 12) / band(table, kTopBand);
    falls_low_ = fall(table, 1, 4);
    falls_ = fall(table, 4, 8);
    steepens_ = falls_ever_faster(table);
    scales_alike_ = has_power_law(table);
    // Leather, gravel and cloth have a size; noise that was blurred or compressed does not rise. A
    // camera's picture of a bag, as planes: 0.64 (it lost 1.6 dB), its clean truth 0.55 (32.5 dB
    // to itself); noisy photos from 1.2.
    rises_ = fall(table, 1, 2) < 0.75;
}

// Kodak24's luma with white noise of sigma 5 to 50 has slopes to 2.3, of sigma 3 to 3.1 (then
// uneven: 0.9), without noise to 2.6; blurred by 0.7 px at least 2.9. A clean page has an rms above
// 40. White noise that is not fine-grained, at all frequencies and in even blocks, is noise blurred
// by 0.5 px: slopes from 1.46, uneven to 0.15; microscopy's to 1.34, clean pictures' top to 1.4
// where they are as even.
bool PlaneJudge::luma(double coarseness) const {
    if (coarseness > kCoarse && top_ > 3 && slope_ > 1.4 && uneven_ < 0.15 && agreement_ > 0.95 &&
        rms_ < 40 && steepens_)
        return true;
    if (rms_ > 40 || agreement_ < 0.65 || scales_alike_ || rises_) return false;
    if (top_ < 1 ? rms_ > 4.2 * top_ && uneven_ < 0.8 : rms_ > 5.2 * top_ && uneven_ < 0.4)
        return true;
    return top_ > 1.2 && ((slope_ > 2.75 && uneven_ < 0.5) || (slope_ > 4.5 && uneven_ < 1.3));
}

// Waves: kodim06 with sigma 8 blurred by 0.7 px (uneven by 0.53, agreement 0.79, slope 4.6)
// lost 6.8 dB, through JPEG of quality 90 8.6. Noise that strong and as uneven has an agreement
// from 0.94, white noise slopes to 3.1.
bool PlaneJudge::covered() const {
    return rms_ > 12 && uneven_ > 0.45 && agreement_ < 0.85 && slope_ > 3.2;
}

// Slopes of white noise: to 1.18; of noise through codecs, 4:2:0: from 1.4 where its highest
// frequencies are left. Else clean ones have an rms to 5.5 times the top's, blotches at dusk 4.4
// and 5.5 times: they are told apart by nothing, so that chroma_bounds() are low.
bool PlaneJudge::chroma() const {
    if (rms_ > 40) return false;
    return hidden() ? rms_ > 4 * top_ : slope_ > 1.3;
}

// Where the highest frequencies show noise, uneven blocks hold texture as well: whole grey Kodak24
// with sigma 8 blurred by 0.7 px 1.47 -> 2.90 dB (kodim01 and 05 -4.2 and -3.7 -> 0.7 and 0), by 1
// px through JPEG of quality 90 0.16 -> 0.36 (kodim13 -5.4 -> -0.75). Where a codec took most of
// them, as of a photo with strong noise (0.9 codes are left), other blocks have more noise. What
// falls from u + v of 4 to 8 as blurred noise does (a made scene's by 11.8) is that alone.
double PlaneJudge::doubtful_caution() const {
    constexpr double kTexture = 0.7;
    const double mixed = ramp(top_, 1.0, 1.6) * (1 - ramp(falls_, 9.0, 10.5));
    return between(kSpectrumCaution, kTexture, mixed);
}

// What a codec has left of chroma is texture as often as noise: of U and V of 24 Kodak crops
// through JPEG, 4:2:0 (dB gained with {2, 1}, {1, 1}, {0.5, 1}, {0.5, 2}): clean at quality 95
// -0.56, -0.22, -0.02, -0.02; sigma 2 blurred by 1.5 px at 95 -0.18, 0.57, 0.91, 0.95; sigma 6 by
// 0.7 px at 90 2.1, 2.8, 2.7, 3.1. But where the quiet blocks are uneven and low frequencies are
// level, others have more noise: a photo of a tape is uneven from 0.7 and falls by 7 and 9 from u +
// v of 1 to 4, and keeps half of its specks by 0.5; texture falls by 9 to 60. What shows: sigma 12
// by 0.7 px at 95 8.6 by {2, 1}, 9.2 by {1, 2}; sigma 20 by 1 px 10.7 and 10.8. A photo with strong
// noise, uneven by 0.17, keeps blotches by {1, 2}.
Bounds PlaneJudge::chroma_bounds() const {
    constexpr double kTwice = 2, kShownLeast = 1, kHiddenLeast = 0.5;
    constexpr double kLevel = 6, kFalls = 12;
    const double least = hidden() ? kHiddenLeast : kShownLeast;
    const double more = hidden() ? (1 - ramp(falls_low_, kLevel, kFalls)) * ramp(uneven_, 0.3, 0.6)
                                 : ramp(uneven_, 0.1, 0.18);
    const double factor = between(least, kSpectrumCaution, more);
    return {factor, kTwice / std::max(factor, 1.0)};
}

}  // namespace zsn2n
