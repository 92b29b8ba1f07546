// SPDX-License-Identifier: BSD-2-Clause
// A page of text without a font.
#pragma once

#include <vector>

// Coverage by ink, 0 to 1, antialiased, of width x height pixels; letters are `size` pixels high.
std::vector<double> text_page(int width, int height, int size);
