// SPDX-License-Identifier: BSD-2-Clause
#include "cases.h"

#include <cmath>
#include <memory>
#include <stdexcept>

#include "scene.h"

namespace {

constexpr zsn2n_color kGray = ZSN2N_COLOR_GRAY, kRgb = ZSN2N_COLOR_RGB, kYuv = ZSN2N_COLOR_YUV;
constexpr zsn2n_sample kU8 = ZSN2N_SAMPLE_U8, kU16 = ZSN2N_SAMPLE_U16, kF32 = ZSN2N_SAMPLE_F32;

Shape integer(int width, int height, zsn2n_color color, int bits, int shift_x = 0,
              int shift_y = 0) {
    Shape shape = shape_of(width, height, color, bits == 8 ? kU8 : kU16);
    shape.bits = bits;
    shape.shift_x = shift_x;
    shape.shift_y = shift_y;
    return shape;
}

Shape with_alpha(Shape shape, bool interleaved) {
    shape.alpha = true;
    shape.interleaved = interleaved;
    return shape;
}

Shape interleaved_upwards(Shape shape) {
    shape.interleaved = shape.flipped = true;
    return shape;
}

std::vector<Case> make_cases() {
    const Shape rgb = shape_of(112, 96, kRgb, kF32), rgb_u8 = integer(112, 96, kRgb, 8);
    const Shape yuv420 = integer(129, 107, kYuv, 8, 1, 1);
    const Shape tall = integer(320, 1024, kRgb, 8);
    std::vector<Case> list;
    const auto add = [&list](const char *name, const Shape &shape, const char *options) -> Case & {
        Case added;
        added.name = name;
        added.shape = shape;
        added.options = options;
        list.push_back(added);
        return list.back();
    };
    add("rgb_f32_default", shape_of(144, 120, kRgb, kF32), "");
    add("rgb_f32_fast", rgb, "preset=fast");
    add("rgb_f32_slow", rgb, "preset=slow:steps=20");
    add("rgb_f32_paper", shape_of(64, 48, kRgb, kF32), "preset=paper:steps=60");
    add("rgb_f32_none", rgb, "guides=none:steps=8");
    add("rgb_u8_pilot", rgb_u8, "guides=pilot:steps=20");
    add("rgb_u8_dct", rgb_u8, "guides=dct:steps=60");
    add("rgb_u8_stops_early", integer(216, 216, kRgb, 8), "preset=fast:guides=none").tolerance =
        0.15;  // 450 steps, or fewer: 0.07 dB between five methods
    add("gray_u8_default_odd", integer(131, 97, kGray, 8), "");
    add("gray_u8_large", integer(2100, 2010, kGray, 8), "");
    add("gray_u12_curve", integer(160, 120, kGray, 12), "preset=fast").a = 0.01;
    add("gray_f32_tiny", shape_of(4, 4, kGray, kF32), "steps=10");
    add("gray_u16_narrow", integer(5, 301, kGray, 16), "steps=10");
    add("yuv420_u8_default", yuv420, "steps=40");
    add("yuv422_u10_dct", integer(130, 99, kYuv, 10, 1, 0), "guides=dct:steps=40");
    add("yuv444_u16_fast", integer(96, 80, kYuv, 16), "preset=fast").a = 0.01;
    add("yuv420_u8_tiny", integer(7, 6, kYuv, 8, 1, 1), "steps=10");
    add("rgba_u8_interleaved", with_alpha(rgb_u8, true), "steps=20").holes = true;
    add("rgba_f32_none", with_alpha(rgb, false), "guides=none:steps=12").holes = true;
    add("rgb_u8_upwards", interleaved_upwards(rgb_u8), "preset=fast");
    add("rgb_u8_blend", rgb_u8, "preset=fast:strength=0.8:luma=0.6:chroma=0.9");
    add("yuv420_u8_detail", yuv420, "preset=fast:detail=0.7:luma=0.9");
    add("rgb_u8_planes", rgb_u8, "preset=fast:planes=5");
    add("rgb_u8_coarse", integer(192, 160, kRgb, 8), "preset=fast").kind = Kind::kCoarse;
    add("gray_u8_clipped", integer(192, 160, kGray, 8), "preset=fast").dark = true;
    // What strips take depends on the method and on the threads.
    add("rgb_u8_strips", tall,
        "preset=fast:backend=halide:precision=f32:threads=2:memory_cap=40MiB");
    add("rgb_u8_strips_none", tall,
        "guides=none:steps=8:backend=halide:precision=f32:threads=2:memory_cap=18MiB");
    Case &film = add("film_yuv420_u8_temporal", yuv420, "guides=dct:temporal=16");
    film.frames = 4;
    Case &fused = add("film_rgb_u8_video", rgb_u8, "video=1");
    fused.frames = 5;
    fused.cut_at = 4;
    Case &ahead = add("film_yuv420_u8_lookahead", yuv420, "video=1:preset=fast:lookahead=2");
    ahead.frames = 5;
    ahead.ahead = 2;
    Case &warm = add("film_rgb_u8_none", rgb_u8, "guides=none:steps=10:warm_steps=3");
    warm.frames = 4;
    warm.cut_at = 3;
    Case &guided = add("film_yuv422_u10_pilot", integer(112, 96, kYuv, 10, 1, 0),
                       "guides=pilot:steps=20:temporal=0");
    guided.frames = 4;

    // Noise and pictures as files have them.
    const auto kind = [&add](const char *name, Kind which, const Shape &shape,
                             const char *options) -> Case & {
        Case &added = add(name, shape, options);
        added.kind = which;
        added.tolerance = 0.1;
        return added;
    };
    const Shape photo = integer(176, 144, kRgb, 8), page = integer(224, 176, kGray, 8);
    const Shape frame = integer(176, 144, kYuv, 8, 1, 1);
    kind("kind_shared_rgb", Kind::kShared, photo, "");
    kind("kind_half_grey_rgb", Kind::kHalfGrey, photo, "");
    kind("kind_grain_rgb", Kind::kGrain, photo, "");
    kind("kind_grain_yuv", Kind::kGrain, frame, "preset=fast").b = 0.003;
    kind("kind_impulses_rgb", Kind::kImpulses, photo, "preset=fast").b = 0.0015;
    kind("kind_impulses_yuv", Kind::kImpulses, frame, "preset=fast").b = 0.0015;
    kind("kind_bars_yuv", Kind::kBars, frame, "preset=fast");
    kind("kind_bars_rgb", Kind::kBars, photo, "");
    kind("kind_page_clean", Kind::kPage, page, "").b = 0;
    kind("kind_page_scanned", Kind::kPage, page, "").b = 0.0005;
    kind("kind_screen", Kind::kScreen, page, "preset=fast").b = 0.00025;
    kind("kind_jpeg_rgb", Kind::kJpeg, photo, "").b = 0.002;
    kind("kind_jpeg_yuv", Kind::kJpeg, frame, "preset=fast").b = 0.002;
    kind("kind_blotches_yuv", Kind::kBlotches, frame, "preset=fast").b = 0.003;
    kind("kind_rows_gray", Kind::kRows, page, "preset=fast");
    const auto clip = [&kind, &frame](const char *name, Kind which, const char *options) {
        kind(name, which, frame, options).frames = 6;
    };
    clip("clip_bars", Kind::kBars, "video=1");
    clip("clip_grain", Kind::kGrain, "video=1");
    clip("clip_jpeg", Kind::kJpeg, "video=1");
    clip("clip_frozen", Kind::kFrozen, "video=1");
    clip("clip_flicker", Kind::kFlicker, "video=1:preset=fast");
    clip("clip_flash", Kind::kFlash, "video=1:preset=fast");
    clip("clip_mover", Kind::kMover, "video=1:preset=fast");
    clip("clip_impulses", Kind::kImpulses, "video=1:preset=fast");
    return list;
}

struct Destroy {
    void operator()(zsn2n_context *context) const { zsn2n_destroy(&context); }
};

void add_hash(const std::vector<uint8_t> &bytes, uint64_t *hash) {
    for (const uint8_t byte : bytes) *hash = (*hash ^ byte) * 0x100000001B3u;  // FNV-1a
}

}  // namespace

