// SPDX-License-Identifier: BSD-2-Clause
// Measures the noise of an image of any size, from as many of its pixels as that takes.
#pragma once

#include "image/crop_source.h"
#include "noise/noise.h"

namespace zsn2n {

// Reads a large image in square samples on a regular grid. The result depends on the pixels alone,
// also where the image is not in memory.
Noise survey_noise(CropSource &image, int channels, ChannelTexture texture, const Team &team,
                   Arena &arena);

// The largest rectangle that survey_noise() reads of an image of that shape.
Shape survey_crop(const Shape &shape);
Cost survey_cost(const Shape &shape, bool masked);

}  // namespace zsn2n
