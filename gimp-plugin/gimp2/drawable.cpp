// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp2/drawable.h"

#include "core/i18n.h"
#include "core/selection_mask.h"

namespace {

// gimp_item_get_lock_content() knows an item's own lock alone.
bool content_locked(gint32 item) {
    if (gimp_item_is_layer_mask(item)) item = gimp_layer_from_mask(item);
    for (; item > 0; item = gimp_item_get_parent(item))
        if (gimp_item_get_lock_content(item)) return true;
    return false;
}

// The layer's whole content denoised, the selection as its mask: nothing of the image changes yet.
gint32 denoised_copy(gint32 layer, const LayerPixels &pixels) {
    const gint32 image = gimp_item_get_image(layer), copy = gimp_layer_copy(layer);
    if (copy == -1) return -1;
    gchar *name = gimp_item_get_name(layer);
    gimp_item_set_name(copy, denoised_name(name).c_str());
    g_free(name);
    GeglBuffer *buffer = gimp_drawable_get_buffer(copy);
    pixels.write(buffer, {0, 0, pixels.width(), pixels.height()});
    g_object_unref(buffer);
    if (gimp_selection_is_empty(image)) return copy;

    gint left = 0, top = 0;
    gint32 mask = gimp_layer_get_mask(copy);
    if (mask == -1) {
        mask = gimp_layer_create_mask(copy, GIMP_ADD_MASK_WHITE);
        gimp_layer_add_mask(copy, mask);
    }
    gimp_drawable_offsets(layer, &left, &top);
    GeglBuffer *shown = gimp_drawable_get_buffer(mask);
    GeglBuffer *selection = gimp_drawable_get_buffer(gimp_image_get_selection(image));
    mask_by_selection(shown, selection, left, top);
    g_object_unref(selection);
    g_object_unref(shown);
    return copy;
}

std::string write_new_layer(gint32 layer, const LayerPixels &pixels) {
    const gint32 image = gimp_item_get_image(layer);
    const gint32 copy = denoised_copy(layer, pixels);
    if (copy != -1) {
        gimp_image_undo_group_start(image);
        const bool inserted = gimp_image_insert_layer(image, copy, gimp_item_get_parent(layer),
                                                      gimp_image_get_item_position(image, layer));
        gimp_image_undo_group_end(image);
        if (inserted) return "";
        gimp_item_delete(copy);
    }
    return _("GIMP could not make the new layer; the image was left as it is.");
}

std::string write_layer(gint32 drawable, const LayerPixels &pixels) {
    const GeglRectangle selected = selected_part(drawable);
    GeglBuffer *shadow = gimp_drawable_get_shadow_buffer(drawable);
    pixels.write(shadow, selected);
    g_object_unref(shadow);
    if (!gimp_drawable_merge_shadow(drawable, TRUE))
        return _("GIMP did not accept the denoised pixels; the layer was left as it is.");
    gimp_drawable_update(drawable, selected.x, selected.y, selected.width, selected.height);
    return "";
}

}  // namespace

Target inspect_drawable(gint32 drawable) {
    GeglRectangle part;
    Target target = {};
    target.width = gimp_drawable_width(drawable);
    target.height = gimp_drawable_height(drawable);
    target.gray = gimp_drawable_is_gray(drawable);
    target.alpha = gimp_drawable_has_alpha(drawable);
    target.opacity = gimp_item_is_channel(drawable);
    target.indexed = gimp_drawable_is_indexed(drawable);
    target.group = gimp_item_is_group(drawable);
    target.text = gimp_item_is_text_layer(drawable);
    target.selection = gimp_item_is_selection(drawable);
    target.floating = gimp_item_is_layer(drawable) && gimp_layer_is_floating_sel(drawable);
    target.locked = content_locked(drawable);
    target.outside_selection =
        !gimp_drawable_mask_intersect(drawable, &part.x, &part.y, &part.width, &part.height);
    return target;
}

PixelLayout drawable_layout(gint32 drawable, const Target &target) {
    return pixel_layout(gimp_drawable_get_format(drawable), target.gray, target.alpha,
                        target.opacity);
}

GeglRectangle selected_part(gint32 drawable) {
    GeglRectangle part = {};
    gimp_drawable_mask_intersect(drawable, &part.x, &part.y, &part.width, &part.height);
    return part;
}

void read_drawable(gint32 drawable, LayerPixels *pixels) {
    GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
    pixels->read(buffer);
    g_object_unref(buffer);
}

std::string write_drawable(gint32 drawable, const Target &before, const LayerPixels &pixels,
                           Output output) {
    if (!gimp_item_is_valid(drawable))
        return _("The layer was deleted while it was being denoised.");
    std::string changed = changed_since(before, inspect_drawable(drawable));
    if (!changed.empty()) return changed;
    return output == Output::kNewLayer ? write_new_layer(drawable, pixels)
                                       : write_layer(drawable, pixels);
}
