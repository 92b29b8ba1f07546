// SPDX-License-Identifier: GPL-3.0-or-later
// A drawable of GIMP 2.10. Main thread only, like every call into libgimp.
#ifndef ZSN2N_GIMP_GIMP2_DRAWABLE_H
#define ZSN2N_GIMP_GIMP2_DRAWABLE_H

#include <libgimp/gimp.h>

#include <string>

#include "layer_pixels.h"
#include "target.h"

Target inspect_drawable(gint32 drawable);

PixelLayout drawable_layout(gint32 drawable, const Target &target);

void read_drawable(gint32 drawable, LayerPixels *pixels);

// Writes the selected part (feathered as selected) as one undo step. Returns why nothing was
// written, "" after success. `before` is what was read: a drawable that changed since is left
// alone.
std::string write_drawable(gint32 drawable, const Target &before, const LayerPixels &pixels);

#endif
