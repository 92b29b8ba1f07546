// SPDX-License-Identifier: BSD-2-Clause
#include "picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

constexpr uint8_t kPaddingByte = 0xA5;
constexpr int kRowPadding = 3;  // samples behind each row

int ceil_shift(int value, int shift) {
    return (value + (1 << shift) - 1) >> shift;
}

}  // namespace

Shape shape_of(int width, int height, zsn2n_color color, zsn2n_sample sample) {
    Shape shape;
    shape.width = width;
    shape.height = height;
    shape.color = color;
    shape.sample = sample;
    shape.bits = sample == ZSN2N_SAMPLE_U8 ? 8 : sample == ZSN2N_SAMPLE_U16 ? 16 : 32;
    return shape;
}

Shape yuv420(int width, int height, zsn2n_sample sample) {
    Shape shape = shape_of(width, height, ZSN2N_COLOR_YUV, sample);
    shape.shift_x = shape.shift_y = 1;
    return shape;
}

std::string to_text(const Shape &shape) {
    static const char *const colors[] = {"gray", "rgb", "yuv"};
    return std::string(colors[shape.color]) + (shape.alpha ? "a" : "") + " " +
           std::to_string(shape.bits) + " bit " + std::to_string(shape.width) + "x" +
           std::to_string(shape.height) + (shape.shift_x ? " subsampled" : "") +
           (shape.interleaved ? " interleaved" : "") + (shape.flipped ? " flipped" : "") +
           (shape.big_endian ? " big-endian" : "") + (shape.unused_bits ? " in the high bits" : "");
}

double uniform(uint64_t seed, uint64_t i) {
    uint64_t z = seed * 0xD1342543DE82EF95u + (i + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return static_cast<double>((z ^ (z >> 31)) >> 40) * 0x1p-24;
}

Picture::Picture(const Shape &shape) : shape_(shape) {
    const int colors = shape.color == ZSN2N_COLOR_GRAY ? 1 : 3;
    const int count = colors + (shape.alpha ? 1 : 0);
    const auto size = static_cast<ptrdiff_t>(sample_size());
    std::vector<size_t> offsets;
    size_t total = 64;
    for (int p = 0; p < count; ++p) {
        const bool chroma = p > 0 && p < colors;
        Plane plane{ceil_shift(shape.width, chroma ? shape.shift_x : 0),
                    ceil_shift(shape.height, chroma ? shape.shift_y : 0),
                    {}};
        const ptrdiff_t pixel = shape.interleaved ? size * count : size;
        const ptrdiff_t row = pixel * plane.width + kRowPadding * size;
        const size_t first_row = shape.flipped ? static_cast<size_t>(row) * (plane.height - 1) : 0;
        offsets.push_back((shape.interleaved ? 64 + static_cast<size_t>(p * size) : total) +
                          first_row);
        plane.view = {nullptr, shape.flipped ? -row : row, pixel};
        if (!shape.interleaved || p == 0) total += static_cast<size_t>(row) * plane.height + 64;
        planes_.push_back(plane);
    }
    bytes_.assign(total, kPaddingByte);
    is_sample_.assign(total, 0);
    zsn2n_image_init(&image_, shape.width, shape.height, shape.color, shape.sample);
    image_.bits = shape.bits;
    image_.chroma_shift_x = shape.shift_x;
    image_.chroma_shift_y = shape.shift_y;
    image_.byte_order = shape.big_endian ? ZSN2N_BYTE_ORDER_BIG : ZSN2N_BYTE_ORDER_NATIVE;
    image_.shift = shape.unused_bits;
    for (int p = 0; p < count; ++p) {
        planes_[p].view.data = bytes_.data() + offsets[p];
        (p < colors ? image_.plane[p] : image_.alpha) = planes_[p].view;
        for (int y = 0; y < planes_[p].height; ++y) {
            for (int x = 0; x < planes_[p].width; ++x) {
                std::fill_n(is_sample_.begin() + (at(p, x, y) - bytes_.data()), size, 1);
            }
        }
    }
}

Picture::Picture(const Picture &other) : Picture(other.shape_) {
    std::copy(other.bytes_.begin(), other.bytes_.end(), bytes_.begin());
}

size_t Picture::sample_size() const {
    return shape_.sample == ZSN2N_SAMPLE_U8 ? 1 : shape_.sample == ZSN2N_SAMPLE_U16 ? 2 : 4;
}

double Picture::peak() const {
    return shape_.sample == ZSN2N_SAMPLE_F32 ? 1 : (1 << shape_.bits) - 1;
}

uint8_t *Picture::at(int plane, int x, int y) const {
    const zsn2n_plane &view = planes_[plane].view;
    return static_cast<uint8_t *>(view.data) + y * view.row_stride + x * view.pixel_stride;
}

void Picture::load(const uint8_t *from, void *sample) const {
    auto *bytes = static_cast<uint8_t *>(sample);
    std::copy(from, from + sample_size(), bytes);
    if (shape_.big_endian) std::reverse(bytes, bytes + sample_size());
}

void Picture::store(const void *sample, uint8_t *to) const {
    std::memcpy(to, sample, sample_size());
    if (shape_.big_endian) std::reverse(to, to + sample_size());
}

double Picture::get(int plane, int x, int y) const {
    const uint8_t *from = at(plane, x, y);
    if (shape_.sample == ZSN2N_SAMPLE_U8) return *from;
    uint16_t code;
    float value;
    if (shape_.sample == ZSN2N_SAMPLE_U16) {
        load(from, &code);
        return code >> shape_.unused_bits;
    }
    load(from, &value);
    return value;
}

void Picture::set(int plane, int x, int y, double value) {
    uint8_t *to = at(plane, x, y);
    auto code = static_cast<uint16_t>(shape_.sample == ZSN2N_SAMPLE_F32 ? 0 : value);
    const auto rubbish = static_cast<uint16_t>((1 << shape_.unused_bits) - 1);
    code = static_cast<uint16_t>(code << shape_.unused_bits | ((x + y) % 3 ? rubbish : 0));
    const auto real = static_cast<float>(value);
    switch (shape_.sample) {
        case ZSN2N_SAMPLE_U8:
            *to = static_cast<uint8_t>(code);
            break;
        case ZSN2N_SAMPLE_U16:
            store(&code, to);
            break;
        case ZSN2N_SAMPLE_F32:
            store(&real, to);
            break;
    }
}

void Picture::fill_noisy(uint64_t seed) {
    const int colors = shape_.color == ZSN2N_COLOR_GRAY ? 1 : 3;
    uint64_t i = 0;
    for (int p = 0; p < colors; ++p) {
        for (int y = 0; y < planes_[p].height; ++y) {
            for (int x = 0; x < planes_[p].width; ++x) {
                double value = 0.5 + 0.2 * std::sin(0.21 * x + p) * std::cos(0.17 * y);
                if ((x / 9 + y / 7) % 2) value += 0.15;
                // Four uniforms: near to normal, sigma 0.1.
                double noise = -2;
                for (int k = 0; k < 4; ++k) noise += uniform(seed, i++);
                value += 0.1732 * noise;
                if (shape_.sample != ZSN2N_SAMPLE_F32) {
                    value = std::floor(std::min(1.0, std::max(0.0, value)) * peak() + 0.5);
                }
                set(p, x, y, value);
            }
        }
    }
    if (shape_.alpha) fill_alpha(1);
}

void Picture::fill_alpha(double fraction_of_peak) {
    const int p = planes() - 1;
    for (int y = 0; y < planes_[p].height; ++y) {
        for (int x = 0; x < planes_[p].width; ++x) set(p, x, y, fraction_of_peak * peak());
    }
}

bool Picture::padding_untouched() const {
    for (size_t i = 0; i < bytes_.size(); ++i) {
        if (!is_sample_[i] && bytes_[i] != kPaddingByte) return false;
    }
    return true;
}

bool same_plane(const Picture &a, const Picture &b, int plane) {
    for (int y = 0; y < a.plane_height(plane); ++y) {
        for (int x = 0; x < a.plane_width(plane); ++x) {
            if (a.get(plane, x, y) != b.get(plane, x, y)) return false;
        }
    }
    return true;
}

bool same_samples(const Picture &a, const Picture &b) {
    for (int p = 0; p < a.planes(); ++p) {
        if (!same_plane(a, b, p)) return false;
    }
    return true;
}

zsn2n_params quick_params(int steps) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    params.steps = steps;
    params.warm_steps = 2;
    params.threads = 2;
    params.guides = ZSN2N_GUIDES_NONE;
    return params;
}

