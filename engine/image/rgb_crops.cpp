// SPDX-License-Identifier: BSD-2-Clause
#include "image/rgb_crops.h"

#include <cmath>

#include "image/bands.h"

namespace zsn2n {

namespace {

// Between two samples of a row or column.
struct Between {
    int first, second;
    float part;  // of the second

    // Of full-size sample `i` in the subsampled ones from `begin` on, of which there are `count`.
    // A subsampled one lies at the centre of those that it stands for.
    Between(int i, int shift, int begin, int count) {
        const float position =
            (static_cast<float>(i) + 0.5f) / static_cast<float>(1 << shift) - 0.5f;
        const float inside =
            std::clamp(position - static_cast<float>(begin), 0.0f, static_cast<float>(count - 1));
        first = static_cast<int>(inside);
        second = std::min(first + 1, count - 1);
        part = inside - static_cast<float>(first);
    }
    float of(const float *row) const { return row[first] + part * (row[second] - row[first]); }
};

// The samples of a chroma plane that those of `region` lie between.
Region chroma_region(const zsn2n_image &host, const Region &region) {
    const auto begin = [](int from, int shift) { return std::max(0, (from >> shift) - 1); };
    const auto end = [](int to, int shift, int size) {
        return std::min(size, ((to - 1) >> shift) + 2);
    };
    return {begin(region.left, host.chroma_shift_x), begin(region.top, host.chroma_shift_y),
            end(region.right, host.chroma_shift_x, plane_width(host, 1)),
            end(region.bottom, host.chroma_shift_y, plane_height(host, 1))};
}

// Grey instead of what is no sample of a picture.
void tame(const PlanesView &plane) {
    for (int y = 0; y < plane.height; ++y) {
        float *const row = &plane.at(0, y, 0);
        for (int x = 0; x < plane.width; ++x) {
            if (!(std::abs(row[x]) <= kWildSample)) row[x] = 0.5f;
        }
    }
}

}  // namespace

RgbCrops::Memory::Memory(const zsn2n_image &host, const Shape &largest, Arena &arena) {
    // With a sample more on each side, and one that is shared by two rectangles.
    const auto most = [](int size, int shift) { return (static_cast<size_t>(size) >> shift) + 4; };
    rgb = arena.take<float>(3 * static_cast<size_t>(largest.width) * largest.height);
    chroma = arena.take<float>(2 * most(largest.width, host.chroma_shift_x) *
                               most(largest.height, host.chroma_shift_y));
}

TrainingImage RgbCrops::crop(const Region &region, const Team &team) {
    const TrainingImage luma = luma_.crop(region, team);
    const Region part = chroma_region(host_, region);
    const PlanesView chroma = dense_planes(memory_.chroma, part.width(), part.height(), 2);
    for (int c = 0; c < 2; ++c) {
        import_plane(host_, c + 1, part, chroma.channel(c));
        tame(chroma.channel(c));
    }
    const PlanesView rgb = dense_planes(memory_.rgb, region.width(), region.height(), 3);
    each_band(team, rgb.width, rgb.height, [&](int begin, int end, int) {
        for (int y = begin; y < end; ++y) {
            const Between down(region.top + y, host_.chroma_shift_y, part.top, part.height());
            for (int x = 0; x < rgb.width; ++x) {
                const Between across(region.left + x, host_.chroma_shift_x, part.left,
                                     part.width());
                float uv[2];
                for (int c = 0; c < 2; ++c) {
                    const float upper = across.of(&chroma.at(0, down.first, c));
                    const float lower = across.of(&chroma.at(0, down.second, c));
                    uv[c] = upper + down.part * (lower - upper) - 0.5f;
                }
                const float sample = luma.noisy.at(x, y, 0);
                rgb.at(x, y, 0) = sample + 1.402f * uv[1];
                rgb.at(x, y, 1) = sample - 0.344136f * uv[0] - 0.714136f * uv[1];
                rgb.at(x, y, 2) = sample + 1.772f * uv[0];
            }
        }
    });
    return {rgb, luma.mask};
}

}  // namespace zsn2n
