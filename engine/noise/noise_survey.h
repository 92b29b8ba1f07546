// SPDX-License-Identifier: BSD-2-Clause
// Measures the noise of an image of any size, from as many of its pixels as that takes.
#pragma once

#include "image/crop_source.h"
#include "noise/noise.h"
#include "noise/spectrum_fit.h"

namespace zsn2n {

// Reads a large image in square samples on a regular grid. The result depends on the pixels alone,
// also where the image is not in memory.
Noise survey_noise(CropSource &image, int channels, ChannelTexture texture, const Team &team,
                   Arena &arena);

// What survey_noise() is made of, and whether the noise is coloured. rgb: the channels are R, G and
// B. From a large image other samples are read for the spectrum, since its blocks are compared with
// those near by.
struct SurveyedNoise {
    NoiseModel white;
    SpectrumFit spectrum;
};
SurveyedNoise survey_spectrum(CropSource &image, int channels, ChannelTexture texture, bool rgb,
                              const Team &team, Arena &arena);

// The same of planes whose first is Y, and where they leave its noise open, of `rgb`, which shows
// the same picture as R, G and B.
SurveyedNoise survey_luma(CropSource &image, int channels, CropSource &rgb, const Team &team,
                          Arena &arena);

// The largest rectangle that survey_noise(), survey_spectrum() and survey_luma() read of an image
// of that shape.
Shape survey_crop(const Shape &shape);
// Of survey_spectrum(), or of survey_noise().
Cost survey_cost(const Shape &shape, bool masked, bool spectrum);

}  // namespace zsn2n