const std::vector<Case> &cases() {
    static const std::vector<Case> list = make_cases();
    return list;
}

Outcome run(const Case &of, const char *more) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    char message[256];
    for (const char *options : {more, of.options}) {
        if (zsn2n_params_parse(&params, options, message, sizeof message) != ZSN2N_OK) {
            throw std::runtime_error(message);
        }
    }
    zsn2n_context *made = nullptr;
    const zsn2n_status status = zsn2n_create(&made, &params, nullptr);
    if (status != ZSN2N_OK) throw std::runtime_error(zsn2n_status_string(status));
    const std::unique_ptr<zsn2n_context, Destroy> context(made);
    double squares = 0, samples = 0;
    Outcome outcome{0, 0xCBF29CE484222325u};
    for (int frame = 0; frame < of.frames; ++frame) {
        Picture noisy(of.shape), denoised(of.shape);
        fill(of, frame, &noisy);
        const zsn2n_image src = noisy.image(), dst = denoised.image();
        std::vector<Picture> later;
        std::vector<zsn2n_image> images;
        std::vector<const zsn2n_image *> next;
        for (int k = frame + 1; k < of.frames && k <= frame + of.ahead; ++k) {
            later.emplace_back(of.shape);
            fill(of, k, &later.back());
            images.push_back(later.back().image());
        }
        for (const zsn2n_image &image : images) next.push_back(&image);
        if (zsn2n_process_ahead(context.get(), &src, next.data(), static_cast<int>(next.size()),
                                &dst) != ZSN2N_OK) {
            throw std::runtime_error(zsn2n_error_message(context.get()));
        }
        add_hash(denoised.bytes(), &outcome.hash);
        for (int p = 0; p < colors(of.shape); ++p) {
            for (int y = 0; y < denoised.plane_height(p); ++y) {
                for (int x = 0; x < denoised.plane_width(p); ++x) {
                    const double difference =
                        denoised.get(p, x, y) / denoised.peak() - clean_sample(of, frame, p, x, y);
                    squares += difference * difference;
                    samples += 1;
                }
            }
        }
    }
    outcome.psnr = -10 * std::log10(squares / samples);
    return outcome;
}
