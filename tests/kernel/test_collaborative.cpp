// SPDX-License-Identifier: BSD-2-Clause
// Block distances and the collaborative Wiener filter against plain loops.
#include <gtest/gtest.h>

#include <cmath>

#include "arrays.h"
#include "image/planes_buffer.h"
#include "plain_collaborative.h"
#include "timing.h"
#include "zsn2n_block_distances_3.h"
#include "zsn2n_block_distances_4.h"
#include "zsn2n_block_distances_6.h"
#include "zsn2n_collaborative_wiener.h"
#include "zsn2n_collaborative_wiener_coloured.h"

namespace zsn2n_test {
namespace {

using zsn2n::KernelBuffer;

constexpr int kSlack = 64;  // what the kernel may read behind the last block

// A grid of blocks that starts at (left, top) of a larger one; distance and nearest lie densely.
struct Distances {
    Distances(int grid_step, int first_column, int first_row, int width, int height, int reach)
        : step(grid_step),
          left(first_column),
          top(first_row),
          columns(width),
          rows(height),
          radius(reach),
          src((left + columns) * step + 8 + 2 * radius + kSlack,
              (top + rows) * step + 8 + 2 * radius, 1, 3, 91),
          distance(static_cast<size_t>(columns) * rows * across()),
          nearest(static_cast<size_t>(columns) * rows) {}

    int across() const { return 2 * radius + 1; }
    void run(int dy) {
        const PlanesView plane = src.view();
        KernelBuffer in(plane.data,
                        {{-radius, plane.width, 1}, {-radius, plane.height, plane.row_stride}});
        KernelBuffer all(
            distance.data(),
            {{left, columns, 1}, {-radius, across(), columns}, {top, rows, columns * across()}});
        KernelBuffer least(nearest.data(), {{left, columns, 1}, {top, rows, columns}});
        const auto kernel = step == 3   ? zsn2n_block_distances_3
                            : step == 4 ? zsn2n_block_distances_4
                                        : zsn2n_block_distances_6;
        zsn2n::check_kernel(kernel(in, dy, all, least), "block_distances");
    }

    int step, left, top, columns, rows, radius;
    RandomPlanes src;
    Floats distance, nearest;
};

TEST(BlockDistancesTest, OfEveryGrid) {
    for (const int step : {3, 4, 6}) {
        for (const int columns : {1, 5, 17, 63}) {
            Distances test(step, 2, 1, columns, 3, columns == 1 ? 1 : 6);
            const int dy = columns == 5 ? -test.radius : 1, r = test.radius;
            test.run(dy);
            for (int j = 0; j < test.rows; ++j) {
                for (int i = 0; i < columns; ++i) {
                    const int x = (test.left + i) * step + r, y = (test.top + j) * step + r;
                    double least = 1e9;
                    for (int d = 0; d < test.across(); ++d) {
                        const double want =
                            plain::block_distance(test.src.plain, {x, y}, {x + d - r, y + dy});
                        least = std::min(least, want);
                        ASSERT_NEAR(test.distance[(j * test.across() + d) * columns + i], want,
                                    1e-5)
                            << "step " << step << " block " << i << ' ' << j << " dx " << d - r;
                    }
                    ASSERT_NEAR(test.nearest[j * columns + i], least, 1e-5);
                }
            }
        }
    }
}

TEST(BlockDistancesTest, Times) {
    for (const int step : {3, 4, 6}) {
        Distances test(step, 0, 0, 63, 24 / step, 19);
        const double pixels = 63.0 * step * 24 * test.across();
        const std::string name = "block_distances_" + std::to_string(step);
        report_time(name.c_str(), 3 * pixels, [&] { test.run(3); });
    }
}

// Blocks anywhere, some of them twice in a group, into rows of sums that hold something before.
struct Groups {
    Groups(int width, int height, int channels, int count)
        : noisy(width, height, channels, 3, 92),
          oracle(width, height, channels, 1, 93),
          sums(width, height, channels, 5, 94),
          weights(width, height, channels, 0, 95),
          groups(count) {
        zsn2n::Rng rng(9, 9);
        for (plain::Group &group : groups) {
            for (int k = 0; k < 16; ++k) {
                group.push_back({static_cast<int>(rng.below(width - 7)),
                                 static_cast<int>(rng.below(height - 7))});
                corners.push_back(group.back().x);
                corners.push_back(group.back().y);
            }
        }
        variance = random_floats(static_cast<size_t>(channels) * count, 96, &plain_variance);
        for (size_t i = 0; i < plain_variance.size(); ++i)
            plain_variance[i] = variance[i] = std::abs(variance[i]) + 0.01f;
        plain::Vector values;
        spectrum = random_floats(static_cast<size_t>(channels) * kCells, 97, &values);
        for (size_t i = 0; i < values.size(); ++i) {
            values[i] = spectrum[i] = std::exp(20 * spectrum[i]);  // 0.14 to 7.4
            if (i % kCells == 0) relative.emplace_back();
            relative.back().push_back(values[i]);
        }
    }

