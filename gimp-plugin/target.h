// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_TARGET_H
#define ZSN2N_GIMP_TARGET_H

#include <string>

// What the plug-in was asked to denoise, as the front found it.
struct Target {
    int width, height;
    bool gray, alpha;
    bool opacity;            // a channel or a layer mask: its values are no colours
    bool indexed;            // colours are indices into a palette
    bool group;              // shows its children, has no pixels of its own
    bool selection;          // the image's selection itself
    bool locked;             // pixels locked, its own lock or one of a group around it
    bool outside_selection;  // no selected pixel lies in it
};

// Why this cannot be denoised and what to do instead, for the user to read; "" where it can. GIMP's
// own check greys out menu entries only: a script gets here with anything.
std::string refusal(const Target &target);

#endif
