// SPDX-License-Identifier: BSD-2-Clause
#include "expected.h"

#include <zsn2n/zsn2n.h>

#include <algorithm>
#include <cmath>
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
const char *encoding(host::Id drawable) {
    if (host::is_channel(drawable)) return "Y float";
    const bool alpha = host::has_alpha(drawable);
    if (host::is_gray(drawable)) return alpha ? "Y'A float" : "Y' float";
    return alpha ? "R'G'B'A float" : "R'G'B' float";
}

std::vector<float> selection_values(host::Id image, host::Id drawable) {
    int x = 0, y = 0;
    host::offsets(drawable, &x, &y);
    GeglBuffer *pixels = host::buffer(drawable);
    const GeglRectangle area = {x, y, gegl_buffer_get_width(pixels),
                                gegl_buffer_get_height(pixels)};
    g_object_unref(pixels);
    std::vector<float> values(static_cast<size_t>(area.width) * area.height);
    GeglBuffer *buffer = host::buffer(host::selection(image));
    gegl_buffer_get(buffer, &area, 1.0, babl_format("Y float"), values.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(buffer);
    return values;
}

// A feathered selection of a float image is nowhere quite 0 or 1.
constexpr float kFaint = 1e-3f;

// GIMP writes each filter's result as old + (new - old) * selected, in float: above 16 bits a
// sample that rounds in its last bits. kRounding of the non-linear sample is below half a step of
// 16 bits.
constexpr double kRounding = 4e-6;

// How much a linear sample's error grows at most in the non-linear one.
constexpr double kSlope = 13.0;

class Comparison {
  public:
    Comparison(const Bytes &noisy, const Bytes &expected, const Bytes &result)
        : exact_(babl_format_get_bytes_per_pixel(noisy.format) <
                 4 * babl_format_get_n_components(noisy.format)),
          noisy_(decoded(noisy)),
          expected_(decoded(expected)),
          result_(decoded(result)) {}

    size_t pixels() const { return noisy_.size() / 4; }

    // Whether a pixel has one end's value, where its share of the other end is so small.
    bool kept(size_t pixel, float share = 0.0f) const {
        return equals(noisy_, expected_, pixel, share);
    }
    bool denoised(size_t pixel, float share = 0.0f) const {
        return equals(expected_, noisy_, pixel, share);
    }

  private:
    static std::vector<double> decoded(const Bytes &bytes) {
        const Babl *to =
            babl_format_with_space("R'G'B'A double", babl_format_get_space(bytes.format));
        const size_t pixels = bytes.size() / babl_format_get_bytes_per_pixel(bytes.format);
        std::vector<double> values(pixels * 4);
        babl_process(babl_fish(bytes.format, to), bytes.data(), values.data(), pixels);
        return values;
    }

    bool equals(const std::vector<double> &end, const std::vector<double> &other, size_t pixel,
                float share) const {
        for (size_t i = 4 * pixel; i < 4 * pixel + 4; ++i) {
            const double rounding = exact_ ? 0.0 : kRounding * std::max(1.0, std::abs(end[i]));
            const double allowed = rounding + kSlope * share * std::abs(other[i] - end[i]);
            if (!(std::abs(result_[i] - end[i]) <= allowed)) return false;
        }
        return true;
    }

    const bool exact_;
    const std::vector<double> noisy_, expected_, result_;
};

}  // namespace

Bytes denoised_bytes(host::Id drawable, const std::string &options) {
    GeglBuffer *buffer = host::buffer(drawable);
    const Babl *native = host::format(drawable);
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
        zsn2n_plane &from = c < colors ? src.plane[c] : src.alpha;
        zsn2n_plane &to = c < colors ? dst.plane[c] : dst.alpha;
        from = {&planar[c * pixels], row, sizeof(float)};
        to = {&out[c * pixels], row, sizeof(float)};
    }
    denoise(options, src, dst);

    for (size_t i = 0; i < mixed.size(); ++i) mixed[i] = out[i % channels * pixels + i / channels];
    // A buffer converts row by row, which is not always to the bit what one long babl_process()
    // gives.
    const GeglRectangle area = {0, 0, width, height};
    GeglBuffer *stored = gegl_buffer_new(&area, native);
    gegl_buffer_set(stored, nullptr, 0, format, mixed.data(), GEGL_AUTO_ROWSTRIDE);
    Bytes bytes(pixels * babl_format_get_bytes_per_pixel(native));
    bytes.format = native;
    gegl_buffer_get(stored, nullptr, 1.0, native, bytes.data(), GEGL_AUTO_ROWSTRIDE,
                    GEGL_ABYSS_NONE);
    g_object_unref(stored);
    return bytes;
}

std::string compare_denoised(const Bytes &noisy, const Bytes &expected, const Bytes &result) {
    if (expected == noisy) return "the C API changes nothing here, so that nothing is tested";
    if (result == noisy) return "the drawable is unchanged";
    if (result.size() != expected.size()) return "the drawable's size changed";
    if (result == expected) return "";
    const Comparison comparison(noisy, expected, result);
    size_t different = 0, first = 0;
    for (size_t i = comparison.pixels(); i-- > 0;)
        if (!comparison.denoised(i)) ++different, first = i;
    if (different == 0) return "";
    return std::to_string(different) + " of " + std::to_string(comparison.pixels()) +
           " pixels differ from the C API's, the first is " + std::to_string(first);
}

std::string compare_selected(host::Id image, host::Id drawable, bool feathered, const Bytes &noisy,
                             const Bytes &expected, const Bytes &result) {
    const std::vector<float> selected = selection_values(image, drawable);
    const Comparison comparison(noisy, expected, result);
    size_t outside = 0, inside = 0, mixed = 0;
    for (size_t i = 0; i < selected.size(); ++i) {
        const std::string where = "pixel " + std::to_string(i);
        const bool kept = comparison.kept(i);
        if (selected[i] <= kFaint) {
            if (!comparison.kept(i, selected[i])) return where + " outside the selection changed";
            ++outside;
        } else if (selected[i] >= 1.0f - kFaint) {
            if (!comparison.denoised(i, 1.0f - selected[i]))
                return where + " in the selection is not the C API's";
            inside += !kept;
        } else {
            mixed += !kept && !comparison.denoised(i);
        }
    }
    if (outside == 0 || inside == 0) return "the selection does not split the drawable";
    if (feathered && mixed == 0) return "no pixel of the feathered edge is a blend";
    return "";
}
