// SPDX-License-Identifier: GPL-3.0-or-later
#include "target.h"

std::string refusal(const Target &target) {
    if (target.group)
        return "A layer group cannot be denoised. Choose one of its layers, or merge the group "
               "first (Layer > Merge Layer Group).";
    if (target.indexed)
        return "Indexed images cannot be denoised. Convert the image first with "
               "Image > Mode > RGB or Grayscale.";
    if (target.selection)
        return "The selection cannot be denoised. Save it to a channel first with "
               "Select > Save to Channel.";
    if (target.locked)
        return "The layer's pixels are locked, or those of a group around it. Unlock them in the "
               "Layers dialog first.";
    if (target.outside_selection)
        return "Nothing was denoised: no selected pixel lies inside the layer. Select a part of "
               "the "
               "layer, or nothing at all (Select > None) for the whole of it.";
    return "";
}
