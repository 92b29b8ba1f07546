// SPDX-License-Identifier: GPL-3.0-or-later
// A drawable of GIMP 3. Main thread only, like every call into libgimp.
#ifndef ZSN2N_GIMP_GIMP3_DRAWABLE_H
#define ZSN2N_GIMP_GIMP3_DRAWABLE_H

#include <libgimp/gimp.h>

#include <string>

#include "core/layer_pixels.h"
#include "core/target.h"

Target inspect_drawable(GimpDrawable *drawable);

// As the user reads it in GIMP's dialogs.
std::string drawable_name(GimpDrawable *drawable);

PixelLayout drawable_layout(GimpDrawable *drawable, const Target &target);

void read_drawable(GimpDrawable *drawable, LayerPixels *pixels);

// Why the pixels read for `before` must not be written now, "" where they may.
std::string changed_since(int drawable_id, const Target &before);

// The selected part, feathered as selected, in two halves, so that several drawables change
// together: shade_drawable() sends the pixels, which takes long and changes nothing to be seen,
// apply_shade() makes them the drawable's as one undo step; false where GIMP refuses.
void shade_drawable(GimpDrawable *drawable, const LayerPixels &pixels);
bool apply_shade(GimpDrawable *drawable);

// A copy of the layer with all of it denoised and the selection as its mask, not yet in the image;
// nullptr where GIMP refuses. insert_above() puts it there.
GimpLayer *denoised_copy(GimpLayer *layer, const LayerPixels &pixels);
bool insert_above(GimpLayer *layer, GimpLayer *copy);

#endif
