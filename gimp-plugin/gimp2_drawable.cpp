// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp2_drawable.h"

namespace {

// gimp_item_get_lock_content() knows an item's own lock alone.
bool content_locked(gint32 item) {
    if (gimp_item_is_layer_mask(item)) item = gimp_layer_from_mask(item);
    for (; item > 0; item = gimp_item_get_parent(item))
        if (gimp_item_get_lock_content(item)) return true;
    return false;
}

bool selected_rectangle(gint32 drawable, GeglRectangle *rectangle) {
    return gimp_drawable_mask_intersect(drawable, &rectangle->x, &rectangle->y, &rectangle->width,
                                        &rectangle->height);
}

}  // namespace

Target inspect_drawable(gint32 drawable) {
    GeglRectangle selected;
    Target target = {};
    target.width = gimp_drawable_width(drawable);
    target.height = gimp_drawable_height(drawable);
    target.gray = gimp_drawable_is_gray(drawable);
    target.alpha = gimp_drawable_has_alpha(drawable);
    target.opacity = gimp_item_is_channel(drawable);
    target.indexed = gimp_drawable_is_indexed(drawable);
    target.group = gimp_item_is_group(drawable);
    target.selection = gimp_item_is_selection(drawable);
    target.locked = content_locked(drawable);
    target.outside_selection = !selected_rectangle(drawable, &selected);
    return target;
}

PixelLayout drawable_layout(gint32 drawable, const Target &target) {
    return pixel_layout(gimp_drawable_get_format(drawable), target.gray, target.alpha,
                        target.opacity);
}

void read_drawable(gint32 drawable, LayerPixels *pixels) {
    GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
    pixels->read(buffer);
    g_object_unref(buffer);
}

std::string write_drawable(gint32 drawable, const Target &before, const LayerPixels &pixels) {
    if (!gimp_item_is_valid(drawable)) return "The layer was deleted while it was being denoised.";
    const Target now = inspect_drawable(drawable);
    std::string refused = refusal(now);
    if (!refused.empty()) return refused;
    if (now.width != before.width || now.height != before.height || now.gray != before.gray ||
        now.alpha != before.alpha)
        return "The layer's size or mode was changed while it was being denoised; it was left as "
               "it is.";

    GeglRectangle selected;
    selected_rectangle(drawable, &selected);
    GeglBuffer *shadow = gimp_drawable_get_shadow_buffer(drawable);
    pixels.write(shadow, selected);
    g_object_unref(shadow);
    if (!gimp_drawable_merge_shadow(drawable, TRUE))
        return "GIMP did not accept the denoised pixels; the layer was left as it is.";
    gimp_drawable_update(drawable, selected.x, selected.y, selected.width, selected.height);
    return "";
}