zsn2n_params guided_params(int steps) {
    zsn2n_params params = quick_params(steps);
    params.guides = ZSN2N_GUIDES_PILOT;
    return params;
}

Context::Context(const zsn2n_params &params, const zsn2n_callbacks *callbacks) {
    const zsn2n_status status = zsn2n_create(&context_, &params, callbacks);
    EXPECT_EQ(status, ZSN2N_OK) << zsn2n_status_string(status);
}

zsn2n_status Context::process(const Picture &src, const std::vector<const Picture *> &next,
                              Picture *dst) {
    const zsn2n_image from = src.image(), to = dst->image();
    if (next.empty()) return zsn2n_process(context_, &from, &to);
    std::vector<zsn2n_image> images;
    images.reserve(next.size());
    for (const Picture *one : next) images.push_back(one->image());
    std::vector<const zsn2n_image *> pointers;
    pointers.reserve(next.size());
    for (const zsn2n_image &image : images) pointers.push_back(&image);
    return zsn2n_process_ahead(context_, &from, pointers.data(), static_cast<int>(pointers.size()),
                               &to);
}

zsn2n_stats Context::stats() const {
    zsn2n_stats stats{};
    stats.struct_size = sizeof stats;
    EXPECT_EQ(zsn2n_get_stats(context_, &stats), ZSN2N_OK);
    return stats;
}

Picture denoised(const Picture &noisy, const zsn2n_params &params) {
    Context context(params);
    Picture result(noisy.shape());
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    EXPECT_TRUE(result.padding_untouched()) << to_text(noisy.shape());
    return result;
}
