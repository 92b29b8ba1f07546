// SPDX-License-Identifier: BSD-2-Clause
// Inference averaged over the dihedral views of an image (turned and flipped, denoised, put back).
#pragma once

#include <functional>

#include "base/team.h"
#include "image/planes.h"

namespace zsn2n {

constexpr int kDihedralViews = 8;

// dst = src transposed (bit 0 of view), then flipped across (bit 1) and down (bit 2). dst has src's
// size, with width and height exchanged where the view transposes.
void turn(const PlanesView &src, int view, const Team &team, const PlanesView &dst);

// sum += scale * (turned put back).
void add_turned_back(const PlanesView &turned, int view, float scale, const Team &team,
                     const PlanesView &sum);

// denoised = mean over all eight views of infer(view's planes, result). Holds two more sets of
// planes.
using InferPlanes = std::function<void(const PlanesView &noisy, const PlanesView &denoised)>;
void infer_views(const PlanesView &noisy, const Team &team, const InferPlanes &infer,
                 const PlanesView &denoised);

}  // namespace zsn2n
