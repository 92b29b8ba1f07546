// SPDX-License-Identifier: BSD-2-Clause
// Samples between the host's memory and float planes.
#include <cmath>
#include <cstring>
#include <string>

#include "base/error.h"
#include "image/host_image.h"
#include "image/planes_buffer.h"
#include "zsn2n_export_plane_f32.h"
#include "zsn2n_export_plane_u16.h"
#include "zsn2n_export_plane_u8.h"
#include "zsn2n_import_plane_f32.h"
#include "zsn2n_import_plane_u16.h"
#include "zsn2n_import_plane_u8.h"

namespace zsn2n {

namespace {

struct HostBuffer : KernelBuffer {
    HostBuffer(const zsn2n_image &image, const zsn2n_plane &plane, int width, int height)
        : KernelBuffer(type(image), plane.data,
                       {{0, width, stride(image, plane.pixel_stride)},
                        {0, height, stride(image, plane.row_stride)}}) {}

  private:
    static halide_type_t type(const zsn2n_image &image) {
        return image.sample == ZSN2N_SAMPLE_F32
                   ? halide_type_t(halide_type_float, 32)
                   : halide_type_t(halide_type_uint, image.sample == ZSN2N_SAMPLE_U8 ? 8 : 16);
    }
    static ptrdiff_t stride(const zsn2n_image &image, ptrdiff_t bytes) {
        return bytes / static_cast<ptrdiff_t>(sample_bytes(image));
    }
};

float peak(const zsn2n_image &image) {
    return image.sample == ZSN2N_SAMPLE_F32 ? 1.0f : static_cast<float>((1 << image.bits) - 1);
}

uint8_t *pixel(const zsn2n_plane &plane, int x, int y) {
    return static_cast<uint8_t *>(plane.data) + y * plane.row_stride + x * plane.pixel_stride;
}

void copy_pixels(const zsn2n_plane &src, const zsn2n_plane &dst, int width, int height,
                 size_t sample) {
    if (src.data == dst.data) return;
    const auto step = static_cast<ptrdiff_t>(sample);
    for (int y = 0; y < height; ++y) {
        if (src.pixel_stride == step && dst.pixel_stride == step) {
            std::memcpy(pixel(dst, 0, y), pixel(src, 0, y), sample * width);
            continue;
        }
        for (int x = 0; x < width; ++x) std::memcpy(pixel(dst, x, y), pixel(src, x, y), sample);
    }
}

// Among the pixels the mask lets through.
void require_finite(const PlanesView &plane, const PlanesView &mask, int index) {
    for (int y = 0; y < plane.height; ++y) {
        for (int x = 0; x < plane.width; ++x) {
            const float value = plane.at(x, y, 0);
            if (std::isfinite(value) || (mask.data && mask.at(x, y, 0) == 0.0f)) continue;
            throw Error(ZSN2N_INVALID_ARGUMENT,
                        std::string(std::isnan(value) ? "NaN" : "infinity") + " in plane " +
                            std::to_string(index) + " at (" + std::to_string(x) + ", " +
                            std::to_string(y) + "); pixels must be finite");
        }
    }
}

void export_samples(const PlanesView &noisy, const PlanesView &denoised, float strength,
                    const zsn2n_image &image, const zsn2n_plane &plane) {
    HostBuffer host(image, plane, noisy.width, noisy.height);
    PlaneBuffer in(noisy), out(denoised);
    const auto call = [&](auto *kernel) {
        check_kernel(kernel(in, out, strength, peak(image), host), "export_plane");
    };
    switch (image.sample) {
        case ZSN2N_SAMPLE_U8:
            call(zsn2n_export_plane_u8);
            break;
        case ZSN2N_SAMPLE_U16:
            call(zsn2n_export_plane_u16);
            break;
        case ZSN2N_SAMPLE_F32:
            call(zsn2n_export_plane_f32);
            break;
    }
}

}  // namespace

void import_plane(const zsn2n_image &image, int plane, const PlanesView &mask,
                  const PlanesView &dst) {
    HostBuffer host(image, image.plane[plane], dst.width, dst.height);
    PlaneBuffer out(dst);
    const auto call = [&](auto *kernel) {
        check_kernel(kernel(host, 1.0f / peak(image), out), "import_plane");
    };
    switch (image.sample) {
        case ZSN2N_SAMPLE_U8:
            call(zsn2n_import_plane_u8);
            break;
        case ZSN2N_SAMPLE_U16:
            call(zsn2n_import_plane_u16);
            break;
        case ZSN2N_SAMPLE_F32:
            call(zsn2n_import_plane_f32);
            require_finite(dst, mask, plane);
            break;
    }
    if (mask.data) fill_masked(mask, dst);
}

void export_plane(const PlanesView &noisy, const PlanesView &denoised, float strength,
                  const PlanesView &mask, const zsn2n_image &src, const zsn2n_image &dst, int plane,
                  uint8_t *row_samples) {
    if (!mask.data) {
        export_samples(noisy, denoised, strength, dst, dst.plane[plane]);
        return;
    }
    const auto sample = static_cast<ptrdiff_t>(sample_bytes(dst));
    const zsn2n_plane row{row_samples, noisy.width * sample, sample};
    copy_plane(src, dst, plane);
    for (int y = 0; y < noisy.height; ++y) {
        const auto one_row = [&](const PlanesView &planes) {
            return PlanesView{&planes.at(0, y, 0), planes.width, 1, 1, planes.row_stride, 0};
        };
        export_samples(one_row(noisy), one_row(denoised), strength, dst, row);
        for (int x = 0; x < noisy.width; ++x) {
            if (mask.at(x, y, 0) == 0.0f) continue;
            std::memcpy(pixel(dst.plane[plane], x, y), pixel(row, x, 0), sample);
        }
    }
}

void copy_plane(const zsn2n_image &src, const zsn2n_image &dst, int plane) {
    copy_pixels(src.plane[plane], dst.plane[plane], plane_width(src, plane),
                plane_height(src, plane), sample_bytes(src));
}

void copy_alpha(const zsn2n_image &src, const zsn2n_image &dst) {
    if (src.alpha.data) copy_pixels(src.alpha, dst.alpha, src.width, src.height, sample_bytes(src));
}

}  // namespace zsn2n
