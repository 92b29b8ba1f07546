// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise_model.h"

#include <vector>

#include "noise/calm_windows.h"
#include "noise/curve_fit.h"

namespace zsn2n {

namespace {

// Samples at the ends of 0..1 and beyond them.
struct Ends {
    size_t at_0 = 0, at_1 = 0, pixels = 0;
    bool below_0 = false, above_1 = false;
    float least_positive = 2.0f;

    void add(const Ends &other) {
        at_0 += other.at_0;
        at_1 += other.at_1;
        pixels += other.pixels;
        below_0 |= other.below_0;
        above_1 |= other.above_1;
        least_positive = std::min(least_positive, other.least_positive);
    }
    // From one sample in ten thousand on.
    bool clipped_low() const { return !below_0 && at_0 * 10000 > pixels; }
    bool clipped_high() const { return !above_1 && at_1 * 10000 > pixels; }
};

// Rows of one task.
constexpr int kBand = 64;

Ends ends_of_band(const ConstPlanesView &planes, const ConstPlanesView &mask, int band, int c) {
    Ends ends;
    for (int y = band * kBand; y < std::min(planes.height, (band + 1) * kBand); ++y) {
        for (int x = 0; x < planes.width; ++x) {
            if (mask.data && mask.at(x, y, 0) == 0.0f) continue;
            const float v = planes.at(x, y, c);
            ++ends.pixels;
            ends.at_0 += v == 0.0f;
            ends.at_1 += v == 1.0f;
            ends.below_0 |= v < 0.0f;
            ends.above_1 |= v > 1.0f;
            ends.least_positive = std::min(ends.least_positive, v > 0.0f ? v : 2.0f);
        }
    }
    return ends;
}

// Whether all channels are the same, as in grey stored as RGB. Then no noise is a channel's own.
bool channels_alike(const BlockEnergies &blocks) {
    double difference = 0, sum = 0;
    for (int p = blocks.channels; p < kChannelPairs; ++p) {
        for (size_t i = 0; i < blocks.size(); ++i) {
            const double squares = blocks.high[kFirst[p]][i] + blocks.high[kSecond[p]][i];
            difference += squares - 2 * blocks.high[p][i];
            sum += squares;
        }
    }
    return difference <= 1e-5 * sum;
}

}  // namespace

NoiseModel fit_noise(const ConstPlanesView &noisy, const ConstPlanesView &mask,
                     ChannelTexture texture, const Team &team) {
    // Where no other channel tells the texture, only the highest frequencies have little of it.
    const bool shared = texture == ChannelTexture::kShared && noisy.channels >= 3;
    const BlockEnergies blocks = measure_blocks(noisy, mask, shared ? 9 : 11, team);
    if (blocks.size() == 0) return {};
    if (shared && channels_alike(blocks)) {
        return fit_noise(noisy, mask, ChannelTexture::kSeparate, team);
    }

    std::vector<std::array<Ends, kNoiseChannels>> bands((noisy.height + kBand - 1) / kBand);
    team.run(static_cast<int>(bands.size()), [&](int band, int) {
        for (int c = 0; c < blocks.channels; ++c) {
            bands[band][c] = ends_of_band(noisy, mask, band, c);
        }
    });
    std::array<Ends, kNoiseChannels> ends;
    ChannelClipping clipping;
    for (int c = 0; c < blocks.channels; ++c) {
        for (const auto &band : bands) ends[c].add(band[c]);
        clipping[c] = {ends[c].clipped_low(), ends[c].clipped_high()};
    }
    NoiseModel model = fit_curve(blocks, clipping, texture, team);

    // Samples at 0 may be counts of no photon instead of clipped ones. The least count above 0 is
    // then the gain g, and the variance there is g^2. Clipped noise leaves smaller samples.
    bool counts = false;
    for (int c = 0; c < blocks.channels; ++c) {
        const double gain = ends[c].least_positive;
        if (clipping[c].low && gain * gain > 0.25 * model.curve.variance(gain, c)) {
            clipping[c].low = false;
            counts = true;
        }
    }
    if (counts) model = fit_curve(blocks, clipping, texture, team);
    model.clipping = clipping;
    replace_edges(noisy, mask, team, model);
    return model;
}

}  // namespace zsn2n
