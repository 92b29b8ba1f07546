// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/ensemble.h"

#include <algorithm>

namespace zsn2n {

namespace {

// Calls visit(x, y, c, u, v): pixel (x, y) of the turned planes is pixel (u, v) of the upright
// ones. By bands of rows of the turned planes.
template <typename Visit>
void each_pixel(const PlanesView &turned, int view, const Team &team, const Visit &visit) {
    constexpr int kRows = 64;
    const int width = turned.width, height = turned.height;
    team.run((height + kRows - 1) / kRows, [&](int band, int) {
        const int end = std::min((band + 1) * kRows, height);
        for (int c = 0; c < turned.channels; ++c) {
            for (int y = band * kRows; y < end; ++y) {
                const int v = view & 4 ? height - 1 - y : y;
                for (int x = 0; x < width; ++x) {
                    const int u = view & 2 ? width - 1 - x : x;
                    if (view & 1) {
                        visit(x, y, c, v, u);
                    } else {
                        visit(x, y, c, u, v);
                    }
                }
            }
        }
    });
}

}  // namespace

void turn(const PlanesView &src, int view, const Team &team, const PlanesView &dst) {
    each_pixel(dst, view, team,
               [&](int x, int y, int c, int u, int v) { dst.at(x, y, c) = src.at(u, v, c); });
}

void add_turned_back(const PlanesView &turned, int view, float scale, const Team &team,
                     const PlanesView &sum) {
    each_pixel(turned, view, team, [&](int x, int y, int c, int u, int v) {
        sum.at(u, v, c) += scale * turned.at(x, y, c);
    });
}

void infer_views(const PlanesView &noisy, const Team &team, const InferPlanes &infer,
                 const PlanesView &denoised) {
    Planes turned, result;
    for (int c = 0; c < denoised.channels; ++c) {
        for (int y = 0; y < denoised.height; ++y) {
            std::fill_n(&denoised.at(0, y, c), denoised.width, 0.0f);
        }
    }
    for (int view = 0; view < kDihedralViews; ++view) {
        const bool across = (view & 1) != 0;
        const int width = across ? noisy.height : noisy.width;
        const int height = across ? noisy.width : noisy.height;
        turned.resize(width, height, noisy.channels);
        result.resize(width, height, denoised.channels);
        turn(noisy, view, team, turned.view());
        infer(turned.view(), result.view());
        add_turned_back(result.view(), view, 1.0f / kDihedralViews, team, denoised);
    }
}

}  // namespace zsn2n
