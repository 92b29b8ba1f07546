// SPDX-License-Identifier: BSD-2-Clause
// Gaussian noise after clipping.
#pragma once

namespace zsn2n {

// Which ends of 0..1 a plane's samples were clipped to.
struct Clipping {
    bool low = false, high = false;
};

// Moments after clipping of a normal deviate with that mean and sigma (above 0). `inside` is the
// share of it that is not clipped; it is also the derivative of the mean after clipping by the
// mean.
struct ClippedMoments {
    double mean, variance, inside;
};
ClippedMoments clipped_moments(double mean, double sigma, Clipping clipping);

// Noise of variance a x + b before clipping, at the x whose mean after clipping is `observed`.
struct ClippedVariance {
    double before, after;  // never negative
};
ClippedVariance clipped_variance(double observed, double a, double b, Clipping clipping);

}  // namespace zsn2n