    void run(bool coloured) {
        const int count = static_cast<int>(groups.size()), channels = noisy.plain.channels;
        KernelBuffer corner(halide_type_of<int32_t>(), corners.data(),
                            {{0, 2, 1}, {0, 16, 2}, {0, count, 32}});
        KernelBuffer variances(variance.data(), {{0, channels, 1}, {0, count, channels}});
        zsn2n::PlanesBuffer from(noisy.view()), guide(oracle.view());
        KernelBuffer table(spectrum.data(), {{0, 8, 1}, {0, 8, 8}, {0, channels, kCells}});
        zsn2n::check_kernel(
            coloured
                ? zsn2n_collaborative_wiener_coloured(from, guide, corner, variances, table,
                                                      by_rows(sums.view()), by_rows(weights.view()))
                : zsn2n_collaborative_wiener(from, guide, corner, variances, by_rows(sums.view()),
                                             by_rows(weights.view())),
            "collaborative_wiener");
    }

    static KernelBuffer by_rows(const PlanesView &planes) {
        return KernelBuffer(planes.data, {{0, planes.width, 1},
                                          {0, planes.channels, planes.plane_stride},
                                          {0, planes.height, planes.row_stride}});
    }

    static constexpr int kCells = 64;

    RandomPlanes noisy, oracle, sums, weights;
    std::vector<plain::Group> groups;
    std::vector<int32_t> corners;
    Floats variance, spectrum;
    std::vector<plain::Vector> relative;
    plain::Vector plain_variance;
};

void expect_plain(int width, int channels, bool coloured) {
    Groups test(width, 17, channels, 5);
    plain::Planes want = test.sums.plain, want_weights = test.weights.plain;
    plain::collaborative_wiener(
        test.noisy.plain, test.oracle.plain, test.groups, test.plain_variance,
        coloured ? test.relative : std::vector<plain::Vector>(), want, want_weights);
    test.run(coloured);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < 17; ++y) {
            for (int x = 0; x < width; ++x) {
                ASSERT_NEAR(test.sums.view().at(x, y, c), want.at(x, y, c), 1e-5);
                ASSERT_NEAR(test.weights.view().at(x, y, c), want_weights.at(x, y, c), 1e-5);
            }
        }
    }
    EXPECT_TRUE(test.sums.guard_intact());
}

TEST(CollaborativeWienerTest, GroupsAnywhere) {
    for (const int channels : {1, 2, 3}) {
        for (const int width : {8, 23}) {
            for (const bool coloured : {false, true}) expect_plain(width, channels, coloured);
        }
    }
}

TEST(CollaborativeWienerTest, Times) {
    constexpr int kGroups = 63;
    Groups test(256, 64, 3, kGroups);
    // Three transforms (two forward, one back) of 1024 values: 8 products for rows, 4 and 1 sum for
    // columns, 4 sums along the group; gains, weights and sums.
    const double flops = 3.0 * kGroups * 1024 * (3 * (16 + 9 + 4) + 6 + 4);
    report_time("collaborative_wiener", flops, [&] { test.run(false); });
    // A product more for each gain.
    const double more = 3.0 * kGroups * 1024;
    report_time("collaborative_wiener_coloured", flops + more, [&] { test.run(true); });
}

}  // namespace
}  // namespace zsn2n_test
