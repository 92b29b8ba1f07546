// SPDX-License-Identifier: BSD-2-Clause
// What every generator of the network shares: its width, activation slope and register tile.
#pragma once

#include "Halide.h"

namespace zsn2n_gen {

using namespace Halide;

// Channels of the two hidden layers (Mansour & Heckel 2023, section 3.2).
constexpr int kWidth = 48;
constexpr float kLeakySlope = 0.2f;

// Accumulators of a convolution: `vectors` of output channels by `pixels`. 24 of 32 registers with
// AVX-512, 12 of 16 with AVX2 and SSE; the rest hold weights and the broadcast pixel.
struct RegisterTile {
    int lanes, channels, pixels;
};

inline RegisterTile register_tile(const Target &target) {
    const int lanes = std::min(target.natural_vector_size<float>(), 16);
    return {lanes, 3 * lanes, lanes >= 16 ? 8 : 4};
}

inline Type storage_type(bool bf16) {
    return bf16 ? BFloat(16) : Float(32);
}

inline Expr leaky_relu(const Expr &v) {
    return select(v > 0, v, v * kLeakySlope);
}

// Derivative from the activation's output: its sign is the sign of its input.
inline Expr leaky_relu_slope(const Expr &activated) {
    return select(cast<float>(activated) > 0, 1.0f, kLeakySlope);
}

}  // namespace zsn2n_gen
