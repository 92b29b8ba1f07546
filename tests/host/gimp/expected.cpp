// SPDX-License-Identifier: BSD-2-Clause
#include "expected.h"

#include <zsn2n/zsn2n.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace {

struct Engine {
    zsn2n_context *context = nullptr;
    ~Engine() { zsn2n_destroy(&context); }
};

void denoise(const std::string &options, const zsn2n_image &src, const zsn2n_image &dst) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    char message[256] = "";
    if (zsn2n_params_parse(&params, options.c_str(), message, sizeof message) != ZSN2N_OK)
        throw std::runtime_error(message);
    Engine engine;
    if (zsn2n_create(&engine.context, &params, nullptr) != ZSN2N_OK)
        throw std::runtime_error("zsn2n_create failed");
    if (zsn2n_process(engine.context, &src, &dst) != ZSN2N_OK)
        throw std::runtime_error(zsn2n_error_message(engine.context));
}

// The float encoding a drawable is expected to be denoised in.
const char *encoding(gint32 drawable) {
    if (gimp_item_is_channel(drawable)) return "Y float";
    const bool alpha = gimp_drawable_has_alpha(drawable);
    if (gimp_drawable_is_gray(drawable)) return alpha ? "Y'A float" : "Y' float";
    return alpha ? "R'G'B'A float" : "R'G'B' float";
}

std::vector<float> selection_values(gint32 image, gint32 drawable) {
    gint x = 0, y = 0;
    gimp_drawable_offsets(drawable, &x, &y);
    const GeglRectangle area = {x, y, gimp_drawable_width(drawable),
                                gimp_drawable_height(drawable)};
    std::vector<float> values(static_cast<size_t>(area.width) * area.height);
    GeglBuffer *buffer = gimp_drawable_get_buffer(gimp_image_get_selection(image));
    gegl_buffer_get(buffer, &area, 1.0, babl_format("Y float"), values.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(buffer);
    return values;
}

}  // namespace

Bytes denoised_bytes(gint32 drawable, const std::string &options) {
    GeglBuffer *buffer = gimp_drawable_get_buffer(drawable);
    const Babl *native = gimp_drawable_get_format(drawable);
    const Babl *format = babl_format_with_space(encoding(drawable), babl_format_get_space(native));
    const int width = gegl_buffer_get_width(buffer), height = gegl_buffer_get_height(buffer);
    const int channels = babl_format_get_n_components(format);
    const int colors = channels >= 3 ? 3 : 1;
    const size_t pixels = static_cast<size_t>(width) * height;
    std::vector<float> mixed(pixels * channels), planar(pixels * channels), out(pixels * channels);
    gegl_buffer_get(buffer, nullptr, 1.0, format, mixed.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(buffer);
    for (size_t i = 0; i < mixed.size(); ++i)
        planar[i % channels * pixels + i / channels] = mixed[i];

    zsn2n_image src;
    zsn2n_image_init(&src, width, height, colors == 3 ? ZSN2N_COLOR_RGB : ZSN2N_COLOR_GRAY,
                     ZSN2N_SAMPLE_F32);
    zsn2n_image dst = src;
    const ptrdiff_t row = width * static_cast<ptrdiff_t>(sizeof(float));
    for (int c = 0; c < channels; ++c) {
        (c < colors ? src.plane[c] : src.alpha) = {&planar[c * pixels], row, sizeof(float)};
        (c < colors ? dst.plane[c] : dst.alpha) = {&out[c * pixels], row, sizeof(float)};
    }
    denoise(options, src, dst);

    for (size_t i = 0; i < mixed.size(); ++i) mixed[i] = out[i % channels * pixels + i / channels];
    // A buffer converts row by row, which is not always to the bit what one long babl_process()
    // gives.
    const GeglRectangle area = {0, 0, width, height};
    GeglBuffer *stored = gegl_buffer_new(&area, native);
    gegl_buffer_set(stored, nullptr, 0, format, mixed.data(), GEGL_AUTO_ROWSTRIDE);
    Bytes bytes(pixels * babl_format_get_bytes_per_pixel(native));
    gegl_buffer_get(stored, nullptr, 1.0, native, bytes.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(stored);
    return bytes;
}

std::string compare_denoised(const Bytes &noisy, const Bytes &expected, const Bytes &result) {
    if (expected == noisy) return "the C API changes nothing here, so that nothing is tested";
    if (result == noisy) return "the drawable is unchanged";
    if (result.size() != expected.size()) return "the drawable's size changed";
    size_t different = 0, first = 0;
    for (size_t i = expected.size(); i-- > 0;)
        if (expected[i] != result[i]) ++different, first = i;
    if (different == 0) return "";
    return std::to_string(different) + " of " + std::to_string(expected.size()) +
           " bytes differ from the C API's, the first is " + std::to_string(first);
}

std::string compare_selected(gint32 image, gint32 drawable, bool feathered, const Bytes &noisy,
                             const Bytes &expected, const Bytes &result) {
    const std::vector<float> selected = selection_values(image, drawable);
    const size_t pixel_bytes = noisy.size() / selected.size();
    size_t outside = 0, inside = 0, mixed = 0;
    for (size_t i = 0; i < selected.size(); ++i) {
        const size_t at = i * pixel_bytes;
        const bool kept = std::memcmp(&result[at], &noisy[at], pixel_bytes) == 0;
        const bool denoised = std::memcmp(&result[at], &expected[at], pixel_bytes) == 0;
        const std::string where = "pixel " + std::to_string(i);
        if (selected[i] == 0.0f) {
            if (!kept) return where + " outside the selection changed";
            ++outside;
        } else if (selected[i] == 1.0f) {
            if (!denoised) return where + " in the selection is not the C API's";
            inside += !kept;
        } else {
            mixed += !kept && !denoised;
        }
    }
    if (outside == 0 || inside == 0) return "the selection does not split the drawable";
    if (feathered && mixed == 0) return "no pixel of the feathered edge is a blend";
    return "";
}
