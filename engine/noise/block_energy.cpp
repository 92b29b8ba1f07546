// SPDX-License-Identifier: BSD-2-Clause
#include "noise/block_energy.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

constexpr int kSide = 8, kPixels = kSide * kSide;
// Blocks side by side in the innermost loops.
constexpr int kLanes = 16;

struct Transform {
    float even[4][4],
        odd[4][4];  // [frequency / 2][pixel]; of sums and of differences of pixel pairs

    Transform() {
        for (int k = 0; k < 4; ++k) {
            for (int x = 0; x < 4; ++x) {
                even[k][x] = basis(2 * k, x);
                odd[k][x] = basis(2 * k + 1, x);
            }
        }
    }
    static float basis(int frequency, int x) {
        const double scale = std::sqrt((frequency ? 2.0 : 1.0) / kSide);
        return static_cast<float>(scale * std::cos((2 * x + 1) * frequency * M_PI / (2 * kSide)));
    }
};

using Lanes = float[kLanes];

// In place, over the elements `stride` apart.
void transform_line(const Transform &transform, Lanes *line, int stride) {
    Lanes sum[4], difference[4];
    for (int x = 0; x < 4; ++x) {
        const Lanes &a = line[x * stride], &b = line[(kSide - 1 - x) * stride];
        for (int i = 0; i < kLanes; ++i) {
            sum[x][i] = a[i] + b[i];
            difference[x][i] = a[i] - b[i];
        }
    }
    for (int k = 0; k < 4; ++k) {
        const float *const e = transform.even[k], *const o = transform.odd[k];
        Lanes &even = line[2 * k * stride], &odd = line[(2 * k + 1) * stride];
        for (int i = 0; i < kLanes; ++i) {
            even[i] = e[0] * sum[0][i] + e[1] * sum[1][i] + e[2] * sum[2][i] + e[3] * sum[3][i];
            odd[i] = o[0] * difference[0][i] + o[1] * difference[1][i] + o[2] * difference[2][i] +
                     o[3] * difference[3][i];
        }
    }
}

struct Place {
    int x, y;
};

int block_step(int width, int height) {
    // Blocks that overlap by more than half tell little new. Planes from 256x256 pixels on have
    // enough others.
    const double blocks = static_cast<double>(width - kSide + 1) * (height - kSide + 1);
    const auto step_for = [&](double count) {
        return std::max(1, static_cast<int>(std::ceil(std::sqrt(blocks / count))));
    };
    const int step = std::min(step_for(4096), std::max(4, step_for(16384)));
    // An odd step visits every offset against the 8x8 grid of a decoder.
    return step > 4 ? step | 1 : step;
}

bool usable(const ConstPlanesView &planes, const ConstPlanesView &mask, int channels, Place place) {
    int clipped = 0;
    for (int y = place.y; y < place.y + kSide; ++y) {
        for (int x = place.x; x < place.x + kSide; ++x) {
            if (mask.data && mask.at(x, y, 0) == 0.0f) return false;
            for (int c = 0; c < channels; ++c) {
                const float v = planes.at(x, y, c);
                clipped += v == 0.0f || v == 1.0f;
            }
        }
    }
    return 2 * clipped <= channels * kPixels;
}

// The usable blocks of a regular grid.
std::vector<Place> find_places(const ConstPlanesView &planes, const ConstPlanesView &mask,
                               int channels, int step, const Team &team) {
    const int columns = (planes.width - kSide) / step + 1;
    const int rows = (planes.height - kSide) / step + 1;
    std::vector<Place> places(static_cast<size_t>(rows) * columns);
    std::vector<int> used(rows);
    team.run(rows, [&](int row, int) {
        Place *const row_places = places.data() + static_cast<size_t>(row) * columns;
        for (int i = 0; i < columns; ++i) {
            const Place place{i * step, row * step};
            if (usable(planes, mask, channels, place)) row_places[used[row]++] = place;
        }
    });
    auto end = places.begin();
    for (int row = 0; row < rows; ++row) {
        const auto begin = places.begin() + static_cast<ptrdiff_t>(row) * columns;
        end = std::move(begin, begin + used[row], end);
    }
    places.erase(end, places.end());
    return places;
}

