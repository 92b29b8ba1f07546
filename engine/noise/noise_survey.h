// SPDX-License-Identifier: BSD-2-Clause
// The noise of an image of any size, from as many of its pixels as that takes.
#pragma once

#include "image/crop_source.h"
#include "noise/noise.h"

namespace zsn2n {

// Of large images from square samples on a regular grid: a function of the pixels alone, in memory
// or not.
Noise survey_noise(CropSource &image, int channels, ChannelTexture texture, const Team &team,
                   Arena &arena);

// The largest rectangle it reads of an image of that shape.
Shape survey_crop(const Shape &shape);
Cost survey_cost(const Shape &shape, bool masked);

}  // namespace zsn2n
