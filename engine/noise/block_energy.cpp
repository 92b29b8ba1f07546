// SPDX-License-Identifier: BSD-2-Clause
#include "noise/block_energy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "noise/block_transform.h"

namespace zsn2n {

namespace {

constexpr int kSide = BlockTransform::kSide, kPixels = BlockTransform::kPixels;
constexpr int kLanes = BlockTransform::kLanes;
using Lanes = BlockTransform::Lanes;
using Place = BlockTransform::Place;

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
    int clipped[kSide] = {};
    for (int y = place.y; y < place.y + kSide; ++y) {
        if (mask.data) {
            const float *const row = &mask.at(place.x, y, 0);
            if (std::find(row, row + kSide, 0.0f) != row + kSide) return false;
        }
        for (int c = 0; c < channels; ++c) {
            const float *const row = &planes.at(place.x, y, c);
            for (int x = 0; x < kSide; ++x) {
                clipped[x] += static_cast<int>(row[x] == 0.0f) + static_cast<int>(row[x] == 1.0f);
            }
        }
    }
    return 2 * std::accumulate(clipped, clipped + kSide, 0) <= channels * kPixels;
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
    const BlockTransform transform;
    const int count = static_cast<int>(places.size());
    constexpr int kTask = 16 * kLanes;
    team.run((count + kTask - 1) / kTask, [&](int task, int) {
        alignas(64) Lanes block[kNoiseChannels][kPixels], mean;
        for (int at = task * kTask; at < std::min(count, (task + 1) * kTask); at += kLanes) {
            const int lanes = std::min(kLanes, count - at);
            for (int c = 0; c < channels; ++c) {
                transform.run(planes, c, places.data() + at, lanes, block[c]);
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
