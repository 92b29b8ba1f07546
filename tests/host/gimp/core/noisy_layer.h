// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_NOISY_LAYER_H
#define ZSN2N_TESTS_GIMP_NOISY_LAYER_H

#include "core/layer_pixels.h"
#include "core/settings.h"

constexpr int kLayerWidth = 97, kLayerHeight = 75;

// R'G'B'A float: waves with noise on them, a transparent strip at the left.
LayerPixels noisy_layer(int width = kLayerWidth, int height = kLayerHeight);

// The layer by the C API with these params, in one go.
std::vector<float> denoised_at_once(const zsn2n_params &params);

Settings quick_settings(const char *more = "");

#endif
