// SPDX-License-Identifier: BSD-2-Clause
#include "noise/calm_windows.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace zsn2n {

namespace {

constexpr int kSide = 4, kPixels = kSide * kSide;  // of a window

// Where noise has the level that was fitted, some places show it: a fifth or more of all squares of
// four windows have 0.5 to 2 times the variance in the mean. Of the text that the pilot wiped out
// 0.1 at most have; but of photographs of much texture and faint noise no more.
constexpr double kShowing = 0.2;
// Of those, the calmest windows tell photographs, which have 0.72 times the variance that was
// fitted or more (24 of them, white noise of sigma 3 to 50, of 100 to 3000 photons, of darks and of
// brights), from text, which has 0.38 times or less.
constexpr double kEdges = 0.5;
// Noise that spans pixels shows more variance in windows than in the high frequencies at which it
// was fitted: 10 times and more in wide-field microscopy. Edges look coarse as well: 5 times at
// most in photographs.
constexpr double kSpans = 7;
// This share of windows has so much of the variance at most, if it is white noise.
constexpr double kCalm = 0.03, kCalmRatio = 0.43;

struct Window {
    float mean[kNoiseChannels];
    float variance = -1;  // of all channels together; below 0: it is of no use
};

class Windows {
  public:
    Windows(const ConstPlanesView &noisy, const ConstPlanesView &mask, const Team &team)
        : channels_(std::min(noisy.channels, kNoiseChannels)),
          across_(noisy.width / kSide),
          down_(noisy.height / kSide),
          windows_(static_cast<size_t>(across_) * down_) {
        team.run(down_, [&](int y, int) {
            for (int x = 0; x < across_; ++x) {
                windows_[static_cast<size_t>(y) * across_ + x] =
                    look(noisy, mask, x * kSide, y * kSide);
            }
        });
    }

    // The variance of each window over what the curve says.
    std::vector<double> ratios(const NoiseCurve &curve, const ChannelClipping &clipping,
                               const Team &team) const {
        constexpr int kSteps = 64;
        double expected[kNoiseChannels][kSteps + 1];
        for (int c = 0; c < channels_; ++c) {
            for (int i = 0; i <= kSteps; ++i) {
                const double mean = static_cast<double>(i) / kSteps;
                expected[c][i] = clipped_variance(mean, curve.a[c], curve.b[c], clipping[c]).after;
            }
        }
        std::vector<double> result(windows_.size());
        team.run(down_, [&](int y, int) {
            for (int x = 0; x < across_; ++x) {
                const size_t at = static_cast<size_t>(y) * across_ + x;
                const Window &window = windows_[at];
                double sum = 0;
                for (int c = 0; c < channels_; ++c) {
                    const double place = std::clamp(window.mean[c], 0.0f, 1.0f) * kSteps;
                    const int i = std::min(static_cast<int>(place), kSteps - 1);
                    sum += expected[c][i] + (place - i) * (expected[c][i + 1] - expected[c][i]);
                }
                result[at] = window.variance < 0 || !(sum > 0) ? -1 : window.variance / sum;
            }
        });
        return result;
    }

    // The share of squares of four windows that have about the variance by which the ratios were
    // made.
    double showing(const std::vector<double> &ratios) const {
        size_t showing = 0, squares = 0;
        for (int y = 0; y + 1 < down_; y += 2) {
            for (int x = 0; x + 1 < across_; x += 2) {
                const double *const r = &ratios[static_cast<size_t>(y) * across_ + x];
                if (std::min({r[0], r[1], r[across_], r[across_ + 1]}) < 0) continue;
                const double mean = (r[0] + r[1] + r[across_] + r[across_ + 1]) / 4;
                ++squares;
                showing += mean >= 0.5 && mean <= 2;
            }
        }
        return squares ? static_cast<double>(showing) / static_cast<double>(squares) : 0;
    }

  private:
    Window look(const ConstPlanesView &noisy, const ConstPlanesView &mask, int left,
                int top) const {
        Window window{};
        double variance = 0;
        int clipped = 0;
        for (int c = 0; c < channels_; ++c) {
            double sum = 0, squares = 0;
            for (int y = top; y < top + kSide; ++y) {
                for (int x = left; x < left + kSide; ++x) {
                    if (mask.data && mask.at(x, y, 0) == 0.0f) return {};
                    const double v = noisy.at(x, y, c);
                    clipped += v == 0.0 || v == 1.0;
                    sum += v;
                    squares += v * v;
                }
            }
            window.mean[c] = static_cast<float>(sum / kPixels);
            variance += std::max(squares - sum * sum / kPixels, 0.0) / (kPixels - 1);
        }
        window.variance = 2 * clipped > channels_ * kPixels ? -1 : static_cast<float>(variance);
        return window;
    }

    int channels_, across_, down_;
    std::vector<Window> windows_;
};

// The ratio that kCalm of the windows do not exceed; 0 where there are none.
double calm(std::vector<double> ratios) {
    ratios.erase(std::remove_if(ratios.begin(), ratios.end(), [](double r) { return r < 0; }),
                 ratios.end());
    if (ratios.empty()) return 0;
    const auto at =
        ratios.begin() + static_cast<ptrdiff_t>(kCalm * static_cast<double>(ratios.size()));
    std::nth_element(ratios.begin(), at, ratios.end());
    return *at;
}

}  // namespace

void replace_edges(const ConstPlanesView &noisy, const ConstPlanesView &mask, const Team &team,
                   NoiseModel &model) {
    if (!(model.sigma > 0)) return;
    const Windows windows(noisy, mask, team);
    if (windows.showing(windows.ratios(model.curve, model.clipping, team)) >= kShowing) return;
    // What clipping leaves of the noise depends on its level.
    constexpr int kRounds = 8;
    const int channels = std::min(noisy.channels, kNoiseChannels);
    double variance = model.sigma * model.sigma;
    for (int i = 0; i < kRounds; ++i) {
        NoiseCurve level;
        std::fill_n(level.b, channels, variance);
        variance *= calm(windows.ratios(level, model.clipping, team)) / kCalmRatio;
    }
    const double share = variance / (model.sigma * model.sigma);
    constexpr double kFine = 2;
    if (share < kSpans) model.coarseness = std::min(model.coarseness, kFine);
    if (share > kEdges) return;
    model.curve = {};
    std::fill_n(model.curve.b, channels, variance);
    model.sigma = std::sqrt(variance);
    model.coarseness = variance > 0 ? 1 : 0;
}

}  // namespace zsn2n
