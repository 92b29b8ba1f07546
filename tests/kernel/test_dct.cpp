// SPDX-License-Identifier: BSD-2-Clause
// Shrinkage of DCT blocks against plain loops: any number of blocks, scattered pixels, constant and
// varying noise, with a spectrum and without.
#include <gtest/gtest.h>

#include "arrays.h"
#include "pilot/dct_shrink.h"
#include "plain_dct.h"
#include "timing.h"

namespace zsn2n_test {
namespace {

using zsn2n::DctTile;

struct Case {
    int columns, rows;  // cells of the tile
    int size;
    bool wiener, varying, coloured;
    int apart = 1;   // samples of a varying variance
    int others = 0;  // images it is fused with
};

void PrintTo(const Case &c, std::ostream *out) {
    *out << c.columns << "x" << c.rows << " cells, size " << c.size
         << (c.others   ? ", fused with " + std::to_string(c.others)
             : c.wiener ? ", wiener"
                        : ", threshold")
         << (c.coloured ? ", coloured" : "")
         << (c.varying ? ", varying, samples apart " + std::to_string(c.apart) : "");
}

// Operations of one transform: additions of mirrored samples, a matrix for the odd half, the even
// half again.
double dct_flops(int n) {
    return n == 1 ? 1 : dct_flops(n / 2) + n + n / 2.0 * (n - 1);
}

class DctTest : public testing::TestWithParam<Case> {
  protected:
    DctTest() : tile(3, 5, GetParam().columns, GetParam().rows) {
        const size_t span = tile.span();
        noisy = random_floats(span, 1, &plain_noisy);
        oracle = random_floats(span, 2, &plain_oracle);
        variance = random_floats(span, 3, &plain_variance);
        for (size_t i = 0; i < span; ++i) {
            // A standard deviation around 0.05 where the data's is 0.06.
            plain_variance[i] = GetParam().varying ? 0.0025 + 0.01 * plain_variance[i] : 0.0025;
            variance[i] = static_cast<float>(plain_variance[i]);
        }
        const size_t cells = static_cast<size_t>(GetParam().size) * GetParam().size;
        spectrum = random_floats(cells, 4, &plain_spectrum);
        for (size_t i = 0; i < cells; ++i)
            plain_spectrum[i] = spectrum[i] = std::exp(20 * spectrum[i]);  // 0.14 to 7.4
        // About the oracle here, far from it there; and not known in places.
        for (size_t k = 0; k < 2; ++k) {
            Other &of = others[k];
            of.image = random_floats(span, 5 + static_cast<int>(k), &of.plain_image);
            of.unknown = zero_floats(span);
            of.plain_unknown.assign(span, 0);
            for (size_t i = 0; i < span; ++i) {
                if (i / 64 % (3 + k)) of.plain_image[i] = plain_oracle[i] + 0.1 * of.plain_image[i];
                of.image[i] = static_cast<float>(of.plain_image[i]);
                if (i / 512 % (7 + k) == 0) of.plain_unknown[i] = of.unknown[i] = 1;
            }
        }
        weighted = zero_floats(span + kGuard);
        weights = zero_floats(span + kGuard);
        for (int i = 0; i < kGuard; ++i) weighted[span + i] = weights[span + i] = kMark;
    }

    zsn2n::Shrinkage how() const {
        const Case &c = GetParam();
        return {c.size,
                c.wiener,
                c.wiener ? 0.7f : 2.7f,
                3.0f,
                c.varying || c.others ? c.size / c.apart : 1,
                c.coloured ? spectrum.data() : nullptr,
                c.others,
                kInertia,
                kDoubt};
    }
    zsn2n::TileBuffers buffers() {
        return {noisy.data(),
                variance.data(),
                oracle.data(),
                weighted.data(),
                weights.data(),
                {{others[0].image.data(), others[0].unknown.data()},
                 {others[1].image.data(), others[1].unknown.data()}}};
    }
    static size_t place(const DctTile::Blocks &blocks, int i, int x, int y) {
        return blocks.first + i + blocks.columns[x] + blocks.rows[y];
    }
    static plain::Block cut(const plain::Vector &from, const DctTile::Blocks &blocks, int i) {
        plain::Block block(GetParam().size);
        for (int y = 0; y < block.size; ++y) {
            for (int x = 0; x < block.size; ++x) {
                block.at(x, y) = from[place(blocks, i, x, y)];
            }
        }
        return block;
    }

    // The mean of what the kernel looks at.
    static double mean(const plain::Block &block) {
        const int apart = GetParam().apart, size = GetParam().size;
        double sum = 0;
        for (int y = 0; y < size; y += apart) {
            for (int x = 0; x < size; x += apart) sum += block.at(x, y);
        }
        return sum * apart * apart / (size * size);
    }

