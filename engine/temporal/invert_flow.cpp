// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/error.h"
#include "temporal/flow.h"

namespace zsn2n {

// Fixed points of x = X - flow(x), from x = X on.
void invert_flow(const ConstPlanesView &flow, const Team &team, const PlanesView &inverse) {
    if (flow.width != inverse.width || flow.height != inverse.height)
        throw Error(ZSN2N_INTERNAL, "a flow and its inverse have other shapes");
    constexpr int kRounds = 4;
    const auto last_x = static_cast<float>(flow.width - 1);
    const auto last_y = static_cast<float>(flow.height - 1);
    team.run(flow.height, [&](int row, int) {
        for (int column = 0; column < flow.width; ++column) {
            float dx = 0, dy = 0;
            for (int i = 0; i < kRounds; ++i) {
                // A pixel of the flow is two of the images'.
                const float x = std::clamp(static_cast<float>(column) - 0.5f * dx, 0.0f, last_x);
                const float y = std::clamp(static_cast<float>(row) - 0.5f * dy, 0.0f, last_y);
                const int left = static_cast<int>(x), top = static_cast<int>(y);
                const int right = std::min(left + 1, flow.width - 1);
                const int bottom = std::min(top + 1, flow.height - 1);
                const float a = x - static_cast<float>(left), b = y - static_cast<float>(top);
                const auto value = [&](int c) {
                    const float above = flow.at(left, top, c) +
                                        a * (flow.at(right, top, c) - flow.at(left, top, c));
                    const float below = flow.at(left, bottom, c) +
                                        a * (flow.at(right, bottom, c) - flow.at(left, bottom, c));
                    return above + b * (below - above);
                };
                dx = value(0);
                dy = value(1);
            }
            inverse.at(column, row, 0) = -dx;
            inverse.at(column, row, 1) = -dy;
            inverse.at(column, row, 2) = flow.at(column, row, 2);
        }
    });
}

}  // namespace zsn2n
