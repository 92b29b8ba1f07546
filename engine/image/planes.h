// SPDX-License-Identifier: BSD-2-Clause
// Float planes, the engine's only image format: planar, dense, channel after channel.
#pragma once

#include <cstddef>

#include "base/aligned.h"

namespace zsn2n {

// `channels` planes of height x width floats, at data + c * plane_stride + y * row_stride + x.
// Not owned.
struct PlanesView {
    float *data = nullptr;
    int width = 0, height = 0, channels = 0;
    ptrdiff_t row_stride = 0, plane_stride = 0;

    float &at(int x, int y, int c) const { return data[c * plane_stride + y * row_stride + x]; }
};

// Owns dense planes.
class Planes {
  public:
    Planes() = default;
    Planes(int width, int height, int channels) { resize(width, height, channels); }

    // Keeps nothing of the old contents.
    void resize(int width, int height, int channels) {
        width_ = width;
        height_ = height;
        channels_ = channels;
        data_.resize(static_cast<size_t>(width) * height * channels);
    }

    int width() const { return width_; }
    int height() const { return height_; }
    int channels() const { return channels_; }

    PlanesView view() {
        return {data_.data(), width_, height_,
                channels_,    width_, static_cast<ptrdiff_t>(width_) * height_};
    }
    PlanesView channel(int c) {
        const ptrdiff_t size = static_cast<ptrdiff_t>(width_) * height_;
        return {data_.data() + c * size, width_, height_, 1, width_, size};
    }

  private:
    AlignedBuffer<float> data_;
    int width_ = 0, height_ = 0, channels_ = 0;
};

}  // namespace zsn2n
