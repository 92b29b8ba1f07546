// SPDX-License-Identifier: BSD-2-Clause
// Samples between the host's memory and float planes.
#include <algorithm>
#include <cstring>

#include "image/host_image.h"
#include "image/planes_buffer.h"
#include "image/samples.h"
#include "zsn2n_export_plane_f32.h"
#include "zsn2n_export_plane_u16.h"
#include "zsn2n_export_plane_u8.h"
#include "zsn2n_import_plane_f32.h"
#include "zsn2n_import_plane_u16.h"
#include "zsn2n_import_plane_u8.h"

namespace zsn2n {

namespace {

uint8_t *pixel(const zsn2n_plane &plane, int x, int y) {
    return static_cast<uint8_t *>(plane.data) + y * plane.row_stride + x * plane.pixel_stride;
}

// A region of a plane, its corner at (0, 0).
struct HostBuffer : KernelBuffer {
    HostBuffer(const zsn2n_image &image, const zsn2n_plane &plane, const Region &region)
        : KernelBuffer(type(image), pixel(plane, region.left, region.top),
                       {{0, region.width(), stride(image, plane.pixel_stride)},
                        {0, region.height(), stride(image, plane.row_stride)}}) {}

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

void copy_pixels(const zsn2n_plane &src, const zsn2n_plane &dst, const Region &region,
                 size_t sample) {
    if (src.data == dst.data) return;
    const auto step = static_cast<ptrdiff_t>(sample);
    for (int y = region.top; y < region.bottom; ++y) {
        if (src.pixel_stride == step && dst.pixel_stride == step) {
            std::memcpy(pixel(dst, region.left, y), pixel(src, region.left, y),
                        sample * region.width());
            continue;
        }
        for (int x = region.left; x < region.right; ++x) {
            std::memcpy(pixel(dst, x, y), pixel(src, x, y), sample);
        }
    }
}

// The kernels know the processor's samples alone. Others pass through a dense row, a piece at a
// time: call(where the piece is in the region, the row as a plane, the row).
constexpr int kPiece = 1024;

template <typename T, typename Call>
void each_piece(const Region &region, const Call &call) {
    T row[kPiece];
    const zsn2n_plane dense{row, 0, sizeof(T)};
    for (int y = 0; y < region.height(); ++y) {
        for (int x = 0; x < region.width(); x += kPiece) {
            const int end = std::min(x + kPiece, region.width());
            call(Region{x, y, end, y + 1}, dense, row);
        }
    }
}

template <typename Call>
void each_piece(const zsn2n_image &image, const Region &region, const Call &call) {
    if (image.sample == ZSN2N_SAMPLE_F32) {
        each_piece<uint32_t>(region, call);
    } else {
        each_piece<uint16_t>(region, call);
    }
}

void import_plain(const zsn2n_image &image, const zsn2n_plane &plane, const Region &region,
                  const PlanesView &dst) {
    HostBuffer host(image, plane, region);
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
            break;
    }
}

void export_plain(const ConstPlanesView &noisy, const ConstPlanesView &denoised, float strength,
                  const zsn2n_image &image, const zsn2n_plane &plane, const Region &region) {
    HostBuffer host(image, plane, region);
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

void export_samples(const ConstPlanesView &noisy, const ConstPlanesView &denoised, float strength,
                    const zsn2n_image &image, const zsn2n_plane &plane, const Region &region) {
    const SampleOrder order(image);
    if (order.plain()) return export_plain(noisy, denoised, strength, image, plane, region);
    each_piece(image, region, [&](const Region &piece, const zsn2n_plane &dense, auto *row) {
        export_plain(noisy.part(piece), denoised.part(piece), strength, image, dense,
                     {0, 0, piece.width(), 1});
        order.write(row, piece.width(),
                    pixel(plane, region.left + piece.left, region.top + piece.top),
                    plane.pixel_stride);
    });
}

}  // namespace

void import_plane(const zsn2n_image &image, int plane, const Region &region,
                  const PlanesView &dst) {
    const zsn2n_plane &from = image.plane[plane];
    const SampleOrder order(image);
    if (order.plain()) return import_plain(image, from, region, dst);
    each_piece(image, region, [&](const Region &piece, const zsn2n_plane &dense, auto *row) {
        order.read(pixel(from, region.left + piece.left, region.top + piece.top), from.pixel_stride,
                   piece.width(), row);
        import_plain(image, dense, {0, 0, piece.width(), 1}, dst.part(piece));
    });
}

void export_plane(const ConstPlanesView &noisy, const ConstPlanesView &denoised, float strength,
                  const ConstPlanesView &mask, const zsn2n_image &src, const zsn2n_image &dst,
                  int plane, const Region &region, uint8_t *row_samples) {
    if (!mask.data) {
        export_samples(noisy, denoised, strength, dst, dst.plane[plane], region);
        return;
    }
    const size_t sample = sample_bytes(dst);
    const zsn2n_plane row{row_samples, 0, static_cast<ptrdiff_t>(sample)};
    copy_pixels(src.plane[plane], dst.plane[plane], region, sample);
    for (int y = 0; y < region.height(); ++y) {
        const Region one_row = noisy.region().rows(y, y + 1);
        export_samples(noisy.part(one_row), denoised.part(one_row), strength, dst, row,
                       {0, 0, region.width(), 1});
        // Runs of pixels at once, where dst has them side by side.
        const bool dense = dst.plane[plane].pixel_stride == row.pixel_stride;
        for (int x = 0; x < region.width();) {
            int end = x + 1;
            if (mask.at(x, y, 0) != 0.0f) {
                while (dense && end < region.width() && mask.at(end, y, 0) != 0.0f) ++end;
                std::memcpy(pixel(dst.plane[plane], region.left + x, region.top + y),
                            pixel(row, x, 0), sample * (end - x));
            }
            x = end;
        }
    }
}

void copy_plane(const zsn2n_image &src, const zsn2n_image &dst, int plane, int begin, int end) {
    copy_pixels(src.plane[plane], dst.plane[plane], {0, begin, plane_width(src, plane), end},
                sample_bytes(src));
}

void copy_alpha(const zsn2n_image &src, const zsn2n_image &dst, int begin, int end) {
    copy_pixels(src.alpha, dst.alpha, {0, begin, src.width, end}, sample_bytes(src));
}

}  // namespace zsn2n
