// SPDX-License-Identifier: GPL-3.0-or-later
#include "layer_pixels.h"

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
    return {babl_format_with_space(encoding, space),
            gray || opacity ? ZSN2N_COLOR_GRAY : ZSN2N_COLOR_RGB, alpha && !opacity};
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
    const size_t channels = layout_.channels();
    const size_t first = (static_cast<size_t>(rectangle.y) * width_ + rectangle.x) * channels;
    const size_t row_bytes = width_ * channels * sizeof(float);
    gegl_buffer_set(buffer, &rectangle, 0, layout_.format, samples_.data() + first,
                    static_cast<gint>(row_bytes));
}

zsn2n_image LayerPixels::image() {
    zsn2n_image image = describe_layer(width_, height_, layout_);
    const ptrdiff_t pixel_stride = layout_.channels() * static_cast<ptrdiff_t>(sizeof(float));
    const int colors = layout_.color == ZSN2N_COLOR_GRAY ? 1 : 3;
    for (int i = 0; i < colors; ++i)
        image.plane[i] = {samples_.data() + i, width_ * pixel_stride, pixel_stride};
    if (layout_.alpha)
        image.alpha = {samples_.data() + colors, width_ * pixel_stride, pixel_stride};
    return image;
}
