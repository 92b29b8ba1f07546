// SPDX-License-Identifier: BSD-2-Clause
// What spoils pictures. Samples become whole codes of 8 bit where a function says so.
#pragma once

#include "image.h"
#include "random.h"

namespace bench {

// Rounded to codes of 8 bit and clamped.
Image coded(Image image);

// Blurred by a Gaussian of `pixels` standard deviation; edges are mirrored.
Image blurred(const Image &image, double pixels);

// Normal deviates of each channel, blurred by so many pixels (0: white), of sigma in codes.
Image grain(int width, int height, int channels, double blur, double sigma, Random *random);

// a + b, of one size.
Image sum(const Image &a, const Image &b);

// coded(clean + white noise of sigma in codes).
Image noisy(const Image &clean, double sigma, Random *random);

// The grey image in each of three channels.
Image grey_as_rgb(const Image &grey);

// With rows above and below and columns left and right of one value; the inverse.
Image framed(const Image &image, int rows, int columns, float value);
Image unframed(const Image &image, int rows, int columns);

// Of each million pixels so many become 0 or 1 in all channels.
void salt_and_pepper(Image *image, double per_million, Random *random);

// A grey page of text, its letters of `size` pixels; paper and ink in codes.
Image text(int width, int height, int size, double paper, double ink);

}  // namespace bench
