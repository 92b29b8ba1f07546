// SPDX-License-Identifier: BSD-2-Clause
#include "image.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace bench {

Image center_crop(const Image &image, int size) {
    if (image.width < size || image.height < size) {
        throw std::runtime_error("a crop of " + std::to_string(size) + " does not fit into " +
                                 std::to_string(image.width) + "x" + std::to_string(image.height));
    }
    Image crop(size, size, image.channels);
    const int left = (image.width - size) / 2, top = (image.height - size) / 2;
    for (int c = 0; c < image.channels; ++c) {
        for (int y = 0; y < size; ++y) {
            const float *row = image.plane(c) + static_cast<size_t>(top + y) * image.width + left;
            std::copy(row, row + size, crop.plane(c) + static_cast<size_t>(y) * size);
        }
    }
    return crop;
}

Image to_gray(const Image &image) {
    if (image.channels == 1) return image;
    Image gray(image.width, image.height, 1);
    for (size_t i = 0; i < gray.samples.size(); ++i) {
        gray.samples[i] =
            0.299f * image.plane(0)[i] + 0.587f * image.plane(1)[i] + 0.114f * image.plane(2)[i];
    }
    return gray;
}

}  // namespace bench
