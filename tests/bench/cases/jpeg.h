// SPDX-License-Identifier: BSD-2-Clause
// JPEG files in memory, by libjpeg.
#pragma once

#include <cstdint>
#include <vector>

#include "image.h"

namespace bench {

// `image` (grey or RGB) of whole codes; chroma at half the size where it is `subsampled`.
std::vector<uint8_t> to_jpeg(const Image &image, int quality, bool subsampled);
Image from_jpeg(const std::vector<uint8_t> &file);

// The planes of a 4:2:0 file as they are stored, of its sides' size rounded up to 16.
struct JpegPlanes {
    int width = 0, height = 0;  // of luma; chroma has half of both
    std::vector<uint8_t> plane[3];
};
JpegPlanes planes_of_jpeg(const std::vector<uint8_t> &file);
// As libjpeg shows them: chroma upsampled by its triangle filter.
Image shown(const JpegPlanes &planes);

}  // namespace bench
