// SPDX-License-Identifier: BSD-2-Clause
// Inference averaged over dihedral views. To turn an image, denoise it and turn it back is to
// denoise it with turned kernels. So a view costs a set of weights and no planes.
#pragma once

#include "network/layout.h"

namespace zsn2n {

constexpr int kDihedralViews = 8;

// The number of views for an image of `pixels`: 1, 2, 4 or 8, as many as take at most `share` of
// its training. Its cost is given in inferences of a pixel.
int view_count(double share, double training, double pixels);

// turned = theta's parameters for view number `view` (0..7; 0: the network itself), with its noise
// scaled by `share`. The first two views are half turns of each other, the first four are quarter
// turns.
void turn_parameters(const Layout &layout, const float *theta, int view, float share,
                     float *turned);

}  // namespace zsn2n
