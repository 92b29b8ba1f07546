// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/look_ahead.h"

#include <cstring>

#include "base/hash.h"

namespace zsn2n {

namespace {

void add_plane(const zsn2n_plane &plane, int width, int height, size_t sample, Fnv1a &hash) {
    std::vector<uint8_t> packed(width * sample);
    for (int y = 0; y < height; ++y) {
        const auto *row = static_cast<const uint8_t *>(plane.data) + y * plane.row_stride;
        if (plane.pixel_stride != static_cast<ptrdiff_t>(sample)) {
            for (int x = 0; x < width; ++x)
                std::memcpy(&packed[x * sample], row + x * plane.pixel_stride, sample);
            row = packed.data();
        }
        hash.add_words(row, packed.size());
    }
}

}  // namespace

uint64_t fingerprint(const zsn2n_image &image) {
    Fnv1a hash;
    for (const int fact :
         {image.width, image.height, static_cast<int>(image.color), static_cast<int>(image.sample),
          image.bits, image.chroma_shift_x, image.chroma_shift_y, image.byte_order, image.shift})
        hash.add_word(static_cast<uint64_t>(fact));
    for (int i = 0; i < plane_count(image); ++i)
        add_plane(image.plane[i], plane_width(image, i), plane_height(image, i),
                  sample_bytes(image), hash);
    if (image.alpha.data)
        add_plane(image.alpha, image.width, image.height, sample_bytes(image), hash);
    return hash.value();
}

void read_next(const std::vector<GroupImage> &groups, const Team &team, NextImage &next) {
    for (const GroupImage &image : groups) {
        NextGroup &group = next.groups[image.planes()];
        group.noisy.resize(image.width(), image.height(), image.channels());
        Planes mask;
        if (image.masked()) mask.resize(image.width(), image.height(), 1);
        image.read(image.region(), team, group.noisy.view(), mask.view());
    }
}

}  // namespace zsn2n
