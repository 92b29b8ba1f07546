// SPDX-License-Identifier: BSD-2-Clause
// What samples tell one by one.
#pragma once

#include "image/planes.h"

namespace zsn2n {

// Whether R, G and B are the same.
bool is_grey(const ConstPlanesView &rgb);

// Whether the first plane's samples have so few levels that their steps make what passes for noise
// of that variance.
bool few_levels(const ConstPlanesView &planes, double variance);

}  // namespace zsn2n
