// SPDX-License-Identifier: BSD-2-Clause
// The noise of an image of any size, from as many of its pixels as that takes.
#pragma once

#include "image/crop_source.h"
#include "noise/noise_model.h"

namespace zsn2n {

// Of large images from square samples on a regular grid: a function of the pixels alone, in memory
// or not.
NoiseModel survey_noise(CropSource &image, ChannelTexture texture, const Team &team);

size_t noise_survey_bytes(int channels, bool masked, int width, int height);

}  // namespace zsn2n
