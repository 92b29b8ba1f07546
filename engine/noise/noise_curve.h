// SPDX-License-Identifier: BSD-2-Clause
// Noise variance over brightness.
#pragma once

#include <algorithm>

namespace zsn2n {

// Noise as sensors have it (Foi et al., IEEE TIP 2008): the variance of a sample is a x + b where
// the noise-free sample is x, before any clipping to 0..1. Scale of the planes, 0..1. By channel;
// those that the image does not have are 0.
struct NoiseCurve {
    double a[3] = {}, b[3] = {};

    double variance(double x, int c) const { return std::max(a[c] * x + b[c], 0.0); }
};

}  // namespace zsn2n
