// SPDX-License-Identifier: BSD-2-Clause
// Block distances and the collaborative Wiener filter against plain loops.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "arrays.h"
#include "image/planes_buffer.h"
#include "plain_collaborative.h"
#include "timing.h"
#include "zsn2n_block_distances_4.h"
#include "zsn2n_block_distances_6.h"
#include "zsn2n_collaborative_wiener.h"
#include "zsn2n_collaborative_wiener_coloured.h"

namespace zsn2n_test {
namespace {

using zsn2n::KernelBuffer;

constexpr int kSlack = 64;  // what the kernel may read behind the last block

// A grid of blocks that starts at (left, top) of a larger one, and displacements by `phase` and
// twice `first` to `last` pixels; distance and near lie densely. Samples are any numbers here.
struct Distances {
    Distances(int grid_step, int first_column, int first_row, int width, int height, int reach)
        : step(grid_step),
          left(first_column),
          top(first_row),
          columns(width),
          rows(height),
          radius(reach),
          src((left + columns) * step / 2 + 4 + 2 * radius + kSlack,
              (top + rows) * step + 8 + 2 * radius, 2, 3, 91),
          distance(static_cast<size_t>(columns) * rows * across()),
          bound(static_cast<size_t>(columns) * rows),
          near(static_cast<size_t>(columns) * rows) {
        std::fill_n(bound.data(), bound.size(), 2.5f);
    }

    int across() const { return 2 * radius + 1; }
    void run(int dy, int phase) {
        const PlanesView samples = src.view();
        KernelBuffer in(samples.data, {{-radius, samples.width, 1},
                                       {0, 2, samples.plane_stride},
                                       {-radius, samples.height, samples.row_stride}});
        KernelBuffer all(
            distance.data(),
            {{left, columns, 1}, {0, across(), columns}, {top, rows, columns * across()}});
        KernelBuffer bounds(bound.data(), {{left, columns, 1}, {top, rows, columns}});
        KernelBuffer below(halide_type_of<uint32_t>(), near.data(),
                           {{left, columns, 1}, {top, rows, columns}});
        const auto kernel = step == 4 ? zsn2n_block_distances_4 : zsn2n_block_distances_6;
        zsn2n::check_kernel(kernel(in, -radius, phase, dy, bounds, all, below), "block_distances");
    }
    double plain_distance(int i, int j, int d, int dy, int phase) const {
        const int x = (left + i) * step / 2 + radius, y = (top + j) * step + radius;
        double sum = 0;
        for (int v = 0; v < 8; v += 2) {
            for (int u = 0; u < 4; ++u) {
                const double difference = src.plain.at(x + u, y + v, 0) -
                                          src.plain.at(x + u + d - radius, y + v + dy, phase);
                sum += difference * difference;
            }
        }
        return sum;
    }

    int step, left, top, columns, rows, radius;
    RandomPlanes src;
    Floats distance, bound;
    std::vector<uint32_t> near;
};

TEST(BlockDistancesTest, OfEveryGrid) {
    for (const int step : {4, 6}) {
        for (const int columns : {1, 5, 17, 63}) {
            Distances test(step, 2, 1, columns, 3, columns == 1 ? 1 : columns == 17 ? 15 : 6);
            const int dy = columns == 5 ? -test.radius : 1, phase = columns % 3 == 0;
            test.run(dy, phase);
            int below = 0;
            for (int j = 0; j < test.rows; ++j) {
                for (int i = 0; i < columns; ++i) {
                    for (int d = 0; d < test.across(); ++d) {
                        const float got = test.distance[(j * test.across() + d) * columns + i];
                        ASSERT_NEAR(got, test.plain_distance(i, j, d, dy, phase), 1e-5)
                            << "step " << step << " block " << i << ' ' << j << " number " << d;
                        const bool near = test.near[j * columns + i] >> d & 1;
                        ASSERT_EQ(near, got < test.bound[j * columns + i]);
                        below += near;
                    }
                }
            }
            if (columns > 5) {
                EXPECT_GT(below, 0);
                EXPECT_LT(below, test.rows * columns * test.across());
            }
        }
    }
}

TEST(BlockDistancesTest, Times) {
    for (const int step : {4, 6}) {
        Distances test(step, 0, 0, 63, 24 / step, 9);
        const double samples = 63.0 * step * 24 / 4 * test.across();
        const std::string name = "block_distances_" + std::to_string(step);
        report_time(name.c_str(), 3 * samples, [&] { test.run(3, 1); });
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
