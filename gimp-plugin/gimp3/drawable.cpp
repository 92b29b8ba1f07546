// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp3/drawable.h"

#include "core/i18n.h"
#include "core/selection_mask.h"

namespace {

// gimp_item_get_lock_content() knows an item's own lock alone.
bool content_locked(GimpItem *item) {
    if (GIMP_IS_LAYER_MASK(item)) item = GIMP_ITEM(gimp_layer_from_mask(GIMP_LAYER_MASK(item)));
    for (; item; item = gimp_item_get_parent(item))
        if (gimp_item_get_lock_content(item)) return true;
    return false;
}

// Newer kinds of layers (GIMP 3.2), which this libgimp need not know.
bool is_a(GimpItem *item, const char *name) {
    const GType type = g_type_from_name(name);
    return type && g_type_is_a(G_OBJECT_TYPE(item), type);
}

bool selected_rectangle(GimpDrawable *drawable, GeglRectangle *rectangle) {
    return gimp_drawable_mask_intersect(drawable, &rectangle->x, &rectangle->y, &rectangle->width,
                                        &rectangle->height);
}

// The image's selection, feathered as it is, as the layer's mask or part of it.
void mask_copy(GimpLayer *layer, GimpLayer *copy) {
    gint left, top;
    GimpLayerMask *mask = gimp_layer_get_mask(copy);
    if (!mask) {
        mask = gimp_layer_create_mask(copy, GIMP_ADD_MASK_WHITE);
        gimp_layer_add_mask(copy, mask);
    }
    gimp_drawable_get_offsets(GIMP_DRAWABLE(layer), &left, &top);
    GimpSelection *selection = gimp_image_get_selection(gimp_item_get_image(GIMP_ITEM(layer)));
    GeglBuffer *shown = gimp_drawable_get_buffer(GIMP_DRAWABLE(mask));
    GeglBuffer *selected = gimp_drawable_get_buffer(GIMP_DRAWABLE(selection));
    mask_by_selection(shown, selected, left, top);
    g_object_unref(selected);
    g_object_unref(shown);
}

}  // namespace

Target inspect_drawable(GimpDrawable *drawable) {
    GimpItem *item = GIMP_ITEM(drawable);
    GeglRectangle selected;
    Target target = {};
    target.width = gimp_drawable_get_width(drawable);
    target.height = gimp_drawable_get_height(drawable);
    target.gray = gimp_drawable_is_gray(drawable);
    target.alpha = gimp_drawable_has_alpha(drawable);
    target.opacity = GIMP_IS_CHANNEL(item);
    target.indexed = gimp_drawable_is_indexed(drawable);
    target.group = gimp_item_is_group(item);
    target.text = GIMP_IS_TEXT_LAYER(item);
    target.linked = is_a(item, "GimpLinkLayer") || is_a(item, "GimpVectorLayer");
    target.selection = GIMP_IS_SELECTION(item);
    target.floating = GIMP_IS_LAYER(item) && gimp_layer_is_floating_sel(GIMP_LAYER(item));
    target.locked = content_locked(item);
    target.outside_selection = !selected_rectangle(drawable, &selected);
    return target;
}

std::string drawable_name(GimpDrawable *drawable) {
    gchar *text = gimp_item_get_name(GIMP_ITEM(drawable));
    const std::string name = text ? text : "";
    g_free(text);
    return name;
}

PixelLayout drawable_layout(GimpDrawable *drawable, const Target &target) {
    return pixel_layout(gimp_drawable_get_format(drawable), target.gray, target.alpha,
                        target.opacity);
}

void read_drawable(GimpDrawable *drawable, LayerPixels *pixels) {
    GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
    pixels->read(buffer);
    g_object_unref(buffer);
}

std::string changed_since(int drawable_id, const Target &before) {
    GimpDrawable *drawable = gimp_drawable_get_by_id(drawable_id);
    if (!drawable || !gimp_item_is_valid(GIMP_ITEM(drawable)))
        return _("The layer was deleted while it was being denoised.");
    return changed_since(before, inspect_drawable(drawable));
}

void shade_drawable(GimpDrawable *drawable, const LayerPixels &pixels) {
    GeglRectangle selected;
    selected_rectangle(drawable, &selected);
    GeglBuffer *shadow = gimp_drawable_get_shadow_buffer(drawable);
    pixels.write(shadow, selected);
    g_object_unref(shadow);
}

bool apply_shade(GimpDrawable *drawable) {
    GeglRectangle selected;
    selected_rectangle(drawable, &selected);
    if (!gimp_drawable_merge_shadow(drawable, TRUE)) return false;
    gimp_drawable_update(drawable, selected.x, selected.y, selected.width, selected.height);
    return true;
}

GimpLayer *denoised_copy(GimpLayer *layer, const LayerPixels &pixels) {
    GimpLayer *copy = gimp_layer_copy(layer);
    if (!copy) return nullptr;
    gimp_item_set_name(GIMP_ITEM(copy), denoised_name(drawable_name(GIMP_DRAWABLE(layer))).c_str());
    GeglBuffer *buffer = gimp_drawable_get_buffer(GIMP_DRAWABLE(copy));
    pixels.write(buffer, {0, 0, pixels.width(), pixels.height()});
    g_object_unref(buffer);
    if (!gimp_selection_is_empty(gimp_item_get_image(GIMP_ITEM(layer)))) mask_copy(layer, copy);
    return copy;
}

bool insert_above(GimpLayer *layer, GimpLayer *copy) {
    GimpItem *item = GIMP_ITEM(layer), *parent = gimp_item_get_parent(item);
    GimpImage *image = gimp_item_get_image(item);
    return gimp_image_insert_layer(image, copy, parent ? GIMP_LAYER(parent) : nullptr,
                                   gimp_image_get_item_position(image, item));
}
