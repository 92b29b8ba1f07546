// SPDX-License-Identifier: BSD-2-Clause
#include "image_io.h"

#include <algorithm>
#include <cerrno>
#include <csetjmp>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

#include <jpeglib.h>
#include <png.h>

#include "files.h"

namespace bench {
namespace {

using File = std::unique_ptr<FILE, int (*)(FILE *)>;

File open_file(const std::string &path, const char *mode) {
    File file(std::fopen(path.c_str(), mode), std::fclose);
    if (!file) throw std::runtime_error(path + ": " + std::strerror(errno));
    return file;
}

// Decoded interleaved samples. Owned by read_image(), outside the frames that libpng and libjpeg
// leave by longjmp, so that nothing with a destructor is skipped.
struct Pixels {
    int width = 0, height = 0, channels = 0;
    float peak = 255;
    std::vector<uint8_t> bytes;
    std::vector<png_bytep> rows;
    std::string error;
};

// The simplified libpng interface converts 16 bit data to linear light, so the full one is used.
bool decode_png(FILE *file, Pixels *out) {
    png_structp png = png_create_read_struct(
        PNG_LIBPNG_VER_STRING, out,
        [](png_structp p, png_const_charp text) {
            static_cast<Pixels *>(png_get_error_ptr(p))->error = text;
            png_longjmp(p, 1);
        },
        [](png_structp, png_const_charp) {});
    png_infop info = png ? png_create_info_struct(png) : nullptr;
    if (!info) throw std::bad_alloc();
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, nullptr);
        return false;
    }
    png_init_io(png, file);
    png_read_info(png, info);
    png_set_expand(png);
    png_set_strip_alpha(png);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    png_set_swap(png);
#endif
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    out->width = static_cast<int>(png_get_image_width(png, info));
    out->height = static_cast<int>(png_get_image_height(png, info));
    out->channels = png_get_channels(png, info);
    out->peak = png_get_bit_depth(png, info) == 16 ? 65535.f : 255.f;
    const size_t row_bytes = png_get_rowbytes(png, info);
    out->bytes.resize(row_bytes * out->height);
    out->rows.resize(out->height);
    for (int y = 0; y < out->height; ++y) out->rows[y] = out->bytes.data() + y * row_bytes;
    png_read_image(png, out->rows.data());
    png_destroy_read_struct(&png, &info, nullptr);
    return true;
}

struct JpegErrors {
    jpeg_error_mgr manager;  // first: libjpeg hands back a pointer to it
    jmp_buf jump;
    Pixels *out;
};

bool decode_jpeg(FILE *file, Pixels *out) {
    jpeg_decompress_struct jpeg{};
    JpegErrors errors{};
    errors.out = out;
    jpeg.err = jpeg_std_error(&errors.manager);
    errors.manager.error_exit = [](j_common_ptr common) {
        auto *self = reinterpret_cast<JpegErrors *>(common->err);
        char text[JMSG_LENGTH_MAX];
        common->err->format_message(common, text);
        self->out->error = text;
        longjmp(self->jump, 1);
    };
    errors.manager.output_message = [](j_common_ptr) {};
    if (setjmp(errors.jump)) {
        jpeg_destroy_decompress(&jpeg);
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_stdio_src(&jpeg, file);
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = jpeg.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_start_decompress(&jpeg);
    out->width = static_cast<int>(jpeg.output_width);
    out->height = static_cast<int>(jpeg.output_height);
    out->channels = jpeg.output_components;
    const size_t row_bytes = static_cast<size_t>(out->width) * out->channels;
    out->bytes.resize(row_bytes * out->height);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row = out->bytes.data() + row_bytes * jpeg.output_scanline;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    // libjpeg fills what a cut file lacks with grey and merely warns: figures must not rest on
    // that.
    if (errors.manager.num_warnings) out->error = "damaged or truncated JPEG";
    jpeg_destroy_decompress(&jpeg);
    return out->error.empty();
}

Image to_image(const Pixels &pixels) {
    Image image(pixels.width, pixels.height, pixels.channels);
    const uint8_t *bytes = pixels.bytes.data();
    for (int c = 0; c < image.channels; ++c) {
        for (size_t i = 0; i < image.plane_size(); ++i) {
            const size_t at = i * image.channels + c;
            uint16_t value = bytes[pixels.peak > 255 ? 0 : at];
            if (pixels.peak > 255) std::memcpy(&value, bytes + 2 * at, 2);
            image.plane(c)[i] = static_cast<float>(value) / pixels.peak;
        }
    }
    return image;
}

}  // namespace

Image read_image(const std::string &path) {
    const File file = open_file(path, "rb");
    unsigned char magic[8] = {};
    const size_t got = std::fread(magic, 1, sizeof magic, file.get());
    std::rewind(file.get());
    const bool png = got == sizeof magic && png_sig_cmp(magic, 0, sizeof magic) == 0;
    const bool jpeg = got >= 3 && magic[0] == 0xff && magic[1] == 0xd8;
    if (!png && !jpeg) throw std::runtime_error(path + ": neither PNG nor JPEG");
    Pixels pixels;
    if (!(png ? decode_png : decode_jpeg)(file.get(), &pixels)) {
        throw std::runtime_error(path + ": " + pixels.error);
    }
    return to_image(pixels);
}

void write_png(const std::string &path, const Image &image) {
    std::vector<uint8_t> pixels(image.samples.size());
    for (int c = 0; c < image.channels; ++c) {
        for (size_t i = 0; i < image.plane_size(); ++i) {
            const float value = std::min(1.f, std::max(0.f, image.plane(c)[i]));
            pixels[i * image.channels + c] = static_cast<uint8_t>(value * 255.f + 0.5f);
        }
    }
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = image.width;
    png.height = image.height;
    png.format = image.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    write_whole_file(path, [&](const std::string &part) {
        if (!png_image_write_to_file(&png, part.c_str(), 0, pixels.data(), 0, nullptr)) {
            throw std::runtime_error(path + ": " + png.message);
        }
    });
}

void write_pair(const std::string &folder, const std::string &name, const Image &noisy,
                const Image &denoised) {
    const std::string stem = folder + "/" + name.substr(0, name.rfind('.'));
    write_png(stem + ".noisy.png", noisy);
    write_png(stem + ".denoised.png", denoised);
}

}  // namespace bench
