// SPDX-License-Identifier: BSD-2-Clause
// What was found of an image's noise, for the host: in the stats' fields, and in words.
#pragma once

#include <string>
#include <vector>

#include "noise/noise.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

// Adds the levels and bands of one plane group, which has that noise, to those of brightness and
// colour.
// noise_a, noise_b and noise_sigma are the group's. `color` is the image's.
void tell_levels(const std::vector<int> &planes, const Noise &noise, zsn2n_color color,
                 zsn2n_stats &stats);

// "noise: sigma 9.1 of 255 in brightness, 12.3 in colour, fine-grained (1.0)"
// doubt: why none is to be believed, or null.
std::string noise_text(const zsn2n_stats &stats, const char *doubt);

}  // namespace zsn2n
