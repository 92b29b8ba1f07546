// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_TARGET_H
#define ZSN2N_GIMP_TARGET_H

#include <string>

#include "core/layer_pixels.h"
#include "core/settings.h"

// What the plug-in was asked to denoise, as the front found it.
struct Target {
    int width, height;
    bool gray, alpha;
    bool opacity;            // a channel or a layer mask: its values are no colours
    bool indexed;            // colours are indices into a palette
    bool group;              // shows its children, has no pixels of its own
    bool text;               // drawn anew from its text when that is edited
    bool linked;             // drawn anew from a file or a path
    bool selection;          // the image's selection itself
    bool floating;           // a floating selection, which has no layer of its own yet
    bool locked;             // pixels locked, its own lock or one of a group around it
    bool outside_selection;  // no selected pixel lies in it
};

// Why this cannot be denoised and what to do instead, for the user to read; "" where it can. GIMP's
// own check greys out menu entries only: a script gets here with anything.
std::string refusal(const Target &target);
std::string refusal(const Target &target, Output output);

// Why the engine takes no layer of that size and layout, "" where it does.
std::string refusal(const Target &target, const PixelLayout &layout);

// Whether a new layer can be made of it at all.
inline bool takes_new_layer(const Target &target) {
    return !target.opacity && !target.floating;
}

// Why pixels that were read from `before` must not be written to what is there `now`, "" where they
// may.
std::string changed_since(const Target &before, const Target &now);

// The name of the new layer above the one named `layer`.
std::string denoised_name(const std::string &layer);

#endif
