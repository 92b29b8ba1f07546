// SPDX-License-Identifier: BSD-2-Clause
#include "network/views.h"

#include <algorithm>

namespace zsn2n {

namespace {

struct Turn {
    bool transpose, flip_x, flip_y;

    // The tap of the upright kernel that comes to (dx, dy) of the turned one.
    int source(int dx, int dy) const {
        if (flip_x) dx = 2 - dx;
        if (flip_y) dy = 2 - dy;
        return transpose ? dx * 3 + dy : dy * 3 + dx;
    }
};

constexpr Turn kTurns[kDihedralViews] = {
    {false, false, false}, {false, true, true}, {true, true, false},  {true, false, true},
    {true, false, false},  {true, true, true},  {false, true, false}, {false, false, true}};

}  // namespace

int view_count(double share, double training, double pixels) {
    int views = 1;
    while (views < kDihedralViews && 2 * views * pixels <= share * training) views *= 2;
    return views;
}

void turn_parameters(const Layout &layout, const float *theta, int view, float share,
                     float *turned) {
    std::copy_n(theta, layout.size, turned);
    const Turn &turn = kTurns[view];
    // `sets` kernels of nine taps, each tap `size` floats.
    const auto turn_kernels = [&](size_t offset, int sets, size_t size) {
        for (int set = 0; set < sets; ++set, offset += 9 * size) {
            for (int dy = 0; dy < 3; ++dy) {
                for (int dx = 0; dx < 3; ++dx) {
                    std::copy_n(theta + offset + turn.source(dx, dy) * size, size,
                                turned + offset + (dy * 3 + dx) * size);
                }
            }
        }
    };
    turn_kernels(layout.w1, layout.in, kWidth);
    turn_kernels(layout.w2, 1, static_cast<size_t>(kWidth) * kWidth);
    for (size_t i = layout.w3; i < layout.size; ++i) turned[i] *= share;
}

}  // namespace zsn2n
