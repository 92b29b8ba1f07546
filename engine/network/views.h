// SPDX-License-Identifier: BSD-2-Clause
// Inference averaged over dihedral views. Turning an image, denoising it and turning it back is
// denoising it with the kernels turned, so that a view costs a set of weights and no planes.
#pragma once

#include "network/layout.h"

namespace zsn2n {

constexpr int kDihedralViews = 8;

// Of an image of `pixels`: 1, 2, 4 or 8, as many as take at most `share` of its training, whose
// cost is given in pixels of inference.
int view_count(double share, double training, double pixels);

// turned = the parameters whose network is view number `view` (0..7; 0 the network itself) of
// theta's, its noise scaled by `share`. The first two views are half turns of each other, the first
// four quarter turns.
void turn_parameters(const Layout &layout, const float *theta, int view, float share,
                     float *turned);

}  // namespace zsn2n
