// SPDX-License-Identifier: BSD-2-Clause
// Flicker, fades and flashes: an image is brighter than the past one as a whole.
#pragma once

#include "base/arena.h"
#include "base/team.h"
#include "image/planes.h"

namespace zsn2n {

// Where each channel of `estimate` is gain * past + offset in most places, makes that of `past`.
// Leaves it as it is where a change of brightness explains little. Pixels that are `unknown`, one
// plane, do not count. The result depends on the pixels alone, not on the team.
void match_brightness(const ConstPlanesView &estimate, const ConstPlanesView &unknown,
                      const Team &team, Arena &arena, const PlanesView &past);

// What it takes of the arena.
void take_brightness(const Shape &shape, Arena &count);

}  // namespace zsn2n
