// SPDX-License-Identifier: BSD-2-Clause
// Noise whose variance depends on frequency and on brightness, as decoders and cameras leave it.
#pragma once

#include "zsn2n/zsn2n.h"

namespace zsn2n {

// Samples are on the 0..1 scale. A mixture is a channel of to_opponent() where the channels are R,
// G and B together, else a channel as it is.
struct NoiseSpectrum {
    static constexpr int kKnots = ZSN2N_NOISE_KNOTS;  // of brightness, evenly over 0..1
    static constexpr int kSize = 8;                   // of the DCT's blocks

    struct Mixture {
        // The mean variance of the 63 coefficients that are not the mean, by the brightness of the
        // noise-free pixel: the mean of R, G and B, else the first channel. It is linear between
        // knots. A group of two channels, which are colour, has one level for all brightnesses.
        float level[kKnots] = {};
        // The level of an image that is denoised by itself is 1 + this times that: Noise::alone().
        float above[kKnots] = {};
        // Variance of coefficient (u, v) of an orthonormal 8x8 DCT over the level, at v * 8 + u.
        // The mean of the last 63 is 1.
        float table[kSize * kSize] = {};
    };

    bool opponent = false;  // the mixtures are those of to_opponent()
    int mixtures = 0;       // at most 3
    Mixture mixture[3];
};

}  // namespace zsn2n