    static constexpr int kGuard = 64;
    static constexpr float kInertia = 2, kDoubt = 0.3f;
    static constexpr float kMark = 4321.0f;
    DctTile tile;
    Floats noisy, oracle, variance, spectrum, weighted, weights;
    plain::Vector plain_noisy, plain_oracle, plain_variance, plain_spectrum;
    struct Other {
        Floats image, unknown;
        plain::Vector plain_image, plain_unknown;
    } others[2];
};

TEST_P(DctTest, MatchesPlainLoops) {
    const Case &c = GetParam();
    const size_t span = tile.span();
    plain::Vector want(span), want_weights(span);
    for (const zsn2n::BlockShift shift : {zsn2n::BlockShift{0, 0}, {3, 9}, {15, 7}}) {
        const DctTile::Blocks blocks = tile.blocks(c.size, shift);
        // The kernel finishes its vector: past the asked for, up to 15 more are of no interest.
        for (int i = 0; i < blocks.count; ++i) {
            plain::Block block = cut(plain_noisy, blocks, i);
            const plain::Block guide = cut(plain_oracle, blocks, i);
            const double noise = mean(cut(plain_variance, blocks, i));
            const double *const relative = c.coloured ? plain_spectrum.data() : nullptr;
            std::vector<plain::Other> with;
            for (int k = 0; k < c.others; ++k)
                with.push_back({cut(others[k].plain_image, blocks, i),
                                mean(cut(others[k].plain_unknown, blocks, i)), k ? kDoubt : 0});
            const double weight = 3.0 / noise *
                                  (c.others ? fuse_block(block, guide, with, kInertia, noise,
                                                         how().strictness, relative)
                                            : shrink_block(block, c.wiener ? &guide : nullptr,
                                                           noise, how().strictness, relative));
            for (int y = 0; y < c.size; ++y) {
                for (int x = 0; x < c.size; ++x) {
                    want[place(blocks, i, x, y)] += weight * block.at(x, y);
                    want_weights[place(blocks, i, x, y)] += weight;
                }
            }
        }
        shrink_blocks(tile, shift, how(), buffers());
    }
    // The inner cells: around them blocks past the last may have been added.
    for (int y = 16; y < tile.height() - 16; ++y) {
        std::vector<float> row(tile.width()), weight(tile.width());
        tile.get_row(weighted.data(), y, row.data());
        tile.get_row(weights.data(), y, weight.data());
        std::vector<float> want_row(tile.width()), want_weight(tile.width());
        std::vector<float> as_floats(want.begin(), want.end());
        tile.get_row(as_floats.data(), y, want_row.data());
        as_floats.assign(want_weights.begin(), want_weights.end());
        tile.get_row(as_floats.data(), y, want_weight.data());
        for (int x = 16; x < tile.width() - 16; ++x) {
            const float scale = std::max(want_weight[x], 1.0f);  // 0 between the blocks
            ASSERT_NEAR(weight[x] / scale, want_weight[x] / scale, 2e-5) << x << " " << y;
            ASSERT_NEAR(row[x] / scale, want_row[x] / scale, 2e-6) << x << " " << y;
        }
    }
    for (int i = 0; i < kGuard; ++i) {
        ASSERT_EQ(weighted[span + i], kMark);
        ASSERT_EQ(weights[span + i], kMark);
    }
    const double transforms =
        4.0 * c.size * dct_flops(c.size) * (c.wiener ? 1.5 + 0.5 * c.others : 1);
    // With a spectrum a coefficient's variance and its part of the weight are products.
    const double shrinkage = c.size * c.size *
                             ((c.others   ? 9.0 + 21.0 * c.others
                               : c.wiener ? 9.0
                                          : 7.0) +
                              (c.coloured ? 2 : 0));
    const std::string kind = c.others == 2 ? "dct_fusion_ahead_"
                             : c.others    ? "dct_fusion_"
                             : c.wiener    ? "dct_wiener_"
                                           : "dct_threshold_";
    const std::string name = kind + (c.coloured ? "coloured_" : "") + std::to_string(c.size) +
                             (c.varying ? " varying" : "");
    report_time(name.c_str(), tile.blocks(c.size, {3, 9}).count * (transforms + shrinkage), [&] {
        shrink_blocks(tile, {3, 9}, how(), buffers());
    });
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (int size : {8, 16}) {
        for (bool wiener : {false, true}) {
            for (const auto &cells : {std::pair<int, int>{1, 1}, {3, 2}, {16, 8}}) {
                for (const bool coloured : {false, true}) {
                    const Case still{cells.first, cells.second, size, wiener, false, coloured};
                    Case varying = still;
                    varying.varying = true;
                    all.push_back(still);
                    all.push_back(varying);
                    varying.apart = 4;
                    all.push_back(varying);
                }
            }
        }
    }
    for (Case fused : std::vector<Case>(all)) {
        if (fused.size != 8 || !fused.wiener) continue;
        for (fused.others = 1; fused.others <= 2; ++fused.others) all.push_back(fused);
    }
    return all;
}

INSTANTIATE_TEST_SUITE_P(Tiles, DctTest, testing::ValuesIn(cases()));

TEST(DctTileTest, RowsComeBack) {
    const DctTile tile(0, 0, 5, 2);
    Floats buffer(tile.span());
    for (int y = 0; y < tile.height(); ++y) {
        std::vector<float> row(tile.width());
        for (int x = 0; x < tile.width(); ++x) row[x] = static_cast<float>(y * 1000 + x);
        tile.put_row(row.data(), y, buffer.data());
    }
    for (int y = 0; y < tile.height(); ++y) {
        std::vector<float> row(tile.width());
        tile.get_row(buffer.data(), y, row.data());
        for (int x = 0; x < tile.width(); ++x) ASSERT_EQ(row[x], y * 1000 + x);
    }
}

}  // namespace
}  // namespace zsn2n_test
