// SPDX-License-Identifier: BSD-2-Clause
// The network (Mansour & Heckel 2023, section 3.2): conv 3x3 in->48, LeakyReLU 0.2, conv 3x3
// 48->48, LeakyReLU 0.2, conv 1x1 48->out; zero padding. Its parameters are one flat vector of
// floats.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/aligned.h"

namespace zsn2n {

constexpr int kWidth = 48;
constexpr float kLeakySlope = 0.2f;  // of both hidden layers' activation

// Offsets into the flat vector. It and all its tensors are aligned to kAlignment, because generated
// kernels store whole vectors to them. The output channel is innermost everywhere:
// w1[c][dy][dx][k], b1[k], w2[dy][dx][i][k], b2[k], w3[c][k], b3[c] (padded to 16 floats, zero).
struct Layout {
    int in, out;
    size_t w1 = 0, b1, w2, b2, w3, b3, size;

    Layout(int in_channels, int out_channels) : in(in_channels), out(out_channels) {
        b1 = w1 + static_cast<size_t>(9) * kWidth * in;
        w2 = b1 + kWidth;
        b2 = w2 + static_cast<size_t>(9) * kWidth * kWidth;
        w3 = b2 + kWidth;
        b3 = w3 + static_cast<size_t>(kWidth) * out;
        size = b3 + (out + 15) / 16 * 16;
    }
};

// Fills weights and biases alike uniformly in +-1/sqrt(fan_in). But a network with more channels in
// than out corrects an estimate, and its last layer starts at zero.
void initialise_parameters(const Layout &layout, uint64_t seed, AlignedBuffer<float> &theta);

}  // namespace zsn2n
