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
    double level = 0;  // gauss: sigma in 1/255; poisson: photons at full white
};

// "gauss:25" or "poisson:50".
Noise parse_noise(const std::string &text);

// gauss is clipped to [0, 1] after adding; poisson (poisson(level * x) / level) is not.
// The same seed gives the same noise on every machine.
void add_noise(Image *image, const Noise &noise, uint64_t seed);

}  // namespace bench
