// SPDX-License-Identifier: BSD-2-Clause
// Losses over bands of rows, by generated kernels. Every function writes the gradient with respect
// to the predicted noise. It returns the sum of squares over its rows, not yet scaled.
#pragma once

#include "image/planes.h"

namespace zsn2n {

// Sum of weight * (p - other)^2; diff_noise = -scale * weight * (p - other).
double residual_loss(const ConstPlanesView &denoised, const ConstPlanesView &other,
                     const ConstPlanesView &weight, float scale, int begin, int end,
                     const PlanesView &diff_noise);

// Adds the consistency of one view with the same view of `whole`; diagonal: the (a + d) / 2 one.
double consistency_loss_view(const ConstPlanesView &denoised, const ConstPlanesView &other,
                             const ConstPlanesView &whole, const ConstPlanesView &weight,
                             bool diagonal, float scale, int begin, int end,
                             const PlanesView &diff_noise);

// The same loss's gradient with respect to `whole` (begin and end are its rows).
void consistency_loss_whole(const ConstPlanesView &first, const ConstPlanesView &second,
                            const ConstPlanesView &whole, const ConstPlanesView &weight,
                            float scale, int begin, int end, const PlanesView &diff_noise);

}  // namespace zsn2n
