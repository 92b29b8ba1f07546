// SPDX-License-Identifier: BSD-2-Clause
// Forward and backward pass of one training image, in steps over bands of rows.
#pragma once

#include "network/conv3x3.h"
#include "network/layers.h"

namespace zsn2n {

// The steps come in this order. Each may run for several bands at once, with a `slot` of its own
// for each. A step that reads its neighbours' rows says so: it must wait until the step before has
// done all bands.
class ImagePass {
  public:
    // Takes its memory and looks at nothing.
    ImagePass(const Layout &layout, Storage storage, int width, int height, Arena &arena);

    int width() const { return region_.right; }
    int height() const { return region_.bottom; }
    const PlanesView &noisy() const { return noisy_; }
    const PlanesView &denoised() const { return denoised_; }
    // Gradient of the loss with respect to the predicted noise, for backward_out().
    const PlanesView &diff_noise() const { return diff_noise_; }

    void forward_in(const float *theta, int begin, int end);
    // Reads neighbours' rows of forward_in(). Ends with denoised().
    void forward_out(const float *theta, const Conv3x3 &conv, int begin, int end, int slot);
    // gradient = the last layer's gradient in these rows.
    void backward_out(const float *theta, int begin, int end, float *gradient);
    // Reads neighbours' rows of backward_out(). gradient = the first two layers' gradient in these
    // rows.
    void backward_in(const Conv3x3 &conv, int begin, int end, float *gradient, int slot);

  private:
    FeatureMap map(uint8_t *data) const { return {data, region_, storage_}; }

    Layout layout_;
    Storage storage_;
    Region region_;
    PlanesView noisy_, denoised_, diff_noise_;
    // Outputs of both hidden layers. The second becomes its own gradient in backward_out().
    uint8_t *first_, *second_, *diff_first_;
};

// Runs all steps of a whole image's residual loss, one after the other. Returns the sum of weight *
// (denoised - target)^2; gradient = the gradient of scale / 2 times this sum.
double residual_pass(ImagePass &image, const ConstPlanesView &target, const ConstPlanesView &weight,
                     float scale, const float *theta, const Conv3x3 &conv, int slot,
                     float *gradient);

}  // namespace zsn2n
