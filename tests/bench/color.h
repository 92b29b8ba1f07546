// SPDX-License-Identifier: BSD-2-Clause
// Frames in a host's pixel format, made from and turned back into float RGB.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <zsn2n/zsn2n.h>

#include "image.h"

namespace bench {

// FFmpeg's names: gray, yuv420p, yuv422p, yuv444p, gbrp with nothing, 10, 12, 14 or 16 behind
// (native byte order), grayf32 and gbrpf32. YUV is Rec. 601 limited range, as swscale's default.
struct PixelFormat {
    zsn2n_color color = ZSN2N_COLOR_RGB;
    zsn2n_sample sample = ZSN2N_SAMPLE_U8;
    int bits = 8;
    int shift_x = 0, shift_y = 0;
};

PixelFormat parse_pixel_format(const std::string &name);

// Owns one frame's memory.
class Frame {
  public:
    Frame(const PixelFormat &format, int width, int height);

    // Float RGB (grey for a grey format) to the format, rounded to nearest where it is an integer
    // one.
    void store(const Image &image);
    Image load() const;
    zsn2n_image describe();
    // All planes without padding, in order, as a raw video file has them.
    std::vector<uint8_t> &bytes() { return bytes_; }

  private:
    struct Plane {
        int width, height;
        size_t offset;  // in samples
    };

    void put(const Plane &plane, int x, int y, float value);
    float get(const Plane &plane, int x, int y) const;

    PixelFormat format_;
    int width_, height_;
    std::vector<Plane> planes_;
    std::vector<uint8_t> bytes_;
};

}  // namespace bench
