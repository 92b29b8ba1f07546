// SPDX-License-Identifier: BSD-2-Clause
// A feature map in blocks of 16 channels, [block][y][x][channel], as oneDNN's Winograd wants it.
#pragma once

#include "network/feature_map.h"

namespace zsn2n {

// `map` in f32; `blocks` holds as many floats.
void to_blocks(const FeatureMap &map, float *blocks);

// The way back, with LeakyReLU of that slope; a slope of 1 changes nothing.
void from_blocks(const float *blocks, float slope, const FeatureMap &map);

}  // namespace zsn2n
