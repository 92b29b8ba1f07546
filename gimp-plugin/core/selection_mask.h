// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_SELECTION_MASK_H
#define ZSN2N_GIMP_SELECTION_MASK_H

#include <gegl.h>

// Multiplies a layer's mask by the image's selection, feathered as it is: the new layer then shows
// what would have been written into the layer, and the user can still paint the border elsewhere.
// (left, top) is where the layer lies in the image.
void mask_by_selection(GeglBuffer *mask, GeglBuffer *selection, int left, int top);

#endif
