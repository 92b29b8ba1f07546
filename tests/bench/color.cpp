// SPDX-License-Identifier: BSD-2-Clause
#include "color.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace bench {
namespace {

size_t sample_bytes(const PixelFormat &format) {
    return format.sample == ZSN2N_SAMPLE_U8 ? 1 : format.sample == ZSN2N_SAMPLE_U16 ? 2 : 4;
}

int ceil_shift(int value, int shift) {
    return -((-value) >> shift);
}

struct Yuv {
    float y, u, v;
};

// Codes over the peak code, as the C API scales them: luma 16..235, chroma 16..240 of 255.
Yuv to_yuv(float r, float g, float b) {
    const float y = 0.299f * r + 0.587f * g + 0.114f * b;
    return {(16 + 219 * y) / 255, (128 + 224 * (b - y) / 1.772f) / 255,
            (128 + 224 * (r - y) / 1.402f) / 255};
}

void to_rgb(Yuv code, float *r, float *g, float *b) {
    const float y = (255 * code.y - 16) / 219;
    const float u = (255 * code.u - 128) / 224, v = (255 * code.v - 128) / 224;
    *r = y + 1.402f * v;
    *b = y + 1.772f * u;
    *g = (y - 0.299f * *r - 0.114f * *b) / 0.587f;
}

}  // namespace

PixelFormat parse_pixel_format(const std::string &name) {
    struct Family {
        const char *name;
        zsn2n_color color;
        int shift_x, shift_y;
        bool has_float;
    };
    static const Family families[] = {{"gray", ZSN2N_COLOR_GRAY, 0, 0, true},
                                      {"yuv420p", ZSN2N_COLOR_YUV, 1, 1, false},
                                      {"yuv422p", ZSN2N_COLOR_YUV, 1, 0, false},
                                      {"yuv444p", ZSN2N_COLOR_YUV, 0, 0, false},
                                      {"gbrp", ZSN2N_COLOR_RGB, 0, 0, true}};
    for (const Family &family : families) {
        const std::string prefix = family.name;
        if (name.rfind(prefix, 0) != 0) continue;
        const std::string depth = name.substr(prefix.size());
        PixelFormat format{family.color, ZSN2N_SAMPLE_U8, 8, family.shift_x, family.shift_y};
        if (depth == "f32" && family.has_float) {
            format.sample = ZSN2N_SAMPLE_F32;
            format.bits = 32;
            return format;
        }
        if (depth.empty()) return format;
        for (const int bits : {10, 12, 14, 16}) {
            if (depth != std::to_string(bits)) continue;
            format.sample = ZSN2N_SAMPLE_U16;
            format.bits = bits;
            return format;
        }
    }
    throw std::runtime_error(
        "--pix-fmt: '" + name +
        "' is none of gray, yuv420p, yuv422p, yuv444p, gbrp (each also with 10, 12, "
        "14 or 16 behind), grayf32, gbrpf32");
}

Frame::Frame(const PixelFormat &format, int width, int height)
    : format_(format), width_(width), height_(height) {
    size_t samples = 0;
    for (int p = 0; p < (format.color == ZSN2N_COLOR_GRAY ? 1 : 3); ++p) {
        const bool chroma = format.color == ZSN2N_COLOR_YUV && p > 0;
        const int w = chroma ? ceil_shift(width, format.shift_x) : width;
        const int h = chroma ? ceil_shift(height, format.shift_y) : height;
        planes_.push_back({w, h, samples});
        samples += static_cast<size_t>(w) * h;
    }
    bytes_.resize(samples * sample_bytes(format));
}

void Frame::put(const Plane &plane, int x, int y, float value) {
    const size_t at = plane.offset + static_cast<size_t>(y) * plane.width + x;
    if (format_.sample == ZSN2N_SAMPLE_F32) {
        std::memcpy(&bytes_[4 * at], &value, 4);
        return;
    }
    const float peak = static_cast<float>((1 << format_.bits) - 1);
    const auto code = static_cast<uint16_t>(std::clamp(std::floor(value * peak + 0.5f), 0.f, peak));
    if (format_.bits == 8) {
        bytes_[at] = static_cast<uint8_t>(code);
    } else {
        std::memcpy(&bytes_[2 * at], &code, 2);
    }
}

