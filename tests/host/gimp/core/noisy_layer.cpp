// SPDX-License-Identifier: BSD-2-Clause
#include "noisy_layer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <string>

LayerPixels noisy_layer(int width, int height) {
    const Babl *format = babl_format("R'G'B'A float");
    LayerPixels layer(width, height, pixel_layout(format, false, true, false));
    auto *sample = static_cast<float *>(layer.image().plane[0].data);
    uint32_t random = 1;
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                random = random * 1664525u + 1013904223u;
                const float noise = static_cast<float>(random >> 8) / 16777216.0f - 0.5f;
                *sample++ =
                    0.5f + 0.3f * std::sin(0.2f * x + c) * std::cos(0.15f * y) + 0.2f * noise;
            }
            *sample++ = x < 5 ? 0.0f : 1.0f;
        }
    }
    return layer;
}

std::vector<float> denoised_at_once(const zsn2n_params &params) {
    LayerPixels layer = noisy_layer();
    zsn2n_context *context = nullptr;
    EXPECT_EQ(zsn2n_create(&context, &params, nullptr), ZSN2N_OK);
    const zsn2n_image image = layer.image();
    EXPECT_EQ(zsn2n_process(context, &image, &image), ZSN2N_OK);
    zsn2n_destroy(&context);
    return {layer.at(0, 0), layer.at(0, 0) + size_t{kLayerWidth} * kLayerHeight * 4};
}

Settings quick_settings(const char *more) {
    return parse_settings(std::string("guides=none:steps=40") + more);
}

int main(int argc, char **argv) {
    testing::InitGoogleTest(&argc, argv);
    gegl_init(nullptr, nullptr);
    return RUN_ALL_TESTS();
}
