// SPDX-License-Identifier: BSD-2-Clause
// A clean picture made by formula: gradients, hard edges at several angles, discs and fine texture.
#pragma once

#include "image.h"

// `time` moves the scene by a few pixels a unit.
bench::Image make_scene(int width, int height, int channels, double time = 0);
