// SPDX-License-Identifier: BSD-2-Clause
#include "fixture.h"

#include <cmath>
#include <cstdint>

Fixture::Fixture(host::Precision precision, host::LayerType type, int width, int height)
    : image(host::new_image(width, height, type, precision)),
      layer(host::add_layer(image, type, width, height)) {
    fill_with_noise(layer, precision >= host::kHalfLinear);
}

void fill_with_noise(host::Id drawable, bool beyond_range) {
    GeglBuffer *buffer = host::buffer(drawable);
    const int width = gegl_buffer_get_width(buffer), height = gegl_buffer_get_height(buffer);
    std::vector<float> rgba(static_cast<size_t>(width) * height * 4);
    uint32_t random = 12345;
    size_t i = 0;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                random = random * 1664525u + 1013904223u;
                const float noise = 0.2f * (static_cast<float>(random >> 8) / 16777216.0f - 0.5f);
                const float wave = std::sin(0.2f * x + c) * std::cos(0.15f * y - c);
                rgba[i++] = 0.5f + 0.3f * wave + noise;
            }
            rgba[i++] = x < 6 ? 0.0f : x < 12 ? 0.5f : 1.0f;
            if (beyond_range && x > width - 8) {
                rgba[i - 4] += 0.9f;
                rgba[i - 3] -= 0.7f;
            }
        }
    }
    gegl_buffer_set(buffer, nullptr, 0, babl_format("R'G'B'A float"), rgba.data(),
                    GEGL_AUTO_ROWSTRIDE);
    g_object_unref(buffer);
}

Bytes stored_bytes(host::Id drawable) {
    GeglBuffer *buffer = host::buffer(drawable);
    const Babl *format = gegl_buffer_get_format(buffer);
    const size_t pixels =
        static_cast<size_t>(gegl_buffer_get_width(buffer)) * gegl_buffer_get_height(buffer);
    Bytes bytes(pixels * babl_format_get_bytes_per_pixel(format));
    bytes.format = format;
    gegl_buffer_get(buffer, nullptr, 1.0, format, bytes.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(buffer);
    return bytes;
}
