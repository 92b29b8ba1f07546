// SPDX-License-Identifier: BSD-2-Clause
// A float image of the bench: 1 (grey) or 3 (RGB) planes one after the other, nominal range 0..1.
#pragma once

#include <cstddef>
#include <vector>

namespace bench {

struct Image {
    int width = 0, height = 0, channels = 0;
    std::vector<float> samples;

    Image() = default;
    Image(int w, int h, int c)
        : width(w), height(h), channels(c), samples(static_cast<size_t>(w) * h * c) {}

    size_t plane_size() const { return static_cast<size_t>(width) * height; }
    float *plane(int channel) { return samples.data() + channel * plane_size(); }
    const float *plane(int channel) const { return samples.data() + channel * plane_size(); }
};

// The centre size x size pixels; throws if the image is smaller.
Image center_crop(const Image &image, int size);

// Rec. 601 luma of an RGB image; a grey one as it is.
Image to_gray(const Image &image);

}  // namespace bench
