// SPDX-License-Identifier: BSD-2-Clause
// The noise of the published protocol.
#pragma once

#include <cstdint>
#include <string>

#include "image.h"

namespace bench {

struct Noise {
    enum Kind { kGauss, kPoisson };
    Kind kind = kGauss;
    double a = 0, b = 0;  // the variance of a sample whose clean value is x, of 0..1, is a x + b

    double variance(double x) const { return a * x + b; }
};

// What parse_noise() takes, for the list of options.
constexpr const char kNoiseForms[] =
    "gauss:SIGMA (in 1/255, clipped), poisson:PHOTONS or curve:A,B (variance A x + B, clipped)";

// "gauss:25", "poisson:50" or "curve:0.02,0.0004".
Noise parse_noise(const std::string &text);

// gauss and curve add normal deviates and clip to [0, 1]; poisson (poisson(x / a) a) does not clip.
// The same seed gives the same noise on every machine.
void add_noise(Image *image, const Noise &noise, uint64_t seed);

}  // namespace bench
