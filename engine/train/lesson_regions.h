// SPDX-License-Identifier: BSD-2-Clause
// The regions of an image that lessons are made of.
#pragma once

#include <cstdint>

#include "image/planes.h"

namespace zsn2n {

// Pixels on a side, at most.
constexpr int kLessonSide = 256;

Shape lesson_region_shape(const Shape &image);

// Region number i of a sequence. The first is in the middle. The additive recurrence of the plastic
// number's powers puts the others (low discrepancy in two dimensions; Roberts 2018, "R2").
Region lesson_region(const Shape &image, uint64_t i);

}  // namespace zsn2n
