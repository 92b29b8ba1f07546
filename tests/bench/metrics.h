// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "image.h"

namespace bench {

// dB over all channels, peak 1, after clamping `image` to [0, 1]; 100 for identical images.
double psnr(const Image &image, const Image &clean);

// Structural similarity (Wang et al., 2004): 11x11 Gaussian window of sigma 1.5 inside the image,
// K1 = 0.01, K2 = 0.03, peak 1, after clamping; mean over windows and channels. Sides from 11.
double ssim(const Image &image, const Image &clean);

}  // namespace bench
