// SPDX-License-Identifier: BSD-2-Clause
#include <cmath>
#include <limits>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "plug_in_call.h"

namespace {

constexpr char kOptions[] = "steps=20";

struct Named {
    int value;
    const char *name;
};

constexpr Named kPrecisions[] = {
    {GIMP_PRECISION_U8_LINEAR, "u8-linear"},         {GIMP_PRECISION_U8_GAMMA, "u8"},
    {GIMP_PRECISION_U16_LINEAR, "u16-linear"},       {GIMP_PRECISION_U16_GAMMA, "u16"},
    {GIMP_PRECISION_U32_LINEAR, "u32-linear"},       {GIMP_PRECISION_U32_GAMMA, "u32"},
    {GIMP_PRECISION_HALF_LINEAR, "half-linear"},     {GIMP_PRECISION_HALF_GAMMA, "half"},
    {GIMP_PRECISION_FLOAT_LINEAR, "float-linear"},   {GIMP_PRECISION_FLOAT_GAMMA, "float"},
    {GIMP_PRECISION_DOUBLE_LINEAR, "double-linear"}, {GIMP_PRECISION_DOUBLE_GAMMA, "double"},
};

constexpr Named kTypes[] = {{GIMP_RGB_IMAGE, "rgb"},
                            {GIMP_RGBA_IMAGE, "rgba"},
                            {GIMP_GRAY_IMAGE, "gray"},
                            {GIMP_GRAYA_IMAGE, "graya"}};

// Denoises the whole drawable and compares with the C API.
std::string whole_drawable(gint32 image, gint32 drawable, const std::string &options) {
    const Bytes noisy = stored_bytes(drawable);
    const Bytes expected = denoised_bytes(drawable, options);
    std::string failed =
        not_successful(call_zsn2n(GIMP_RUN_NONINTERACTIVE, image, drawable, options));
    return failed.empty() ? compare_denoised(noisy, expected, stored_bytes(drawable)) : failed;
}

void matrix(Report *report) {
    int odd = 0;
    for (const Named &precision : kPrecisions) {
        for (const Named &type : kTypes) {
            odd ^= 1;
            Fixture fixture(GimpPrecision(precision.value), GimpImageType(type.value), 48 - odd,
                            40 + odd);
            report->add(std::string(precision.name) + " " + type.name,
                        whole_drawable(fixture.image, fixture.layer, kOptions));
        }
    }
}

std::string one_selection(GimpPrecision precision, GimpImageType type, bool feathered) {
    Fixture fixture(precision, type);
    gimp_layer_set_offsets(fixture.layer, 7, -5);
    if (feathered) {
        gimp_context_set_feather(TRUE);
        gimp_context_set_feather_radius(6.0, 6.0);
    }
    gimp_image_select_ellipse(fixture.image, GIMP_CHANNEL_OP_REPLACE, -4, 4, 50, 30);
    gimp_context_set_feather(FALSE);
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes expected = denoised_bytes(fixture.layer, kOptions);
    std::string failed =
        not_successful(call_zsn2n(GIMP_RUN_NONINTERACTIVE, fixture.image, fixture.layer, kOptions));
    if (!failed.empty()) return failed;
    return compare_selected(fixture.image, fixture.layer, feathered, noisy, expected,
                            stored_bytes(fixture.layer));
}

void selections(Report *report) {
    gimp_context_set_antialias(FALSE);
    report->add("selection u8 rgb", one_selection(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE, false));
    report->add("selection u16 rgba",
                one_selection(GIMP_PRECISION_U16_GAMMA, GIMP_RGBA_IMAGE, false));
    report->add("feathered selection u8 rgba",
                one_selection(GIMP_PRECISION_U8_GAMMA, GIMP_RGBA_IMAGE, true));
    report->add("feathered selection u16 gray",
                one_selection(GIMP_PRECISION_U16_LINEAR, GIMP_GRAY_IMAGE, true));
}

void other_drawables(Report *report) {
    Fixture fixture(GIMP_PRECISION_U8_GAMMA, GIMP_RGBA_IMAGE);
    const gint32 mask = gimp_layer_create_mask(fixture.layer, GIMP_ADD_MASK_WHITE);
    gimp_layer_add_mask(fixture.layer, mask);
    fill_with_noise(mask, false);
    const Bytes layer_before = stored_bytes(fixture.layer);
    report->add("layer mask", whole_drawable(fixture.image, mask, kOptions));
    report->add("layer under the mask",
                stored_bytes(fixture.layer) == layer_before ? "" : "the layer changed");

    const GimpRGB black = {0, 0, 0, 1};
    const gint32 channel = gimp_channel_new(fixture.image, "channel", 48, 40, 50.0, &black);
    gimp_image_insert_channel(fixture.image, channel, 0, 0);
    fill_with_noise(channel, false);
    report->add("channel", whole_drawable(fixture.image, channel, kOptions));

    Fixture adobe(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    GimpColorProfile *profile = gimp_color_profile_new_rgb_adobe();
    gimp_image_set_color_profile(adobe.image, profile);
    g_object_unref(profile);
    report->add("Adobe RGB profile", whole_drawable(adobe.image, adobe.layer, kOptions));
}

// Every option text reaches the engine: different texts, different pixels.
void options(Report *report) {
    Fixture fixture(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    const Bytes noisy = stored_bytes(fixture.layer);
    report->add("strength=0 is a copy",
                not_successful(call_zsn2n(GIMP_RUN_NONINTERACTIVE, fixture.image, fixture.layer,
                                          "steps=5:strength=0")) +
                    (stored_bytes(fixture.layer) == noisy ? "" : "pixels changed"));
    report->add("several options", whole_drawable(fixture.image, fixture.layer,
                                                  "preset=paper: steps = 5 :strength=0.5:seed=3"));
    Fixture fresh(GIMP_PRECISION_U8_GAMMA, GIMP_GRAY_IMAGE);
    report->add("empty text is the defaults", whole_drawable(fresh.image, fresh.layer, ""));
}

// The call must fail, say a word that we name, and leave the pixels alone.
std::string refused(const Fixture &fixture, gint32 drawable, const std::string &text,
                    const char *word) {
    const Bytes before = stored_bytes(drawable);
    const CallResult result = call_zsn2n(GIMP_RUN_NONINTERACTIVE, fixture.image, drawable, text);
    if (result.status != GIMP_PDB_EXECUTION_ERROR && result.status != GIMP_PDB_CALLING_ERROR)
        return "no error, status " + std::to_string(result.status);
    if (result.message.find(word) == std::string::npos)
        return "the message \"" + result.message + "\" lacks \"" + word + "\"";
    return stored_bytes(drawable) == before ? "" : "pixels changed";
}

void refused_options(Report *report) {
    Fixture fixture(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    report->add("unknown option", refused(fixture, fixture.layer, "stepz=5", "stepz"));
    report->add("option out of range", refused(fixture, fixture.layer, "strength=1.5", "strength"));
    report->add("unknown preset", refused(fixture, fixture.layer, "preset=best", "best"));
    report->add("options without =", refused(fixture, fixture.layer, "steps", "steps"));
}

void refused_layers(Report *report) {
    Fixture rgb(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    report->add("selection itself",
                refused(rgb, gimp_image_get_selection(rgb.image), kOptions, "selection"));
    const gint32 mask = gimp_layer_create_mask(rgb.layer, GIMP_ADD_MASK_WHITE);
    gimp_layer_add_mask(rgb.layer, mask);
    gimp_item_set_lock_content(rgb.layer, TRUE);
    report->add("locked layer", refused(rgb, rgb.layer, kOptions, "locked"));
    report->add("mask of a locked layer", refused(rgb, mask, kOptions, "locked"));
    gimp_item_set_lock_content(rgb.layer, FALSE);

    const gint32 group = gimp_layer_group_new(rgb.image);
    gimp_image_insert_layer(rgb.image, group, 0, 0);
    gimp_image_reorder_item(rgb.image, rgb.layer, group, 0);
    report->add("layer group", refused(rgb, group, kOptions, "group"));
    gimp_item_set_lock_content(group, TRUE);
    report->add("layer in a locked group", refused(rgb, rgb.layer, kOptions, "locked"));

    Fixture indexed(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    gimp_image_convert_indexed(indexed.image, GIMP_CONVERT_DITHER_NONE,
                               GIMP_CONVERT_PALETTE_GENERATE, 16, FALSE, FALSE, "");
    report->add("indexed image", refused(indexed, indexed.layer, kOptions, "Indexed"));

    Fixture apart(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    gimp_image_resize(apart.image, 100, 100, 0, 0);
    gimp_image_select_rectangle(apart.image, GIMP_CHANNEL_OP_REPLACE, 60, 60, 20, 20);
    report->add("selection beside the layer", refused(apart, apart.layer, kOptions, "selected"));
}

void refused_pixels(Report *report) {
    Fixture thin(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE, 3, 500);
    report->add("layer 3 pixels wide", refused(thin, thin.layer, kOptions, "3"));
    Fixture one(GIMP_PRECISION_U8_GAMMA, GIMP_GRAY_IMAGE, 1, 1);
    report->add("layer of one pixel", refused(one, one.layer, kOptions, "1"));
    for (const float value :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Fixture fixture(GIMP_PRECISION_FLOAT_GAMMA, GIMP_GRAY_IMAGE);
        GeglBuffer *buffer = gimp_drawable_get_buffer(fixture.layer);
        const GeglRectangle pixel = {5, 6, 1, 1};
        gegl_buffer_set(buffer, &pixel, 0, babl_format("Y' float"), &value, GEGL_AUTO_ROWSTRIDE);
        g_object_unref(buffer);
        report->add(std::isnan(value) ? "NaN pixel" : "infinite pixel",
                    refused(fixture, fixture.layer, kOptions, "finite"));
    }
}

void menu_entry(Report *report) {
    gint count = 0;
    GimpParam *values = gimp_run_procedure("gimp-plugins-query", &count, GIMP_PDB_STRING,
                                           "Zero-Shot", GIMP_PDB_END);
    std::string paths;
    if (count > 2)
        for (int i = 0; i < values[1].data.d_int32; ++i)
            paths += std::string(values[2].data.d_stringarray[i]) + ";";
    gimp_destroy_params(values, count);
    report->add("menu entry", paths == "<Image>/Filters/Enhance/Zero-Shot Denoise...;"
                                  ? ""
                                  : "GIMP's menus hold \"" + paths + "\"");
}

}  // namespace

void run_batch_cases(Report *report) {
    menu_entry(report);
    matrix(report);
    selections(report);
    other_drawables(report);
    options(report);
    refused_options(report);
    refused_layers(report);
    refused_pixels(report);
}
