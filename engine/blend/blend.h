// SPDX-License-Identifier: BSD-2-Clause
// How much of the change from noisy to denoised a result keeps, in brightness and in colour, and
// what it gives back of details.
#pragma once

#include "image/host_image.h"
#include "noise/noise.h"

namespace zsn2n {

struct BlendAmounts {
    float strength = 1, luma = 1, chroma = 1, detail = 0;

    // Whether strength says all.
    bool plain() const { return luma == 1 && chroma == 1 && detail == 0; }
    // Rows and columns around a pixel that its blend looks at.
    int reach() const { return detail > 0 ? ZSN2N_BLEND_MARGIN : 0; }
};

BlendAmounts blend_amounts(const zsn2n_params &params);

// Amounts of a group's channels. R, G and B together are brightness (their mean) and colour (what
// is left); apart, each is brightness. So is grey, and Y; U and V are colour.
// The noise outlives it.
class Blend {
  public:
    Blend(const BlendAmounts &amounts, const zsn2n_image &image, const PlaneGroup &group,
          const Noise &noise);

    // mixed = what the channels' rows begin..end are to become at strength 1. The views are of one
    // size; noisy and denoised are looked at reach() rows beyond. mask as in GroupImage, or none:
    // pixels outside it count for nothing.
    //
    // Detail: where the residual noisy - denoised has more energy in 5x5 pixels, E, than noise of
    // variance V explains, it holds detail too, and 1 - 1.3 V / E of it (not below 0) is given
    // back. White noise alone, whose E / V is 1 with a deviation of 0.28, gets 3 % back on average.
    void mix(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
             const ConstPlanesView &mask, int begin, int end, const PlanesView &mixed) const;

  private:
    void give_back(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
                   const ConstPlanesView &mask, int row, int c, float *change) const;

    BlendAmounts amounts_;
    const Noise &noise_;
    bool rgb_;
    float share_[3];  // of a channel for itself
};

}  // namespace zsn2n
