// SPDX-License-Identifier: BSD-2-Clause
// Float planes, the engine's only image format: planar, dense, channel after channel.
#pragma once

#include <algorithm>
#include <cstddef>

#include "base/arena.h"
#include "image/region.h"

namespace zsn2n {

struct Shape {
    int width, height, channels;

    size_t samples() const { return static_cast<size_t>(width) * height * channels; }
    double pixels() const { return static_cast<double>(width) * height; }
};

// `channels` planes of height x width floats, at data + c * plane_stride + y * row_stride + x.
// Not owned.
template <typename Sample>
struct BasicView {
    Sample *data = nullptr;
    int width = 0, height = 0, channels = 0;
    ptrdiff_t row_stride = 0, plane_stride = 0;

    operator BasicView<const Sample>() const {
        return {data, width, height, channels, row_stride, plane_stride};
    }

    Sample &at(int x, int y, int c) const { return data[c * plane_stride + y * row_stride + x]; }

    Region region() const { return {0, 0, width, height}; }
    Shape shape() const { return {width, height, channels}; }
    BasicView channel(int c) const { return channels_from(c, 1); }
    BasicView channels_from(int first, int count) const {
        return {&at(0, 0, first), width, height, count, row_stride, plane_stride};
    }
    // The planes' part in a rectangle, its corner at (0, 0).
    BasicView part(const Region &r) const {
        return {&at(r.left, r.top, 0), r.width(), r.height(), channels, row_stride, plane_stride};
    }
};
using PlanesView = BasicView<float>;
using ConstPlanesView = BasicView<const float>;  // of what is only read

inline PlanesView dense_planes(float *data, int width, int height, int channels) {
    return {data, width, height, channels, width, static_cast<ptrdiff_t>(width) * height};
}

inline PlanesView take_planes(Arena &arena, const Shape &shape) {
    return dense_planes(arena.take<float>(shape.samples()), shape.width, shape.height,
                        shape.channels);
}

// At least `width`: rows so many floats apart lie in different sets of a cache. An odd number of
// lines of 64 bytes; rows of 4 KB, or half of that, would all lie in one or two.
constexpr int spread_stride(int width) {
    return ((width + 15) / 16 | 1) * 16;
}

// For what is read in blocks.
inline PlanesView take_spread_planes(Arena &arena, const Shape &shape) {
    PlanesView planes =
        take_planes(arena, {spread_stride(shape.width), shape.height, shape.channels});
    planes.width = shape.width;
    return planes;
}

// dst = src, of the same size.
inline void copy_planes(const ConstPlanesView &src, const PlanesView &dst) {
    for (int c = 0; c < dst.channels; ++c) {
        for (int y = 0; y < dst.height; ++y) {
            std::copy_n(&src.at(0, y, c), dst.width, &dst.at(0, y, c));
        }
    }
}

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

    PlanesView view() { return dense_planes(data_.data(), width_, height_, channels_); }
    ConstPlanesView view() const { return const_cast<Planes *>(this)->view(); }

  private:
    AlignedBuffer<float> data_;
    int width_ = 0, height_ = 0, channels_ = 0;
};

}  // namespace zsn2n
