// SPDX-License-Identifier: BSD-2-Clause
#include "noise/block_pairs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/wide.h"

namespace zsn2n {

namespace {

constexpr int kSide = BlockSpectra::kSide, kPixels = BlockSpectra::kPixels;
constexpr int kHalf = kPixels / 2;  // coefficients with an even u + v, or with an odd one
constexpr int kReach = 24 / BlockSpectra::kStep;
constexpr double kShare = 0.3;     // of the blocks, the most similar pairs
constexpr int kMostBlocks = 4096;  // are looked at
constexpr double kCode = 1.0 / 255;
constexpr int kLanes = 16;

// The coefficients of each half, the mean left out.
struct Halves {
    int at[2][kHalf];

    Halves() {
        int count[2] = {};
        for (int k = 0; k < kPixels; ++k) {
            const int half = (k % kSide + k / kSide) % 2;
            at[half][count[half]++] = k;
        }
    }
};

struct Match {
    float difference = std::numeric_limits<float>::max();
    int block = -1;
};

ZSN2N_WIDE float distance(const float *a, const float *b, int count) {
    float lanes[kLanes] = {};
    for (int k = 0; k < count; k += kLanes) {
        for (int l = 0; l < kLanes; ++l) {
            const float d = a[k + l] - b[k + l];
            lanes[l] += d * d;
        }
    }
    for (int width = kLanes / 2; width; width /= 2) {
        for (int l = 0; l < width; ++l) lanes[l] += lanes[l + width];
    }
    return lanes[0];
}

}  // namespace

Tables measure_pairs(const BlockSpectra &blocks, const Tables &first, const Team &team) {
    const Halves halves;
    // Whitened, the halves one after the other.
    const int mixtures = blocks.mixtures, half_size = mixtures * kHalf;
    std::vector<float> white(static_cast<size_t>(blocks.size()) * 2 * half_size);
    float weight[3][kPixels];
    for (int c = 0; c < mixtures; ++c) {
        const double mean = ac_mean(first.mixture[c]);
        for (int k = 0; k < kPixels; ++k) {
            weight[c][k] = k ? static_cast<float>(1 / std::sqrt(first.mixture[c][k] + 0.02 * mean +
                                                                0.05 * kCode * kCode))
                             : 0.0f;
        }
    }
    team.run(blocks.rows, [&](int row, int) {
        for (int i = row * blocks.columns; i < (row + 1) * blocks.columns; ++i) {
            float *to = white.data() + static_cast<size_t>(i) * 2 * half_size;
            for (const auto &half : halves.at) {
                for (int c = 0; c < mixtures; ++c) {
                    const float *const x = blocks.block(c, i);
                    for (const int k : half) *to++ = x[k] * weight[c][k];
                }
            }
        }
    });

    const int every = (blocks.size() + kMostBlocks - 1) / kMostBlocks;
    const int looked_at = (blocks.size() + every - 1) / every;
    std::vector<Match> matches[2];
    for (auto &m : matches) m.resize(looked_at);
    constexpr int kTask = 64;
    team.run((looked_at + kTask - 1) / kTask, [&](int task, int) {
        for (int n = task * kTask; n < std::min(looked_at, (task + 1) * kTask); ++n) {
            // A column of its own in each row, so that all offsets against a decoder's blocks
            // occur.
            const int i = n * every;
            if (!blocks.usable[i]) continue;
            const int column = i % blocks.columns, row = i / blocks.columns;
            const float *const own = white.data() + static_cast<size_t>(i) * 2 * half_size;
            for (int y = std::max(0, row - kReach); y <= std::min(blocks.rows - 1, row + kReach);
                 ++y) {
                for (int x = std::max(0, column - kReach);
                     x <= std::min(blocks.columns - 1, column + kReach); ++x) {
                    const int other = y * blocks.columns + x;
                    if (std::max(std::abs(x - column), std::abs(y - row)) < BlockSpectra::kApart ||
                        !blocks.usable[other])
                        continue;
                    const float *const its =
                        white.data() + static_cast<size_t>(other) * 2 * half_size;
                    for (int half = 0; half < 2; ++half) {
                        const float d =
                            distance(own + half * half_size, its + half * half_size, half_size);
                        if (d < matches[half][n].difference) matches[half][n] = {d, other};
                    }
                }
            }
        }
    });

    Tables tables = first;
    for (int judged = 0; judged < 2; ++judged) {
        std::vector<int> order;
        for (int n = 0; n < looked_at; ++n) {
            if (matches[judged][n].block >= 0) order.push_back(n);
        }
        if (order.empty()) continue;
        const size_t wanted =
            std::max<size_t>(std::min<size_t>(80, order.size()),
                             static_cast<size_t>(kShare * static_cast<double>(order.size())));
        if (wanted < order.size()) {
            std::nth_element(order.begin(), order.begin() + static_cast<ptrdiff_t>(wanted),
                             order.end(), [&](int a, int b) {
                                 const float x = matches[judged][a].difference,
                                             y = matches[judged][b].difference;
                                 return x != y ? x < y : a < b;
                             });
            order.resize(wanted);
            std::sort(order.begin(), order.end());
        }
        for (int c = 0; c < mixtures; ++c) {
            Table &table = tables.mixture[c];
            for (const int k : halves.at[1 - judged]) {
                double sum = 0;
                for (const int n : order) {
                    const double d = blocks.block(c, n * every)[k] -
                                     blocks.block(c, matches[judged][n].block)[k];
                    sum += d * d;
                }
                table[k] =
                    std::max(sum / (2 * static_cast<double>(order.size())), 0.02 * kCode * kCode);
            }
        }
    }
    for (int c = 0; c < mixtures; ++c) {
        Table &table = tables.mixture[c];
        table[0] = std::max(table[1], table[kSide]);
    }
    return tables;
}

}  // namespace zsn2n
