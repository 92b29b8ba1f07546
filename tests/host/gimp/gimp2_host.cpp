// SPDX-License-Identifier: BSD-2-Clause
#include <libgimp/gimp.h>

#include <stdexcept>

#include "host.h"

namespace host {

namespace {

static_assert(int(kU8) == GIMP_PRECISION_U8_GAMMA && int(kU32Linear) == GIMP_PRECISION_U32_LINEAR &&
                  int(kHalf) == GIMP_PRECISION_HALF_GAMMA &&
                  int(kDouble) == GIMP_PRECISION_DOUBLE_GAMMA,
              "GIMP's precisions");
static_assert(int(kCancel) == GIMP_PDB_CANCEL && int(kSuccess) == GIMP_PDB_SUCCESS,
              "GIMP's states");

constexpr GimpImageType kTypes[] = {GIMP_RGB_IMAGE, GIMP_RGBA_IMAGE, GIMP_GRAY_IMAGE,
                                    GIMP_GRAYA_IMAGE};

Id checked(gint32 id) {
    if (id == -1) throw std::runtime_error(gimp_get_pdb_error());
    return id;
}

void check(gboolean done) {
    if (!done) throw std::runtime_error(gimp_get_pdb_error());
}

}  // namespace

Id new_image(int width, int height, LayerType type, Precision precision) {
    return checked(gimp_image_new_with_precision(
        width, height, type >= kGray ? GIMP_GRAY : GIMP_RGB, GimpPrecision(precision)));
}

void delete_image(Id image) {
    gimp_image_delete(image);
}

void resize_image(Id image, int width, int height) {
    check(gimp_image_resize(image, width, height, 0, 0));
}

void convert_indexed(Id image) {
    check(gimp_image_convert_indexed(image, GIMP_CONVERT_DITHER_NONE, GIMP_CONVERT_PALETTE_GENERATE,
                                     16, FALSE, FALSE, ""));
}

void use_adobe_rgb(Id image) {
    GimpColorProfile *profile = gimp_color_profile_new_rgb_adobe();
    check(gimp_image_set_color_profile(image, profile));
    g_object_unref(profile);
}

Id show_image(Id image) {
    return checked(gimp_display_new(image));
}

void close_display(Id display) {
    gimp_display_delete(display);
}

Id add_layer(Id image, LayerType type, int width, int height) {
    const Id layer = checked(
        gimp_layer_new(image, "layer", width, height, kTypes[type], 100.0, GIMP_LAYER_MODE_NORMAL));
    check(gimp_image_insert_layer(image, layer, 0, 0));
    return layer;
}

Id add_text_layer(Id image) {
    const Id layer = checked(gimp_text_layer_new(image, "noise", "Sans", 20, GIMP_UNIT_PIXEL));
    check(gimp_image_insert_layer(image, layer, 0, 0));
    return layer;
}

Id add_group_around(Id image, Id layer) {
    const Id group = checked(gimp_layer_group_new(image));
    check(gimp_image_insert_layer(image, group, 0, 0));
    check(gimp_image_reorder_item(image, layer, group, 0));
    return group;
}

Id add_mask(Id layer) {
    const Id mask = checked(gimp_layer_create_mask(layer, GIMP_ADD_MASK_WHITE));
    check(gimp_layer_add_mask(layer, mask));
    return mask;
}

Id mask(Id layer) {
    return gimp_layer_get_mask(layer);
}

Id add_channel(Id image, int width, int height) {
    const GimpRGB black = {0, 0, 0, 1};
    const Id channel = checked(gimp_channel_new(image, "channel", width, height, 50.0, &black));
    check(gimp_image_insert_channel(image, channel, 0, 0));
    return channel;
}

void move_layer(Id layer, int x, int y) {
    check(gimp_layer_set_offsets(layer, x, y));
}

void lock_content(Id item, bool locked) {
    check(gimp_item_set_lock_content(item, locked));
}

std::vector<Id> layers(Id image) {
    gint count = 0;
    gint *ids = gimp_image_get_layers(image, &count);
    std::vector<Id> found(ids, ids + count);
    g_free(ids);
    return found;
}

std::string name(Id item) {
    gchar *text = gimp_item_get_name(item);
    std::string found = text ? text : "";
    g_free(text);
    return found;
}

Id selection(Id image) {
    return checked(gimp_image_get_selection(image));
}

void select_ellipse(Id image, bool feathered, int x, int y, int width, int height) {
    gimp_context_set_antialias(FALSE);
    gimp_context_set_feather(feathered);
    gimp_context_set_feather_radius(6.0, 6.0);
    check(gimp_image_select_ellipse(image, GIMP_CHANNEL_OP_REPLACE, x, y, width, height));
    gimp_context_set_feather(FALSE);
}

void select_rectangle(Id image, int x, int y, int width, int height) {
    check(gimp_image_select_rectangle(image, GIMP_CHANNEL_OP_REPLACE, x, y, width, height));
}

GeglBuffer *buffer(Id drawable) {
    return gimp_drawable_get_buffer(drawable);
}

const Babl *format(Id drawable) {
    return gimp_drawable_get_format(drawable);
}

void offsets(Id drawable, int *x, int *y) {
    check(gimp_drawable_offsets(drawable, x, y));
}

bool is_channel(Id drawable) {
    return gimp_item_is_channel(drawable);
}

bool is_gray(Id drawable) {
    return gimp_drawable_is_gray(drawable);
}

bool has_alpha(Id drawable) {
    return gimp_drawable_has_alpha(drawable);
}

CallResult call_zsn2n(Mode mode, Id image, const std::vector<Id> &drawables,
                      const std::string &options) {
    gint count = 0;
    GimpParam *values = gimp_run_procedure(
        "plug-in-zsn2n", &count, GIMP_PDB_INT32, gint32(mode), GIMP_PDB_IMAGE, image,
        GIMP_PDB_DRAWABLE, drawables.at(0), GIMP_PDB_STRING, options.c_str(), GIMP_PDB_END);
    CallResult result = {values[0].data.d_status, ""};
    if (count > 1 && values[1].type == GIMP_PDB_STRING && values[1].data.d_string)
        result.message = values[1].data.d_string;
    gimp_destroy_params(values, count);
    return result;
}

std::string wrong_menu_entry() {
    gint count = 0;
    GimpParam *values = gimp_run_procedure("gimp-plugins-query", &count, GIMP_PDB_STRING,
                                           "Zero-Shot", GIMP_PDB_END);
    std::string paths;
    if (count > 2)
        for (int i = 0; i < values[1].data.d_int32; ++i)
            paths += std::string(values[2].data.d_stringarray[i]) + ";";
    gimp_destroy_params(values, count);
    if (paths == "<Image>/Filters/Enhance/Zero-Shot Denoise...;") return "";
    return "GIMP's menus hold \"" + paths + "\"";
}

}  // namespace host
