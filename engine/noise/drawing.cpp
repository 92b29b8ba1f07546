// SPDX-License-Identifier: BSD-2-Clause
#include "noise/drawing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/median.h"

namespace zsn2n {

namespace {

constexpr int kSide = 24;  // of a window round a block
constexpr int kMostWindows = 128;
constexpr size_t kLeastSamples = 200;  // of a window that are not masked
constexpr double kCode = 1.0 / 255;

// The most samples in a span of 0.3 standard deviations. Normal deviates: 0.12; windows of blurred
// noise on Kodak24: up to 0.18, over a clipped sky to 0.36; of camera JPEGs 0.2; of text 0.32 to
// 0.75.
constexpr double kSpan = 0.3, kMost = 0.38, kMostOfLoud = 0.28;
constexpr double kShows = 8 * kCode, kLoud = 15 * kCode;

struct Window {
    double share, deviation;
};

Window measure(std::vector<float> *samples) {
    std::sort(samples->begin(), samples->end());
    const auto count = static_cast<double>(samples->size());
    double sum = 0, squares = 0;
    for (const float v : *samples) sum += v;
    const double mean = sum / count;
    for (const float v : *samples) squares += (v - mean) * (v - mean);
    const double deviation = std::sqrt(squares / count);
    size_t first = 0, most = 0;
    for (size_t i = 0; i < samples->size(); ++i) {
        while ((*samples)[i] - (*samples)[first] > kSpan * deviation) ++first;
        most = std::max(most, i + 1 - first);
    }
    return {static_cast<double>(most) / count, deviation};
}

}  // namespace

bool is_drawing(const ConstPlanesView &planes, const ConstPlanesView &mask,
                const BlockSpectra &blocks, const QuietBlocks &quiet) {
    if (planes.width < kSide || planes.height < kSide) return false;
    const size_t every = std::max<size_t>(1, quiet.chosen.size() / kMostWindows);
    const auto begin = [](int block, int size) {
        const int middle = block * BlockSpectra::kStep + BlockSpectra::kSide / 2;
        return std::clamp(middle - kSide / 2, 0, size - kSide);
    };
    // The mean of R, G and B: one of them may be clipped where the others are not.
    const int channels = std::min(planes.channels, 3);
    const auto brightness = [&](int x, int y) {
        float sum = 0;
        for (int c = 0; c < channels; ++c) sum += planes.at(x, y, c);
        return sum / static_cast<float>(channels);
    };
    std::vector<double> shares, deviations;
    for (size_t i = 0; i < quiet.chosen.size(); i += every) {
        const int left = begin(quiet.chosen[i] % blocks.columns, planes.width),
                  top = begin(quiet.chosen[i] / blocks.columns, planes.height);
        std::vector<float> samples;
        for (int y = top; y < top + kSide; ++y) {
            for (int x = left; x < left + kSide; ++x) {
                if (!mask.data || mask.at(x, y, 0) != 0) samples.push_back(brightness(x, y));
            }
        }
        if (samples.size() < kLeastSamples) continue;
        const Window window = measure(&samples);
        shares.push_back(window.share);
        deviations.push_back(window.deviation);
    }
    if (shares.empty()) return false;
    const double deviation = median(deviations);
    return deviation > kShows && median(shares) > (deviation > kLoud ? kMostOfLoud : kMost);
}

}  // namespace zsn2n
