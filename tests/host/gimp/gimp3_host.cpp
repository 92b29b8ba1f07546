// SPDX-License-Identifier: BSD-2-Clause
#include <glib/gstdio.h>
#include <libgimp/gimp.h>

#include <cstring>
#include <stdexcept>

#include "gimp3_call.h"
#include "host.h"

namespace host {

namespace {

static_assert(int(kU8) == GIMP_PRECISION_U8_NON_LINEAR &&
                  int(kU32Linear) == GIMP_PRECISION_U32_LINEAR &&
                  int(kHalf) == GIMP_PRECISION_HALF_NON_LINEAR &&
                  int(kDouble) == GIMP_PRECISION_DOUBLE_NON_LINEAR,
              "GIMP's precisions");
static_assert(int(kCancel) == GIMP_PDB_CANCEL && int(kSuccess) == GIMP_PDB_SUCCESS,
              "GIMP's states");

constexpr GimpImageType kTypes[] = {GIMP_RGB_IMAGE, GIMP_RGBA_IMAGE, GIMP_GRAY_IMAGE,
                                    GIMP_GRAYA_IMAGE};

void check(gboolean done) {
    if (!done) throw std::runtime_error(gimp_pdb_get_last_error(gimp_get_pdb()));
}

template <class Object>
Object *checked(Object *object) {
    check(object != nullptr);
    return object;
}

GimpImage *image_of(Id id) {
    return checked(gimp_image_get_by_id(id));
}

GimpItem *item_of(Id id) {
    return checked(gimp_item_get_by_id(id));
}

GimpDrawable *drawable_of(Id id) {
    return GIMP_DRAWABLE(item_of(id));
}

GimpLayer *layer_of(Id id) {
    return GIMP_LAYER(item_of(id));
}

template <class Item>
Id id_of(Item *item) {
    return gimp_item_get_id(GIMP_ITEM(checked(item)));
}

Id insert(Id image, GimpLayer *layer) {
    check(gimp_image_insert_layer(image_of(image), checked(layer), nullptr, 0));
    return id_of(layer);
}

}  // namespace

Id new_image(int width, int height, LayerType type, Precision precision) {
    return gimp_image_get_id(checked(gimp_image_new_with_precision(
        width, height, type >= kGray ? GIMP_GRAY : GIMP_RGB, GimpPrecision(precision))));
}

void delete_image(Id image) {
    gimp_image_delete(image_of(image));
}

void resize_image(Id image, int width, int height) {
    check(gimp_image_resize(image_of(image), width, height, 0, 0));
}

void convert_indexed(Id image) {
    check(gimp_image_convert_indexed(image_of(image), GIMP_CONVERT_DITHER_NONE,
                                     GIMP_CONVERT_PALETTE_GENERATE, 16, FALSE, FALSE, ""));
}

void use_adobe_rgb(Id image) {
    GimpColorProfile *profile = gimp_color_profile_new_rgb_adobe();
    check(gimp_image_set_color_profile(image_of(image), profile));
    g_object_unref(profile);
}

Id show_image(Id image) {
    return gimp_display_get_id(checked(gimp_display_new(image_of(image))));
}

void close_display(Id display) {
    gimp_display_delete(gimp_display_get_by_id(display));
}

Id add_layer(Id image, LayerType type, int width, int height) {
    return insert(image, gimp_layer_new(image_of(image), "layer", width, height, kTypes[type],
                                        100.0, GIMP_LAYER_MODE_NORMAL));
}

Id add_text_layer(Id image) {
    return insert(image,
                  GIMP_LAYER(checked(gimp_text_layer_new(
                      image_of(image), "noise", gimp_context_get_font(), 20, gimp_unit_pixel()))));
}

Id add_group_around(Id image, Id layer) {
    const Id group =
        insert(image, GIMP_LAYER(checked(gimp_group_layer_new(image_of(image), "group"))));
    check(gimp_image_reorder_item(image_of(image), item_of(layer), item_of(group), 0));
    return group;
}

Id add_mask(Id layer) {
    GimpLayerMask *mask = checked(gimp_layer_create_mask(layer_of(layer), GIMP_ADD_MASK_WHITE));
    check(gimp_layer_add_mask(layer_of(layer), mask));
    return id_of(mask);
}

Id mask(Id layer) {
    GimpLayerMask *mask = gimp_layer_get_mask(layer_of(layer));
    return mask ? id_of(mask) : -1;
}

Id add_channel(Id image, int width, int height) {
    GeglColor *black = gegl_color_new("black");
    GimpChannel *channel =
        checked(gimp_channel_new(image_of(image), "channel", width, height, 50.0, black));
    g_object_unref(black);
    check(gimp_image_insert_channel(image_of(image), channel, nullptr, 0));
    return id_of(channel);
}

void move_layer(Id layer, int x, int y) {
    check(gimp_layer_set_offsets(layer_of(layer), x, y));
}

void lock_content(Id item, bool locked) {
    check(gimp_item_set_lock_content(item_of(item), locked));
}

std::vector<Id> layers(Id image) {
    std::vector<Id> found;
    GimpLayer **all = gimp_image_get_layers(image_of(image));
    for (GimpLayer **layer = all; *layer; ++layer) found.push_back(id_of(*layer));
    g_free(all);
    return found;
}

std::string name(Id item) {
    gchar *text = gimp_item_get_name(item_of(item));
    const std::string found = text ? text : "";
    g_free(text);
    return found;
}

Id selection(Id image) {
    return id_of(gimp_image_get_selection(image_of(image)));
}

void select_ellipse(Id image, bool feathered, int x, int y, int width, int height) {
    gimp_context_set_antialias(FALSE);
    gimp_context_set_feather(feathered);
    gimp_context_set_feather_radius(6.0, 6.0);
    check(gimp_image_select_ellipse(image_of(image), GIMP_CHANNEL_OP_REPLACE, x, y, width, height));
    gimp_context_set_feather(FALSE);
}

void select_rectangle(Id image, int x, int y, int width, int height) {
    check(
        gimp_image_select_rectangle(image_of(image), GIMP_CHANNEL_OP_REPLACE, x, y, width, height));
}

GeglBuffer *buffer(Id drawable) {
    return gimp_drawable_get_buffer(drawable_of(drawable));
}

const Babl *format(Id drawable) {
    return gimp_drawable_get_format(drawable_of(drawable));
}

void offsets(Id drawable, int *x, int *y) {
    check(gimp_drawable_get_offsets(drawable_of(drawable), x, y));
}

bool is_channel(Id drawable) {
    return GIMP_IS_CHANNEL(item_of(drawable));
}

bool is_gray(Id drawable) {
    return gimp_drawable_is_gray(drawable_of(drawable));
}

bool has_alpha(Id drawable) {
    return gimp_drawable_has_alpha(drawable_of(drawable));
}

// An interactive run starts from the last one's values where there are any, whatever its arguments.
static void forget_last_values() {
    gchar *path = g_build_filename(gimp_directory(), "plug-in-settings",
                                   "GimpProcedureConfigRun-plug-in-zsn2n.last", nullptr);
    g_remove(path);
    g_free(path);
}

CallResult call_zsn2n(Mode mode, Id image, const std::vector<Id> &drawables,
                      const std::string &options) {
    if (mode == kInteractive) forget_last_values();
    Call call(mode, image_of(image));
    std::vector<GimpDrawable *> objects;
    for (const Id id : drawables) objects.push_back(drawable_of(id));
    call.set_drawables(&objects);
    call.set_options(options);
    return call.run();
}

std::string wrong_menu_entry() {
    GimpProcedure *procedure = gimp_pdb_lookup_procedure(gimp_get_pdb(), "plug-in-zsn2n");
    if (!procedure) return "there is no procedure plug-in-zsn2n";
    const GList *paths = gimp_procedure_get_menu_paths(procedure);
    const std::string path = paths ? static_cast<const char *>(paths->data) : "";
    const std::string label = gimp_procedure_get_menu_label(procedure);
    if (path == "<Image>/Filters/Enhance" && label == "Zero-Shot _Denoise...") return "";
    return "GIMP's menus hold \"" + path + "/" + label + "\"";
}

}  // namespace host
