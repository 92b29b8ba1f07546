// SPDX-License-Identifier: BSD-2-Clause
// How much of the change from noisy to denoised the result keeps, in brightness and in colour, and
// how much detail it gets back.
#pragma once

#include "image/host_image.h"
#include "noise/noise.h"

namespace zsn2n {

struct BlendAmounts {
    float strength = 1, luma = 1, chroma = 1, detail = 0;

    // Whether strength alone says how much is kept.
    bool plain() const { return luma == 1 && chroma == 1 && detail == 0; }
    // The blend of a pixel depends on so many rows and columns around it.
    int reach() const { return detail > 0 ? ZSN2N_BLEND_MARGIN : 0; }
};

BlendAmounts blend_amounts(const zsn2n_params &params);

// The amounts for a group's channels. R, G and B together are brightness (their mean) and colour
// (the rest). Alone each of them is brightness, as are grey and Y. U and V are colour. The noise
// outlives it.
class Blend {
  public:
    Blend(const BlendAmounts &amounts, const zsn2n_image &image, const PlaneGroup &group,
          const Noise &noise);

    // mixed = the result at strength 1 in the channels' rows begin..end. The views have one size;
    // noisy and denoised are read reach() rows further. mask as in GroupImage, or no data: pixels
    // outside it count for nothing.
    //
    // Detail: E is the energy of the residual noisy - denoised in 5x5 pixels, and V the variance of
    // the noise. Where E is more than the noise explains, the residual holds detail, and 1 - 1.3 V
    // / E of it (not below 0) is given back. White noise alone has an E / V of 1 with a deviation
    // of 0.28, and gets 3 % back on average.
    void mix(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
             const ConstPlanesView &mask, int begin, int end, const PlanesView &mixed) const;

  private:
    void give_back(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
                   const ConstPlanesView &mask, int row, int c, float *change) const;

    BlendAmounts amounts_;
    const Noise &noise_;
    bool rgb_;
    float share_[3];  // share of a channel by itself
};

}  // namespace zsn2n
