// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include "arrays.h"
#include "image/planes_buffer.h"
#include "timing.h"
#include "zsn2n_shift_distances.h"

namespace zsn2n_test {
namespace {

TEST(Motion, ShiftDistancesAreThePlainSums) {
    constexpr int kLeft = -11, kTop = -7;  // of the image's first pixel
    RandomPlanes now(61, 53, 1, 5, 1), before(61, 53, 1, 3, 2);
    for (const int size : {1, 7, 8, 16}) {
        for (const int window : {8, 16}) {
            for (const int rows : {1, 5, 8, 16}) {
                const int x = 9, y = 10, first_x = -13, first_y = -12;  // of the shifts
                constexpr float kGuard = 777;
                std::vector<float> found(static_cast<size_t>(window + 1) * rows, kGuard);
                zsn2n::KernelBuffer block(&now.view().at(x - kLeft, y - kTop, 0),
                                          {{x, size, 1}, {y, size, now.view().row_stride}});
                zsn2n::KernelBuffer src(before.view().data,
                                        {{kLeft, 61, 1}, {kTop, 53, before.view().row_stride}});
                zsn2n::KernelBuffer to(found.data(),
                                       {{first_x, window, 1}, {first_y, rows, window + 1}});
                zsn2n::check_kernel(zsn2n_shift_distances(block, src, to), "shift_distances");
                for (int j = 0; j < rows; ++j) {
                    for (int i = 0; i < window; ++i) {
                        double sum = 0;
                        for (int v = 0; v < size; ++v) {
                            for (int u = 0; u < size; ++u) {
                                const double difference =
                                    now.plain.at(x - kLeft + u, y - kTop + v, 0) -
                                    before.plain.at(x - kLeft + u + first_x + i,
                                                    y - kTop + v + first_y + j, 0);
                                sum += difference * difference;
                            }
                        }
                        ASSERT_NEAR(found[j * (window + 1) + i], sum, 1e-5 * (1 + sum));
                    }
                    ASSERT_EQ(found[j * (window + 1) + window], kGuard);
                }
            }
        }
    }
    RandomPlanes a(64, 64, 1, 0, 3), b(64, 64, 1, 0, 4);
    float distances[64];
    for (const int size : {8, 16}) {
        report_time(
            size == 8 ? "shift_distances 8x8, 64 shifts" : "shift_distances 16x16, 64 shifts",
            3.0 * 64 * size * size, [&] {
                zsn2n::KernelBuffer block(&a.view().at(20, 20, 0), {{20, size, 1}, {20, size, 64}});
                zsn2n::KernelBuffer to(distances, {{-4, 8, 1}, {-4, 8, 8}});
                zsn2n::check_kernel(zsn2n_shift_distances(block, zsn2n::PlaneBuffer(b.view()), to),
                                    "shift_distances");
            });
    }
}

}  // namespace
}  // namespace zsn2n_test
