// SPDX-License-Identifier: BSD-2-Clause
#include <cmath>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "host.h"
#include "refused.h"

namespace {

constexpr char kOptions[] = "steps=20";

std::vector<float> values(host::Id drawable, const GeglRectangle &area) {
    std::vector<float> values(static_cast<size_t>(area.width) * area.height);
    GeglBuffer *buffer = host::buffer(drawable);
    gegl_buffer_get(buffer, &area, 1.0, babl_format("Y float"), values.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(buffer);
    return values;
}

// The new layer's mask is what was selected of it, times the mask that the noisy layer has.
std::string wrong_mask(const Fixture &fixture, host::Id layer) {
    const host::Id mask = host::mask(layer), old_mask = host::mask(fixture.layer);
    if (mask == -1) return "it has no mask";
    const std::vector<float> shown = values(mask, {0, 0, 48, 40});
    const std::vector<float> selected = values(host::selection(fixture.image), {3, -2, 48, 40});
    const std::vector<float> old =
        old_mask == -1 ? std::vector<float>(48 * 40, 1.0f) : values(old_mask, {0, 0, 48, 40});
    for (size_t i = 0; i < shown.size(); ++i)
        if (std::abs(shown[i] - selected[i] * old[i]) > 0.5f / 255)
            return "its mask is not the selection at pixel " + std::to_string(i);
    return "";
}

// The layer stays; right above it lies the denoised one, at the same place.
std::string new_layer(const Fixture &fixture, bool selected) {
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes expected = denoised_bytes(fixture.layer, kOptions);
    std::string failed =
        not_successful(host::call_zsn2n(host::kNonInteractive, fixture.image, {fixture.layer},
                                        std::string(kOptions) + ":output=new-layer"));
    if (!failed.empty()) return failed;
    const std::vector<host::Id> layers = host::layers(fixture.image);
    if (layers.size() != 2 || layers[1] != fixture.layer) return "no layer above the noisy one";
    if (stored_bytes(fixture.layer) != noisy) return "the noisy layer changed";
    if (host::name(layers[0]) != "layer (denoised)") return "its name is " + host::name(layers[0]);
    int x = 0, y = 0;
    host::offsets(layers[0], &x, &y);
    if (x != 3 || y != -2) return "it lies elsewhere";
    const std::string wrong = selected ? wrong_mask(fixture, layers[0]) : "";
    return wrong.empty() ? compare_denoised(noisy, expected, stored_bytes(layers[0])) : wrong;
}

}  // namespace

void new_layer_cases(Report *report) {
    for (const char *name :
         {"new layer", "new layer, selection", "new layer, selection and mask"}) {
        Fixture fixture(host::kU16, host::kRgba);
        const bool selected = std::string(name) != "new layer";
        host::move_layer(fixture.layer, 3, -2);
        if (selected) host::select_ellipse(fixture.image, true, -4, 4, 50, 30);
        if (std::string(name).find("mask") != std::string::npos)
            fill_with_noise(host::add_mask(fixture.layer), false);
        report->add(name, new_layer(fixture, selected));
    }
    Fixture fixture(host::kU8, host::kRgb);
    const host::Id mask = host::add_mask(fixture.layer);
    report->add("new layer of a mask", refused(fixture, mask, "output=new-layer", "mask"));
}