float Frame::get(const Plane &plane, int x, int y) const {
    const size_t at = plane.offset + static_cast<size_t>(y) * plane.width + x;
    if (format_.sample == ZSN2N_SAMPLE_F32) {
        float value;
        std::memcpy(&value, &bytes_[4 * at], 4);
        return value;
    }
    uint16_t code = bytes_[format_.bits == 8 ? at : 0];
    if (format_.bits > 8) std::memcpy(&code, &bytes_[2 * at], 2);
    return static_cast<float>(code) / static_cast<float>((1 << format_.bits) - 1);
}

void Frame::store(const Image &image) {
    if (format_.color != ZSN2N_COLOR_YUV) {
        for (int y = 0; y < height_; ++y) {
            for (int x = 0; x < width_; ++x) {
                for (size_t p = 0; p < planes_.size(); ++p) {
                    put(planes_[p], x, y,
                        image.plane(static_cast<int>(p))[static_cast<size_t>(y) * width_ + x]);
                }
            }
        }
        return;
    }
    // Chroma is the mean over the pixels that share it.
    Image yuv(width_, height_, 3);
    for (size_t i = 0; i < yuv.plane_size(); ++i) {
        const Yuv code = to_yuv(image.plane(0)[i], image.plane(1)[i], image.plane(2)[i]);
        yuv.plane(0)[i] = code.y;
        yuv.plane(1)[i] = code.u;
        yuv.plane(2)[i] = code.v;
    }
    for (int p = 0; p < 3; ++p) {
        const int step_x = p ? 1 << format_.shift_x : 1, step_y = p ? 1 << format_.shift_y : 1;
        for (int y = 0; y < planes_[p].height; ++y) {
            for (int x = 0; x < planes_[p].width; ++x) {
                float sum = 0;
                int count = 0;
                for (int v = y * step_y; v < std::min(height_, (y + 1) * step_y); ++v) {
                    for (int u = x * step_x; u < std::min(width_, (x + 1) * step_x); ++u, ++count) {
                        sum += yuv.plane(p)[static_cast<size_t>(v) * width_ + u];
                    }
                }
                put(planes_[p], x, y, sum / static_cast<float>(count));
            }
        }
    }
}

Image Frame::load() const {
    Image image(width_, height_, static_cast<int>(planes_.size()));
    for (int y = 0; y < height_; ++y) {
        for (int x = 0; x < width_; ++x) {
            const size_t i = static_cast<size_t>(y) * width_ + x;
            if (format_.color != ZSN2N_COLOR_YUV) {
                for (size_t p = 0; p < planes_.size(); ++p) {
                    image.plane(static_cast<int>(p))[i] = get(planes_[p], x, y);
                }
                continue;
            }
            const int cx = x >> format_.shift_x, cy = y >> format_.shift_y;
            to_rgb({get(planes_[0], x, y), get(planes_[1], cx, cy), get(planes_[2], cx, cy)},
                   image.plane(0) + i, image.plane(1) + i, image.plane(2) + i);
        }
    }
    return image;
}

zsn2n_image Frame::describe() {
    zsn2n_image description;
    zsn2n_image_init(&description, width_, height_, format_.color, format_.sample);
    description.bits = format_.bits;
    description.chroma_shift_x = format_.shift_x;
    description.chroma_shift_y = format_.shift_y;
    const ptrdiff_t size = static_cast<ptrdiff_t>(sample_bytes(format_));
    for (size_t p = 0; p < planes_.size(); ++p) {
        description.plane[p] = {bytes_.data() + planes_[p].offset * size, planes_[p].width * size,
                                size};
    }
    return description;
}

}  // namespace bench
