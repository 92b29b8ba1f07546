// SPDX-License-Identifier: BSD-2-Clause
// Checks of the host's images.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/error.h"
#include "image/host_image.h"

namespace zsn2n {

namespace {

[[noreturn]] void refuse(const std::string &message) {
    throw Error(ZSN2N_INVALID_ARGUMENT, message);
}

void check_range(const char *name, int value, int low, int high) {
    if (value < low || value > high) {
        refuse(std::string(name) + " is " + std::to_string(value) + "; accepted is " +
               std::to_string(low) + ".." + std::to_string(high));
    }
}

// What a caller in C has put there, which need not be a value of the enumeration.
template <typename Enum>
int raw(const Enum &value) {
    int number;
    static_assert(sizeof number == sizeof value, "enumerations of C");
    std::memcpy(&number, &value, sizeof number);
    return number;
}

struct Extent {
    uintptr_t begin, end;
};

Extent extent(const zsn2n_plane &plane, int width, int height, size_t sample) {
    const auto base = reinterpret_cast<uintptr_t>(plane.data);
    const ptrdiff_t last_row = plane.row_stride * (height - 1);
    const ptrdiff_t last_pixel = plane.pixel_stride * (width - 1);
    return {base + std::min<ptrdiff_t>(last_row, 0),
            base + std::max<ptrdiff_t>(last_row, 0) + last_pixel + sample};
}

bool same_plane(const zsn2n_plane &a, const zsn2n_plane &b) {
    return a.data == b.data && a.row_stride == b.row_stride && a.pixel_stride == b.pixel_stride;
}

// The planes and alpha, if any.
int memory_count(const zsn2n_image &image) {
    return plane_count(image) + (image.alpha.data ? 1 : 0);
}
const zsn2n_plane &plane_of(const zsn2n_image &image, int i) {
    return i < plane_count(image) ? image.plane[i] : image.alpha;
}

void check_plane(const zsn2n_image &image, const zsn2n_plane &plane, const std::string &name,
                 int width) {
    const auto sample = static_cast<ptrdiff_t>(sample_bytes(image));
    if (!plane.data) refuse(name + " has no data");
    if (reinterpret_cast<uintptr_t>(plane.data) % sample || plane.row_stride % sample ||
        plane.pixel_stride % sample) {
        refuse(name + ": data and strides must be multiples of the sample's " +
               std::to_string(sample) + " bytes");
    }
    if (plane.pixel_stride < sample) {
        refuse(name + ": pixel_stride is " + std::to_string(plane.pixel_stride) +
               "; accepted is the sample's " + std::to_string(sample) + " bytes or more");
    }
    // Checked before anything is computed from them, so that nothing overflows.
    constexpr int64_t kMost = INT32_MAX;
    const int64_t row_samples = plane.row_stride / sample;
    if (row_samples > kMost || row_samples < -kMost || plane.pixel_stride / sample > kMost) {
        refuse(name + ": strides are limited to 2^31 samples");
    }
    const int64_t pixel = plane.pixel_stride, row = std::abs(int64_t{plane.row_stride});
    if (row < pixel * (width - 1) + sample) {
        refuse(name + ": row_stride is " + std::to_string(plane.row_stride) +
               ", less than a row of " + std::to_string(width) + " pixels");
    }
}

void check_planes(const zsn2n_image &image, const char *whose) {
    for (int i = 0; i < memory_count(image); ++i) {
        const bool alpha = i == plane_count(image);
        check_plane(image, plane_of(image, i),
                    whose + (alpha ? "alpha" : "plane " + std::to_string(i)),
                    alpha ? image.width : plane_width(image, i));
    }
}

bool overlap(const zsn2n_image &a, const zsn2n_image &b) {
    const auto extent_of = [](const zsn2n_image &image, int i) {
        const bool alpha = i == plane_count(image);
        return extent(plane_of(image, i), alpha ? image.width : plane_width(image, i),
                      alpha ? image.height : plane_height(image, i), sample_bytes(image));
    };
    for (int i = 0; i < memory_count(a); ++i) {
        for (int j = 0; j < memory_count(b); ++j) {
            const Extent x = extent_of(a, i), y = extent_of(b, j);
            if (x.begin < y.end && y.begin < x.end) return true;
        }
    }
    return false;
}

}  // namespace

void check_description(const zsn2n_image &image) {
    if (std::min(image.width, image.height) < ZSN2N_MIN_SIDE ||
        std::max(image.width, image.height) > ZSN2N_MAX_SIDE) {
        refuse("image is " + std::to_string(image.width) + "x" + std::to_string(image.height) +
               "; both sides must be " + std::to_string(ZSN2N_MIN_SIDE) + ".." +
               std::to_string(ZSN2N_MAX_SIDE) + " pixels");
    }
    check_range("color", raw(image.color), ZSN2N_COLOR_GRAY, ZSN2N_COLOR_YUV);
    check_range("sample", raw(image.sample), ZSN2N_SAMPLE_U8, ZSN2N_SAMPLE_F32);
    switch (image.sample) {
        case ZSN2N_SAMPLE_U8:
            check_range("bits of U8 samples", image.bits, 8, 8);
            break;
        case ZSN2N_SAMPLE_U16:
            check_range("bits of U16 samples", image.bits, 9, 16);
            break;
        case ZSN2N_SAMPLE_F32:
            check_range("bits of F32 samples", image.bits, 32, 32);
            break;
    }
    check_range("byte_order", image.byte_order, ZSN2N_BYTE_ORDER_NATIVE, ZSN2N_BYTE_ORDER_BIG);
    check_range("shift", image.shift, 0, image.sample == ZSN2N_SAMPLE_U16 ? 16 - image.bits : 0);
    const int most = image.color == ZSN2N_COLOR_YUV ? 2 : 0;
    check_range("chroma_shift_x", image.chroma_shift_x, 0, most);
    check_range("chroma_shift_y", image.chroma_shift_y, 0, most);
}

bool same_description(const zsn2n_image &a, const zsn2n_image &b) {
    return a.width == b.width && a.height == b.height && a.color == b.color &&
           a.sample == b.sample && a.bits == b.bits && a.chroma_shift_x == b.chroma_shift_x &&
           a.chroma_shift_y == b.chroma_shift_y && a.byte_order == b.byte_order &&
           a.shift == b.shift && !a.alpha.data == !b.alpha.data;
}

bool same_memory(const zsn2n_image &src, const zsn2n_image &dst) {
    for (int i = 0; i < memory_count(src); ++i) {
        if (!same_plane(plane_of(src, i), plane_of(dst, i))) return false;
    }
    return true;
}

void check_pair(const zsn2n_image &src, const zsn2n_image &dst) {
    check_description(src);
    check_description(dst);
    if (!same_description(src, dst)) refuse("src and dst are described differently");
    check_planes(src, "src ");
    check_planes(dst, "dst ");
    for (int i = 0; i < memory_count(dst); ++i) {
        for (int j = 0; j < i; ++j) {
            if (plane_of(dst, i).data == plane_of(dst, j).data) {
                refuse("two planes of dst are the same memory");
            }
        }
    }
    if (!same_memory(src, dst) && overlap(src, dst))
        refuse("src and dst overlap; accepted is the very same memory or none in common");
}

void check_next(const zsn2n_image &next, const zsn2n_image &dst) {
    check_description(next);
    check_planes(next, "next ");
    if (overlap(next, dst)) refuse("dst overlaps an image that is yet to come");
}

int plane_count(const zsn2n_image &image) {
    return image.color == ZSN2N_COLOR_GRAY ? 1 : 3;
}

int plane_width(const zsn2n_image &image, int plane) {
    const int shift = plane ? image.chroma_shift_x : 0;
    return (image.width + (1 << shift) - 1) >> shift;
}

int plane_height(const zsn2n_image &image, int plane) {
    const int shift = plane ? image.chroma_shift_y : 0;
    return (image.height + (1 << shift) - 1) >> shift;
}

size_t sample_bytes(const zsn2n_image &image) {
    return image.sample == ZSN2N_SAMPLE_U8 ? 1 : image.sample == ZSN2N_SAMPLE_U16 ? 2 : 4;
}

std::vector<PlaneGroup> plane_groups(const zsn2n_image &image, int selected) {
    std::vector<PlaneGroup> groups;
    for (int i = 0; i < plane_count(image); ++i) {
        if (!(selected >> i & 1)) continue;
        const int width = plane_width(image, i), height = plane_height(image, i);
        if (groups.empty() || groups.back().width != width || groups.back().height != height) {
            groups.push_back({width, height, {}});
        }
        groups.back().planes.push_back(i);
    }
    return groups;
}

}  // namespace zsn2n
