// SPDX-License-Identifier: BSD-2-Clause
// The host's images: checks, and planes to float and back.
#pragma once

#include <cstdint>
#include <vector>

#include "image/planes.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

// Throws Error(INVALID_ARGUMENT), which says what is accepted; so does the next.
void check_description(const zsn2n_image &image);
// Checks pointers, alignment and strides, that dst is src itself or apart from it, and that both
// have one description.
void check_pair(const zsn2n_image &src, const zsn2n_image &dst);
// The same of an image that is denoised after one whose result dst becomes.
void check_next(const zsn2n_image &next, const zsn2n_image &dst);

bool same_description(const zsn2n_image &a, const zsn2n_image &b);
// Whether all planes of both are the very same memory.
bool same_memory(const zsn2n_image &src, const zsn2n_image &dst);

int plane_count(const zsn2n_image &image);
int plane_width(const zsn2n_image &image, int plane);
int plane_height(const zsn2n_image &image, int plane);
size_t sample_bytes(const zsn2n_image &image);

// Planes of one grid, which are denoised together. Subsampled chroma is a group of its own.
struct PlaneGroup {
    int width, height;
    std::vector<int> planes;
};

// The groups of the planes whose bit is set in `selected`.
std::vector<PlaneGroup> plane_groups(const zsn2n_image &image, int selected);

// dst (one plane of the region's size) = the plane's samples there, scaled to the nominal range
// 0..1.
void import_plane(const zsn2n_image &image, int plane, const Region &region, const PlanesView &dst);

// Blends noisy and denoised (one plane each, of the region's size) by strength into the plane's
// region. Pixels that mask excludes (no data: none) become those of src. row_samples (a row of the
// region; may be null without a mask) is scratch.
void export_plane(const ConstPlanesView &noisy, const ConstPlanesView &denoised, float strength,
                  const ConstPlanesView &mask, const zsn2n_image &src, const zsn2n_image &dst,
                  int plane, const Region &region, uint8_t *row_samples);

// Copies rows of planes that are not denoised; does nothing where dst is src.
void copy_plane(const zsn2n_image &src, const zsn2n_image &dst, int plane, int begin, int end);
void copy_alpha(const zsn2n_image &src, const zsn2n_image &dst, int begin, int end);

// Samples beyond this value, positive or negative, belong to no picture: float files put 1e20 or
// 3.4e38 where they have no data. Their pixels count as if they had no alpha. The value is far
// above scene-linear highlights (PQ ends at 10000 nits), and far below 1e19, from which squared
// sums of blocks overflow.
constexpr float kWildSample = 1e4f;

// mask (one plane of the region's size, on the group's grid) = 1 where every pixel it covers has
// alpha, else 0. All 1 without alpha.
void import_alpha_mask(const zsn2n_image &image, const PlaneGroup &group, const Region &region,
                       const PlanesView &mask);
// mask = 0 where a sample of the group is wild, NaN or infinite.
void exclude_wild(const zsn2n_image &image, const PlaneGroup &group, const Region &region,
                  const PlanesView &mask);

// A masked pixel looks for others within this distance, as the network does.
constexpr int kFillReach = 2;

// Gives masked pixels of the rows the mean of the others within kFillReach, or `mean` where there
// are none.
void fill_masked(const PlanesView &mask, float mean, int begin, int end, const PlanesView &plane);

}  // namespace zsn2n
