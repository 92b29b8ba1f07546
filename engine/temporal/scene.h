// SPDX-License-Identifier: BSD-2-Clause
// Whether an image shows another scene than the one before.
#pragma once

#include <vector>

#include "base/team.h"
#include "image/host_image.h"
#include "noise/noise.h"

namespace zsn2n {

// Means of square blocks of the image's brightness (Y, grey, or G), of some 65536 at most. Pixels
// without alpha and wild samples do not count; a block of nothing else has the mean of the others.
struct SceneThumb {
    int width = 0, height = 0;
    int block = 0;               // pixels on a side
    std::vector<double> values;  // row after row
};

SceneThumb scene_thumb(const zsn2n_image &image, const Team &team);

// Whether there is more contrast in it than noise would make.
bool shows_something(const SceneThumb &thumb, const Noise &noise);

// 0: the same; 1: nothing in common. 1 less the mean of two correlations, of the thumbs and of what
// they are beside their own 5x5 means, each the best within two blocks' shift and allowed for
// noise. A change of brightness or contrast, as in a fade or a flash, does not count. Consecutive
// frames of a fast pan, sigma 50: up to 0.17; pairs of unrelated photos: from 0.6 on (276 pairs of
// Kodak24).
double scene_score(const SceneThumb &before, const SceneThumb &after, const Noise &noise);

}  // namespace zsn2n
