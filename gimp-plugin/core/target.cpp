// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/target.h"

#include <glib.h>

#include "core/i18n.h"

namespace {

constexpr size_t kMessageSize = 512;

std::string size_refusal(const Target &target) {
    const int small = std::min(target.width, target.height);
    const int large = std::max(target.width, target.height);
    if (small >= ZSN2N_MIN_SIDE && large <= ZSN2N_MAX_SIDE) return "";
    gchar *text =
        g_strdup_printf(_("The layer is %d x %d pixels; %d to %d pixels a side can be denoised."),
                        target.width, target.height, ZSN2N_MIN_SIDE, ZSN2N_MAX_SIDE);
    std::string refused = text;
    g_free(text);
    return refused;
}

}  // namespace

std::string refusal(const Target &target) {
    if (target.group)
        return _(
            "A layer group cannot be denoised. Choose one of its layers, or merge the group "
            "first (Layer > Merge Layer Group).");
    if (target.text)
        return _(
            "A text layer cannot be denoised: GIMP draws it anew from its text. Turn it into "
            "pixels first with Layer > Discard Text Information.");
    if (target.linked)
        return _(
            "A layer that GIMP draws from a file or a path cannot be denoised. Turn it into "
            "pixels first with Layer > Rasterize.");
    if (target.indexed)
        return _(
            "Indexed images cannot be denoised. Convert the image first with "
            "Image > Mode > RGB or Grayscale.");
    if (target.selection)
        return _(
            "The selection cannot be denoised. Save it to a channel first with "
            "Select > Save to Channel.");
    if (target.locked)
        return _(
            "The layer's pixels are locked, or those of a group around it. Unlock them in the "
            "Layers dialog first.");
    if (target.outside_selection)
        return _(
            "Nothing was denoised: no selected pixel lies inside the layer. Select a part of "
            "the layer, or nothing at all (Select > None) for the whole of it.");
    return size_refusal(target);
}

std::string refusal(const Target &target, Output output) {
    std::string refused = refusal(target);
    if (!refused.empty() || output == Output::kLayer || takes_new_layer(target)) return refused;
    return _(
        "No new layer can be made of a channel, a mask or a floating selection. Let the output be "
        "the thing itself.");
}

std::string refusal(const Target &target, const PixelLayout &layout) {
    char message[kMessageSize] = "";
    const zsn2n_image image = describe_layer(target.width, target.height, layout);
    const bool taken = zsn2n_image_supported(&image, message, sizeof message) == ZSN2N_OK;
    return taken ? "" : message;
}

std::string changed_since(const Target &before, const Target &now) {
    std::string refused = refusal(now);
    if (!refused.empty()) return refused;
    if (now.width != before.width || now.height != before.height || now.gray != before.gray ||
        now.alpha != before.alpha)
        return _(
            "The layer's size or mode was changed while it was being denoised; it was left as "
            "it is.");
    return "";
}

std::string denoised_name(const std::string &layer) {
    gchar *text = g_strdup_printf(_("%s (denoised)"), layer.c_str());
    std::string name = text;
    g_free(text);
    return name;
}
