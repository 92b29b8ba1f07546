// SPDX-License-Identifier: BSD-2-Clause
// Energies of overlapping 8x8 blocks in two bands of their cosine transform.
#pragma once

#include <vector>

#include "base/team.h"
#include "noise/noise_model.h"

namespace zsn2n {

// Products of two channels: 00 11 22 01 02 12.
constexpr int kChannelPairs = 6;
constexpr int kFirst[kChannelPairs] = {0, 1, 2, 0, 0, 1};
constexpr int kSecond[kChannelPairs] = {0, 1, 2, 1, 2, 2};

struct BlockEnergies {
    int channels = 0;
    int step = 1;  // from block to block, in both directions
    // By channel: mean of the block's pixels.
    std::vector<float> mean[kNoiseChannels];
    int high_coefficients = 0;  // in the high band
    // By pair of channels: the mean product of their coefficients (u, v) in the high band and in
    // the low band, 1 <= u + v <= 7. The transform is orthonormal, so white noise alone gives each
    // square its variance as the expectation, and each other product 0.
    std::vector<float> high[kChannelPairs], low[kChannelPairs];

    size_t size() const { return mean[0].size(); }
};

// The high band is u + v >= least_high, 8 to 14. Two kinds of blocks are left out: those with a
// pixel that is not set in mask (one plane; data = nullptr: all are set), and those that have most
// samples of all channels at 0 or 1. A large plane gives a regular sample of about 16,000 blocks.
// Only the first three channels are looked at.
BlockEnergies measure_blocks(const ConstPlanesView &planes, const ConstPlanesView &mask,
                             int least_high, const Team &team);

}  // namespace zsn2n
