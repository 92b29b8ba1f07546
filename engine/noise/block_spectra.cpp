// SPDX-License-Identifier: BSD-2-Clause
#include "noise/block_spectra.h"

#include <algorithm>
#include <numeric>

#include "image/color_transform.h"
#include "noise/block_transform.h"

namespace zsn2n {

namespace {

constexpr int kSide = BlockSpectra::kSide, kPixels = BlockSpectra::kPixels;
constexpr int kLanes = BlockTransform::kLanes;
using Place = BlockTransform::Place;

bool usable(const ConstPlanesView &planes, const ConstPlanesView &mask, int channels, Place place) {
    if (mask.data) {
        for (int y = place.y; y < place.y + kSide; ++y) {
            const float *const row = &mask.at(place.x, y, 0);
            for (int x = 0; x < kSide; ++x) {
                if (row[x] == 0.0f) return false;
            }
        }
    }
    int ends[kSide] = {}, different[kSide] = {};
    for (int c = 0; c < channels; ++c) {
        const float first = planes.at(place.x, place.y, c);
        for (int y = place.y; y < place.y + kSide; ++y) {
            const float *const row = &planes.at(place.x, y, c);
            for (int x = 0; x < kSide; ++x) {
                ends[x] += static_cast<int>(row[x] <= 0.0f) + static_cast<int>(row[x] >= 1.0f);
                different[x] += static_cast<int>(row[x] != first);
            }
        }
    }
    const auto sum = [](const int(&of)[kSide]) { return std::accumulate(of, of + kSide, 0); };
    return sum(different) > 0 && 4 * sum(ends) <= channels * kPixels;
}

// In place.
void mix(const ColorTransform &color, BlockTransform::Lanes (&block)[3][kPixels]) {
    for (int k = 0; k < kPixels; ++k) {
        for (int i = 0; i < kLanes; ++i) {
            const float a = block[0][k][i], b = block[1][k][i], c = block[2][k][i];
            for (int to = 0; to < 3; ++to) {
                block[to][k][i] = color.m[to][0] * a + color.m[to][1] * b + color.m[to][2] * c;
            }
        }
    }
}

}  // namespace

BlockSpectra transform_blocks(const ConstPlanesView &planes, const ConstPlanesView &mask, bool rgb,
                              const Team &team) {
    BlockSpectra blocks;
    blocks.mixtures = std::min(planes.channels, 3);
    if (planes.width < kSide || planes.height < kSide) return blocks;
    blocks.columns = (planes.width - kSide) / BlockSpectra::kStep + 1;
    blocks.rows = (planes.height - kSide) / BlockSpectra::kStep + 1;
    blocks.usable.resize(blocks.size());
    blocks.brightness.resize(blocks.size());
    for (int c = 0; c < blocks.mixtures; ++c) {
        blocks.coefficients[c].resize(static_cast<size_t>(blocks.size()) * kPixels);
    }
    const BlockTransform transform;
    const ColorTransform color(rgb);
    team.run(blocks.rows, [&](int row, int) {
        alignas(64) BlockTransform::Lanes block[3][kPixels];
        Place places[kLanes];
        for (int column = 0; column < blocks.columns; column += kLanes) {
            const int count = std::min(kLanes, blocks.columns - column);
            const int first = row * blocks.columns + column;
            for (int i = 0; i < count; ++i) {
                places[i] = {(column + i) * BlockSpectra::kStep, row * BlockSpectra::kStep};
                blocks.usable[first + i] = usable(planes, mask, blocks.mixtures, places[i]);
            }
            for (int c = 0; c < blocks.mixtures; ++c) {
                transform.run(planes, c, places, count, block[c]);
            }
            if (rgb) mix(color, block);
            for (int c = 0; c < blocks.mixtures; ++c) {
                float *to = blocks.coefficients[c].data() + static_cast<size_t>(first) * kPixels;
                for (int i = 0; i < count; ++i) {
                    for (int k = 0; k < kPixels; ++k) *to++ = block[c][k][i];
                }
            }
            for (int i = 0; i < count; ++i) {
                // The first row of to_opponent() is the sum over sqrt(3).
                blocks.brightness[first + i] =
                    block[0][0][i] / kSide * (rgb ? color.m[0][0] : 1.0f);
            }
        }
    });
    return blocks;
}

size_t block_spectra_bytes(int width, int height, int channels) {
    const size_t blocks = static_cast<size_t>(width / BlockSpectra::kStep) *
                          static_cast<size_t>(height / BlockSpectra::kStep);
    return blocks * (static_cast<size_t>(std::min(channels, 3)) * kPixels * sizeof(float) + 16);
}

}  // namespace zsn2n
