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

}  // namespace bench
