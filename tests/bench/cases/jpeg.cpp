// SPDX-License-Identifier: BSD-2-Clause
#include "cases/jpeg.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace bench {
namespace {

uint8_t code_of(double value) {
    return static_cast<uint8_t>(std::lround(std::clamp(value, 0.0, 255.0)));
}

// Files of our own making: an error ends the program, as libjpeg's own handler does.
struct Decoder {
    explicit Decoder(const std::vector<uint8_t> &file) {
        jpeg.err = jpeg_std_error(&errors);
        jpeg_create_decompress(&jpeg);
        jpeg_mem_src(&jpeg, file.data(), file.size());
        jpeg_read_header(&jpeg, TRUE);
    }
    ~Decoder() {
        jpeg_finish_decompress(&jpeg);
        jpeg_destroy_decompress(&jpeg);
    }
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
};

}  // namespace

std::vector<uint8_t> to_jpeg(const Image &image, int quality, bool subsampled) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char *memory = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &memory, &size);
    jpeg.image_width = image.width;
    jpeg.image_height = image.height;
    jpeg.input_components = image.channels;
    jpeg.in_color_space = image.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg.comp_info[0].h_samp_factor = jpeg.comp_info[0].v_samp_factor = subsampled ? 2 : 1;
    jpeg_start_compress(&jpeg, TRUE);
    std::vector<uint8_t> row(static_cast<size_t>(image.width) * image.channels);
    for (int y = 0; y < image.height; ++y) {
        for (int c = 0; c < image.channels; ++c) {
            const float *const from = image.plane(c) + static_cast<size_t>(y) * image.width;
            for (int x = 0; x < image.width; ++x)
                row[static_cast<size_t>(x) * image.channels + c] = code_of(255.0 * from[x]);
        }
        unsigned char *rows[] = {row.data()};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    std::vector<uint8_t> file(memory, memory + size);
    std::free(memory);
    return file;
}

Image from_jpeg(const std::vector<uint8_t> &file) {
    Decoder decoder(file);
    jpeg_decompress_struct &jpeg = decoder.jpeg;
    jpeg_start_decompress(&jpeg);
    const int channels = jpeg.output_components;
    Image image(static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height),
                channels);
    std::vector<uint8_t> row(static_cast<size_t>(image.width) * channels);
    for (int y = 0; y < image.height; ++y) {
        unsigned char *rows[] = {row.data()};
        jpeg_read_scanlines(&jpeg, rows, 1);
        for (int c = 0; c < channels; ++c) {
            float *const to = image.plane(c) + static_cast<size_t>(y) * image.width;
            for (int x = 0; x < image.width; ++x)
                to[x] = row[static_cast<size_t>(x) * channels + c] / 255.0f;
        }
    }
    return image;
}

JpegPlanes planes_of_jpeg(const std::vector<uint8_t> &file) {
    Decoder decoder(file);
    jpeg_decompress_struct &jpeg = decoder.jpeg;
    jpeg.raw_data_out = TRUE;
    jpeg_start_decompress(&jpeg);
    JpegPlanes planes;
    planes.width = static_cast<int>(jpeg.output_width + 15) / 16 * 16;
    planes.height = static_cast<int>(jpeg.output_height + 15) / 16 * 16;
    for (int c = 0; c < 3; ++c)
        planes.plane[c].resize(static_cast<size_t>(planes.width) * planes.height / (c ? 4 : 1));
    for (int y = 0; y < planes.height; y += 16) {
        JSAMPROW rows[3][16];
        JSAMPARRAY all[] = {rows[0], rows[1], rows[2]};
        for (int c = 0; c < 3; ++c) {
            const int shift = c ? 1 : 0;
            for (int i = 0; i < 16 >> shift; ++i)
                rows[c][i] = planes.plane[c].data() +
                             static_cast<size_t>((y >> shift) + i) * (planes.width >> shift);
        }
        jpeg_read_raw_data(&jpeg, all, 16);
    }
    return planes;
}

Image shown(const JpegPlanes &planes) {
    Image image(planes.width, planes.height, 3);
    // At luma's place: 3/4 and 1/4 of the two nearest along each axis.
    const auto chroma = [&](int c, int x, int y) {
        const int width = planes.width / 2, height = planes.height / 2;
        const auto at = [&](int u, int v) {
            return planes.plane[c][static_cast<size_t>(std::clamp(v, 0, height - 1)) * width +
                                   std::clamp(u, 0, width - 1)];
        };
        const int u = x / 2, v = y / 2, du = x % 2 ? 1 : -1, dv = y % 2 ? 1 : -1;
        return (9 * at(u, v) + 3 * at(u + du, v) + 3 * at(u, v + dv) + at(u + du, v + dv)) / 16.0 -
               128;
    };
    for (int y = 0; y < planes.height; ++y) {
        for (int x = 0; x < planes.width; ++x) {
            const size_t i = static_cast<size_t>(y) * planes.width + x;
            const double luma = planes.plane[0][i], u = chroma(1, x, y), v = chroma(2, x, y);
            const double rgb[] = {luma + 1.402 * v, luma - 0.344136 * u - 0.714136 * v,
                                  luma + 1.772 * u};
            for (int c = 0; c < 3; ++c) image.plane(c)[i] = code_of(rgb[c]) / 255.0f;
        }
    }
    return image;
}

}  // namespace bench
