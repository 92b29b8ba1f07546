// SPDX-License-Identifier: BSD-2-Clause
#include "pilot/coarser_scale.h"

#include <algorithm>

#include "image/bands.h"

namespace zsn2n {

namespace {

// Binomial filter, then linear interpolation, for the sample after a coarse sample's middle: of the
// coarse samples from one before to two after it; mirrored for the sample before the middle.
constexpr float kTaps[4] = {3.0f / 16, 7.0f / 16, 5.0f / 16, 1.0f / 16};

// The coarse samples that make up sample i, with their taps.
struct Interpolation {
    int at[4];

    Interpolation(int i, int size) {
        const int near = i / 2, away = i % 2 ? 1 : -1;
        for (int k = 0; k < 4; ++k) at[k] = std::clamp(near + (k - 1) * away, 0, size - 1);
    }
};

}  // namespace

void halve(const PlanesView &src, const Team &team, const PlanesView &half) {
    each_band(team, half.width, half.height, [&](int begin, int end, int) {
        for (int c = 0; c < half.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                const float *const upper = &src.at(0, 2 * y, c);
                const float *const lower = &src.at(0, 2 * y + 1, c);
                float *const to = &half.at(0, y, c);
                for (int x = 0; x < half.width; ++x) {
                    to[x] = 0.25f *
                            ((upper[2 * x] + upper[2 * x + 1]) + (lower[2 * x] + lower[2 * x + 1]));
                }
            }
        }
    });
}

void recompose(const PlanesView &coarse, const Team &team, const PlanesView &planes) {
    Planes halved(coarse.width, coarse.height, coarse.channels);
    halve(planes, team, halved.view());
    each_band(team, coarse.width, coarse.height, [&](int begin, int end, int) {
        for (int c = 0; c < coarse.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                float *const to = &coarse.at(0, y, c);
                const float *const from = &halved.view().at(0, y, c);
                for (int x = 0; x < coarse.width; ++x) to[x] = kCoarseShare * (to[x] - from[x]);
            }
        }
    });
    // A row between its two interpolations, its first and last sample repeated; one a slot.
    constexpr int kEdge = 2;
    Planes rows(coarse.width + 2 * kEdge, team.threads(), 1);
    each_band(team, planes.width, planes.height, [&](int begin, int end, int slot) {
        float *const row = &rows.view().at(0, slot, 0), *const sums = row + kEdge;
        for (int c = 0; c < planes.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                const Interpolation down(y, coarse.height);
                const float *from[4];
                for (int k = 0; k < 4; ++k) from[k] = &coarse.at(0, down.at[k], c);
                for (int x = 0; x < coarse.width; ++x) {
                    sums[x] = (kTaps[0] * from[0][x] + kTaps[1] * from[1][x]) +
                              (kTaps[2] * from[2][x] + kTaps[3] * from[3][x]);
                }
                std::fill_n(row, kEdge, sums[0]);
                std::fill_n(sums + coarse.width, kEdge, sums[coarse.width - 1]);
                float *const to = &planes.at(0, y, c);
                for (int x = 0; x < planes.width; ++x) {
                    const float *const near = sums + x / 2;
                    const int away = x % 2 ? 1 : -1;
                    to[x] += (kTaps[0] * near[-away] + kTaps[1] * near[0]) +
                             (kTaps[2] * near[away] + kTaps[3] * near[2 * away]);
                }
            }
        }
    });
}

}  // namespace zsn2n
