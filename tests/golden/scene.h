// SPDX-License-Identifier: BSD-2-Clause
// The pictures of the cases, by formula: the same bits on every machine.
#pragma once

#include "cases.h"

// The picture without noise, 0..1; x and y are the plane's own.
double clean_sample(const Case &of, int frame, int plane, int x, int y);

// Fills all planes of a frame with noise of the case's kind. All samples are within 0..1, floats
// too.
void fill(const Case &of, int frame, Picture *picture);

// Planes that hold colour, without alpha.
int colors(const Shape &shape);
