// SPDX-License-Identifier: BSD-2-Clause
// Patterns that repeat: the dots of a halftone screen, a weave.
#pragma once

#include "base/team.h"
#include "image/planes.h"

namespace zsn2n {

// Whether a pattern with two directions at right angles, of periods of 2.5 to 11 pixels, covers
// channel c. mask: one plane, 0 where a pixel is to be ignored; data = nullptr: no mask. Never of
// planes with a side below 64.
bool has_screen(const ConstPlanesView &planes, int c, const ConstPlanesView &mask,
                const Team &team);

}  // namespace zsn2n
