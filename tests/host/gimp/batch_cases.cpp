// SPDX-License-Identifier: BSD-2-Clause
#include <cmath>
#include <cstring>
#include <limits>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "host.h"
#include "refused.h"

namespace {

constexpr char kOptions[] = "steps=20";

struct Named {
    int value;
    const char *name;
};

constexpr Named kPrecisions[] = {
    {host::kU8Linear, "u8-linear"},         {host::kU8, "u8"},
    {host::kU16Linear, "u16-linear"},       {host::kU16, "u16"},
    {host::kU32Linear, "u32-linear"},       {host::kU32, "u32"},
    {host::kHalfLinear, "half-linear"},     {host::kHalf, "half"},
    {host::kFloatLinear, "float-linear"},   {host::kFloat, "float"},
    {host::kDoubleLinear, "double-linear"}, {host::kDouble, "double"},
};

constexpr Named kTypes[] = {
    {host::kRgb, "rgb"}, {host::kRgba, "rgba"}, {host::kGray, "gray"}, {host::kGraya, "graya"}};

// Denoises the whole drawable and compares with the C API.
std::string whole_drawable(host::Id image, host::Id drawable, const std::string &options) {
    const Bytes noisy = stored_bytes(drawable);
    const Bytes expected = denoised_bytes(drawable, options);
    std::string failed =
        not_successful(host::call_zsn2n(host::kNonInteractive, image, {drawable}, options));
    return failed.empty() ? compare_denoised(noisy, expected, stored_bytes(drawable)) : failed;
}

// A part of a layer that lies askew in its image, which has a mask or not.
std::string selected_part(host::Precision precision, host::LayerType type, bool feathered,
                          bool masked) {
    Fixture fixture(precision, type);
    host::move_layer(fixture.layer, 7, -5);
    host::select_ellipse(fixture.image, feathered, -4, 4, 50, 30);
    const host::Id mask = masked ? host::add_mask(fixture.layer) : fixture.layer;
    if (masked) fill_with_noise(mask, false);
    const Bytes mask_before = stored_bytes(mask), noisy = stored_bytes(fixture.layer);
    const Bytes expected = denoised_bytes(fixture.layer, kOptions);
    std::string failed = not_successful(
        host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer}, kOptions));
    if (!failed.empty()) return failed;
    if (masked && stored_bytes(mask) != mask_before) return "the mask changed";
    return compare_selected(fixture.image, fixture.layer, feathered, noisy, expected,
                            stored_bytes(fixture.layer));
}

// Each precision with each type, whole and in part; every pair of precision, type or alpha with
// hard or feathered selection and with or without a mask comes up.
void matrix(Report *report) {
    int turn = 0;
    for (const Named &precision : kPrecisions) {
        for (const Named &type : kTypes) {
            const auto stored = host::Precision(precision.value);
            const auto layer_type = host::LayerType(type.value);
            const std::string name = std::string(precision.name) + " " + type.name;
            const int odd = turn % 2;
            Fixture fixture(stored, layer_type, 48 - odd, 40 + odd);
            report->add(name, whole_drawable(fixture.image, fixture.layer, kOptions));
            // The type runs through its four, so that each meets each of these four too.
            const int kind = (turn + turn / 4) % 4;
            const bool feathered = kind & 1, masked = kind & 2;
            report->add(name + (feathered ? " feathered" : " selection") + (masked ? " mask" : ""),
                        selected_part(stored, layer_type, feathered, masked));
            ++turn;
        }
    }
}

// What colours hide under full transparency neither shows nor counts.
void hidden_colors(Report *report) {
    Fixture plain(host::kFloat, host::kRgba), odd(host::kFloat, host::kRgba);
    GeglBuffer *buffer = host::buffer(odd.layer);
    const GeglRectangle hidden = {0, 0, 6, 40};
    const std::vector<float> wild(6 * 40 * 4, 7.0f);
    std::vector<float> clear = wild;
    for (size_t i = 3; i < clear.size(); i += 4) clear[i] = 0.0f;
    gegl_buffer_set(buffer, &hidden, 0, babl_format("R'G'B'A float"), clear.data(),
                    GEGL_AUTO_ROWSTRIDE);
    g_object_unref(buffer);
    for (const Fixture *fixture : {&plain, &odd}) {
        std::string failed = not_successful(
            host::call_zsn2n(host::kNonInteractive, fixture->image, {fixture->layer}, kOptions));
        if (!failed.empty()) return report->add("hidden colors", failed);
    }
    const Bytes one = stored_bytes(plain.layer), other = stored_bytes(odd.layer);
    const size_t pixel_bytes = one.size() / (48 * 40);
    for (size_t i = 0; i < 48 * 40; ++i)
        if (i % 48 >= 6 &&
            std::memcmp(&one[i * pixel_bytes], &other[i * pixel_bytes], pixel_bytes) != 0)
            return report->add("hidden colors", "they change visible pixels");
    report->add("hidden colors", "");
}

void other_drawables(Report *report) {
    Fixture fixture(host::kU8, host::kRgba);
    const host::Id mask = host::add_mask(fixture.layer);
    fill_with_noise(mask, false);
    const Bytes layer_before = stored_bytes(fixture.layer);
    report->add("layer mask", whole_drawable(fixture.image, mask, kOptions));
    report->add("layer under the mask",
                stored_bytes(fixture.layer) == layer_before ? "" : "the layer changed");

    const host::Id channel = host::add_channel(fixture.image, 48, 40);
    fill_with_noise(channel, false);
    report->add("channel", whole_drawable(fixture.image, channel, kOptions));

    Fixture adobe(host::kU8, host::kRgb);
    host::use_adobe_rgb(adobe.image);
    report->add("Adobe RGB profile", whole_drawable(adobe.image, adobe.layer, kOptions));
}

