// SPDX-License-Identifier: BSD-2-Clause
// First and last layer and the activation's gradient, over any region, by generated kernels.
// Planes are whole images (zero outside them); feature maps are the region worked on.
#pragma once

#include "image/planes.h"
#include "network/feature_map.h"

namespace zsn2n {

// dst = LeakyReLU(conv 3x3 of src).
void conv_in(const ConstPlanesView &src, const Layout &layout, const float *theta,
             const FeatureMap &dst);

// gradient[w1], gradient[b1] = those of diff_dst's region.
void conv_in_backward_weights(const ConstPlanesView &src, const FeatureMap &diff_dst,
                              const Layout &layout, float *gradient);

// denoised = noisy - conv 1x1 of src, over src's region.
void conv_out(const FeatureMap &src, const Layout &layout, const float *theta,
              const ConstPlanesView &noisy, const PlanesView &denoised);

// diff_src = LeakyReLU'(src) * transposed conv of diff_noise. May be src itself.
void conv_out_backward_data(const FeatureMap &src, const Layout &layout, const float *theta,
                            const ConstPlanesView &diff_noise, const FeatureMap &diff_src);

// gradient[w3], gradient[b3] = those of src's region.
void conv_out_backward_weights(const FeatureMap &src, const ConstPlanesView &diff_noise,
                               const Layout &layout, float *gradient);

// gradient *= LeakyReLU'(activated), in place.
void leaky_relu_backward(const FeatureMap &activated, const FeatureMap &gradient);

}  // namespace zsn2n
