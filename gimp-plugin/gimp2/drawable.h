// SPDX-License-Identifier: GPL-3.0-or-later
// A drawable of GIMP 2.10. Main thread only, like every call into libgimp.
#ifndef ZSN2N_GIMP_GIMP2_DRAWABLE_H
#define ZSN2N_GIMP_GIMP2_DRAWABLE_H

#include <libgimp/gimp.h>

#include <string>

#include "core/layer_pixels.h"
#include "core/target.h"

Target inspect_drawable(gint32 drawable);

PixelLayout drawable_layout(gint32 drawable, const Target &target);

// What is selected of the drawable, in its own pixels; all of it where nothing is.
GeglRectangle selected_part(gint32 drawable);

void read_drawable(gint32 drawable, LayerPixels *pixels);

// Puts the selected part (feathered as selected) into the drawable or into a new layer above it, as
// one undo step. The image changes by one call at the very end. Returns why nothing was written, ""
// after success. `before` is what was read: a drawable that changed since is left alone.
std::string write_drawable(gint32 drawable, const Target &before, const LayerPixels &pixels,
                           Output output);

#endif