// Every option text reaches the engine: different texts, different pixels.
void options(Report *report) {
    Fixture fixture(host::kU8, host::kRgb);
    const Bytes noisy = stored_bytes(fixture.layer);
    report->add("strength=0 is a copy",
                not_successful(host::call_zsn2n(host::kNonInteractive, fixture.image,
                                                {fixture.layer}, "steps=5:strength=0")) +
                    (stored_bytes(fixture.layer) == noisy ? "" : "pixels changed"));
    report->add("several options", whole_drawable(fixture.image, fixture.layer,
                                                  "preset=paper: steps = 5 :strength=0.5:seed=3"));
    report->add("a say about the noise",
                whole_drawable(fixture.image, fixture.layer,
                               "steps=20:noise_level=1.5:noise=white:noise_from=2:3:40:36"));
    report->add("noise from outside the layer",
                refused(fixture, fixture.layer, "noise_from=900:900:64:64", "noise_from"));
    Fixture fresh(host::kU8, host::kGray);
    report->add("empty text is the defaults", whole_drawable(fresh.image, fresh.layer, ""));
}

void refused_layers(Report *report) {
    Fixture rgb(host::kU8, host::kRgb);
    report->add("selection itself",
                refused(rgb, host::selection(rgb.image), kOptions, "selection"));
    const host::Id mask = host::add_mask(rgb.layer);
    host::lock_content(rgb.layer, true);
    report->add("locked layer", refused(rgb, rgb.layer, kOptions, "locked"));
    report->add("mask of a locked layer", refused(rgb, mask, kOptions, "locked"));
    host::lock_content(rgb.layer, false);

    const host::Id group = host::add_group_around(rgb.image, rgb.layer);
    report->add("layer group", refused(rgb, group, kOptions, "group"));
    host::lock_content(group, true);
    report->add("layer in a locked group", refused(rgb, rgb.layer, kOptions, "locked"));

    report->add("text layer", refused(rgb, host::add_text_layer(rgb.image), kOptions, "text"));

    Fixture indexed(host::kU8, host::kRgb);
    host::convert_indexed(indexed.image);
    report->add("indexed image", refused(indexed, indexed.layer, kOptions, "Indexed"));

    Fixture apart(host::kU8, host::kRgb);
    host::resize_image(apart.image, 100, 100);
    host::select_rectangle(apart.image, 60, 60, 20, 20);
    report->add("selection beside the layer", refused(apart, apart.layer, kOptions, "selected"));
}

void refused_pixels(Report *report) {
    Fixture thin(host::kU8, host::kRgb, 3, 500);
    report->add("layer 3 pixels wide", refused(thin, thin.layer, kOptions, "3"));
    Fixture one(host::kU8, host::kGray, 1, 1);
    report->add("layer of one pixel", refused(one, one.layer, kOptions, "1"));
    for (const float value :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        Fixture fixture(host::kFloat, host::kGray);
        GeglBuffer *buffer = host::buffer(fixture.layer);
        const GeglRectangle pixel = {5, 6, 1, 1};
        gegl_buffer_set(buffer, &pixel, 0, babl_format("Y' float"), &value, GEGL_AUTO_ROWSTRIDE);
        g_object_unref(buffer);
        report->add(std::isnan(value) ? "NaN pixel" : "infinite pixel",
                    refused(fixture, fixture.layer, kOptions, "finite"));
    }
}

// Float TIFFs mark pixels without data by huge values: one stays, and harms nothing around it.
std::string no_data_sample(const std::string &options) {
    constexpr int kSide = 160, kX = 80, kY = 70;
    constexpr float kNoData = 1e20f;
    Fixture fixture(host::kFloat, host::kRgb, kSide, kSide);
    const Babl *format = babl_format("R'G'B' float");
    std::vector<float> noisy(kSide * kSide * 3), result = noisy;
    constexpr size_t kSample = (kY * kSide + kX) * 3;
    GeglBuffer *buffer = host::buffer(fixture.layer);
    gegl_buffer_get(buffer, nullptr, 1.0, format, noisy.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    noisy[kSample] = kNoData;
    gegl_buffer_set(buffer, nullptr, 0, format, noisy.data(), GEGL_AUTO_ROWSTRIDE);
    g_object_unref(buffer);
    std::string failed = not_successful(
        host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer}, options));
    if (!failed.empty()) return failed;
    buffer = host::buffer(fixture.layer);
    gegl_buffer_get(buffer, nullptr, 1.0, format, result.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(buffer);
    if (result[kSample] != kNoData) return "it became " + std::to_string(result[kSample]);
    size_t changed = 0;
    for (size_t i = 0; i < result.size(); ++i) {
        if (i == kSample) continue;
        if (!std::isfinite(result[i])) return "sample " + std::to_string(i) + " is not finite";
        if (std::abs(result[i] - noisy[i]) > 0.01f) ++changed;
    }
    // Noise of +-0.1: more than half of the samples move.
    return changed > result.size() / 2 ? ""
                                       : "only " + std::to_string(changed) + " samples changed";
}

}  // namespace

void run_batch_cases(Report *report) {
    report->add("menu entry", host::wrong_menu_entry());
    matrix(report);
    hidden_colors(report);
    new_layer_cases(report);
    other_drawables(report);
    options(report);
    refused_layers(report);
    refused_pixels(report);
    report->add("no-data sample", no_data_sample(""));
    report->add("no-data sample, fast", no_data_sample("preset=fast"));
    random_cases(report);
}