// Coefficients of channel c of up to kLanes blocks; the lanes past `count` repeat the last.
void transform_blocks(const Transform &transform, const ConstPlanesView &planes, int c,
                      const Place *places, int count, Lanes *block) {
    for (int i = 0; i < kLanes; ++i) {
        const Place place = places[std::min(i, count - 1)];
        for (int y = 0; y < kSide; ++y) {
            const float *const row = &planes.at(place.x, place.y + y, c);
            for (int x = 0; x < kSide; ++x) block[y * kSide + x][i] = row[x];
        }
    }
    for (int y = 0; y < kSide; ++y) transform_line(transform, block + y * kSide, 1);
    for (int x = 0; x < kSide; ++x) transform_line(transform, block + x, kSide);
}

// Mean product over the coefficients with begin <= u + v < end.
void mean_product(const Lanes *a, const Lanes *b, int begin, int end, Lanes &mean) {
    int terms = 0;
    std::fill_n(mean, kLanes, 0.0f);
    for (int v = 0; v < kSide; ++v) {
        for (int u = std::max(begin - v, 0); u < std::min(end - v, kSide); ++u, ++terms) {
            const Lanes &x = a[v * kSide + u], &y = b[v * kSide + u];
            for (int i = 0; i < kLanes; ++i) mean[i] += x[i] * y[i];
        }
    }
    for (float &m : mean) m /= static_cast<float>(terms);
}

}  // namespace

BlockEnergies measure_blocks(const ConstPlanesView &planes, const ConstPlanesView &mask,
                             int least_high, const Team &team) {
    BlockEnergies blocks;
    blocks.channels = std::min(planes.channels, kNoiseChannels);
    blocks.high_coefficients = (2 * kSide - 1 - least_high) * (2 * kSide - least_high) / 2;
    if (planes.width < kSide || planes.height < kSide) return blocks;
    blocks.step = block_step(planes.width, planes.height);
    const int channels = blocks.channels;
    const std::vector<Place> places = find_places(planes, mask, channels, blocks.step, team);

    std::vector<int> pairs;
    for (int p = 0; p < kChannelPairs; ++p) {
        if (kSecond[p] < channels) pairs.push_back(p);
    }
    for (int c = 0; c < channels; ++c) blocks.mean[c].resize(places.size());
    for (const int p : pairs) {
        blocks.high[p].resize(places.size());
        blocks.low[p].resize(places.size());
    }
    const Transform transform;
    const int count = static_cast<int>(places.size());
    constexpr int kTask = 16 * kLanes;
    team.run((count + kTask - 1) / kTask, [&](int task, int) {
        alignas(64) Lanes block[kNoiseChannels][kPixels], mean;
        for (int at = task * kTask; at < std::min(count, (task + 1) * kTask); at += kLanes) {
            const int lanes = std::min(kLanes, count - at);
            for (int c = 0; c < channels; ++c) {
                transform_blocks(transform, planes, c, places.data() + at, lanes, block[c]);
                for (int i = 0; i < lanes; ++i) blocks.mean[c][at + i] = block[c][0][i] / kSide;
            }
            for (const int p : pairs) {
                const Lanes *const a = block[kFirst[p]], *const b = block[kSecond[p]];
                mean_product(a, b, 1, 8, mean);
                std::copy_n(mean, lanes, blocks.low[p].begin() + at);
                mean_product(a, b, least_high, 2 * kSide, mean);
                std::copy_n(mean, lanes, blocks.high[p].begin() + at);
            }
        }
    });
    return blocks;
}

}  // namespace zsn2n
