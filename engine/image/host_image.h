// SPDX-License-Identifier: BSD-2-Clause
// The host's images: checks, and their planes to float and back.
#pragma once

#include <cstdint>
#include <vector>

#include "image/planes.h"
#include "zsn2n/zsn2n.h"

namespace zsn2n {

// Throw Error(INVALID_ARGUMENT), saying what is accepted.
void check_description(const zsn2n_image &image);
// Pointers, alignment, strides; that dst is src itself or apart from it; that both are alike.
void check_pair(const zsn2n_image &src, const zsn2n_image &dst);

bool same_description(const zsn2n_image &a, const zsn2n_image &b);

int plane_count(const zsn2n_image &image);
int plane_width(const zsn2n_image &image, int plane);
int plane_height(const zsn2n_image &image, int plane);
size_t sample_bytes(const zsn2n_image &image);

// Planes of one grid, denoised by one network: subsampled chroma is a group of its own.
struct PlaneGroup {
    int width, height;
    std::vector<int> planes;
};

// The groups of the planes whose bit is set in `selected`.
std::vector<PlaneGroup> plane_groups(const zsn2n_image &image, int selected);

// dst (one plane) = samples scaled to the nominal 0..1; pixels excluded by mask (data = nullptr:
// none) may hold anything and are filled, of the others NaN and infinity are refused.
void import_plane(const zsn2n_image &image, int plane, const PlanesView &mask,
                  const PlanesView &dst);

// Blends noisy and denoised by strength into the plane; pixels excluded by mask become those of
// src. row_samples (a row of the plane; may be null without a mask) is scratch: nothing is
// allocated here, so that a destination once begun is finished.
void export_plane(const PlanesView &noisy, const PlanesView &denoised, float strength,
                  const PlanesView &mask, const zsn2n_image &src, const zsn2n_image &dst, int plane,
                  uint8_t *row_samples);

// Copies what is not denoised; nothing where dst is src.
void copy_plane(const zsn2n_image &src, const zsn2n_image &dst, int plane);
void copy_alpha(const zsn2n_image &src, const zsn2n_image &dst);

// mask (of the group's grid) = 1 where every pixel it covers has alpha, else 0. False where all
// have.
bool import_mask(const zsn2n_image &image, const PlaneGroup &group, Planes &mask);

// Gives masked pixels the mean of the others within the network's reach, or of all others.
void fill_masked(const PlanesView &mask, const PlanesView &plane);

}  // namespace zsn2n
