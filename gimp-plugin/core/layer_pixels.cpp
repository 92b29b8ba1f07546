// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layer_pixels.h"

#include <algorithm>
#include <cmath>

PixelLayout pixel_layout(const Babl *native, bool gray, bool alpha, bool opacity) {
    const char *encoding;
    if (opacity) {
        encoding = "Y float";
    } else if (gray) {
        encoding = alpha ? "Y'A float" : "Y' float";
    } else {
        encoding = alpha ? "R'G'B'A float" : "R'G'B' float";
    }
    const Babl *space = babl_format_get_space(native);
    const Babl *format = babl_format_with_space(encoding, space);
    // Half opaque is shown as half bright.
    const Babl *display = opacity ? babl_format("Y' float") : format;
    return {format, display, gray || opacity ? ZSN2N_COLOR_GRAY : ZSN2N_COLOR_RGB,
            alpha && !opacity};
}

zsn2n_image describe_layer(int width, int height, const PixelLayout &layout) {
    zsn2n_image image;
    zsn2n_image_init(&image, width, height, layout.color, ZSN2N_SAMPLE_F32);
    return image;
}

LayerPixels::LayerPixels(int width, int height, const PixelLayout &layout)
    : width_(width),
      height_(height),
      layout_(layout),
      samples_(static_cast<size_t>(width) * height * layout.channels()) {}

void LayerPixels::read(GeglBuffer *buffer) {
    const GeglRectangle all = {0, 0, width_, height_};
    gegl_buffer_get(buffer, &all, 1.0, layout_.format, samples_.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
}

void LayerPixels::write(GeglBuffer *buffer, const GeglRectangle &rectangle) const {
    const size_t row_bytes = static_cast<size_t>(width_) * layout_.channels() * sizeof(float);
    gegl_buffer_set(buffer, &rectangle, 0, layout_.format, at(rectangle.x, rectangle.y),
                    static_cast<gint>(row_bytes));
}

// A sum in double is not finite just where one of its float terms is not.
bool LayerPixels::finite() const {
    constexpr size_t kRun = 4096;
    for (size_t begin = 0; begin < samples_.size(); begin += kRun) {
        const size_t end = std::min(begin + kRun, samples_.size());
        double sum = 0;
        for (size_t i = begin; i < end; ++i) sum += samples_[i];
        if (!std::isfinite(sum)) return false;
    }
    return true;
}

zsn2n_image LayerPixels::image() {
    return describe_samples(samples_.data(), width_, height_, width_, layout_);
}

zsn2n_image describe_samples(const float *samples, int width, int height, int row_pixels,
                             const PixelLayout &layout) {
    zsn2n_image image = describe_layer(width, height, layout);
    auto *first = const_cast<float *>(samples);
    const ptrdiff_t pixel_stride = layout.channels() * static_cast<ptrdiff_t>(sizeof(float));
    const int colors = layout.color == ZSN2N_COLOR_GRAY ? 1 : 3;
    for (int i = 0; i < colors; ++i)
        image.plane[i] = {first + i, row_pixels * pixel_stride, pixel_stride};
    if (layout.alpha) image.alpha = {first + colors, row_pixels * pixel_stride, pixel_stride};
    return image;
}
