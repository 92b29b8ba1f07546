// SPDX-License-Identifier: BSD-2-Clause
// What clipping leaves of Gaussian noise.
#pragma once

namespace zsn2n {

// Which ends of 0..1 a plane's samples were clipped to.
struct Clipping {
    bool low = false, high = false;
};

// Mean and variance of a normal deviate of that mean and sigma (above 0) after clipping, and the
// share of it that is not clipped, which is also the derivative of the mean by the mean.
struct ClippedMoments {
    double mean, variance, inside;
};
ClippedMoments clipped_moments(double mean, double sigma, Clipping clipping);

// variance = a x + b before clipping, where the mean after clipping is `observed`.
struct ClippedVariance {
    double before, after;  // never negative
};
ClippedVariance clipped_variance(double observed, double a, double b, Clipping clipping);

}  // namespace zsn2n
