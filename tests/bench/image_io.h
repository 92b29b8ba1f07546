// SPDX-License-Identifier: BSD-2-Clause
// PNG and JPEG files to and from float images.
#pragma once

#include <string>

#include "image.h"

namespace bench {

// 8 and 16 bit PNG and 8 bit JPEG; grey files give one plane, colour ones three, alpha is dropped.
Image read_image(const std::string &path);

// 8 bit, rounded and clamped; the file appears whole or not at all.
void write_png(const std::string &path, const Image &image);

// For the image file `name`: NAME.noisy.png and NAME.denoised.png in `folder`.
void write_pair(const std::string &folder, const std::string &name, const Image &noisy,
                const Image &denoised);

}  // namespace bench
