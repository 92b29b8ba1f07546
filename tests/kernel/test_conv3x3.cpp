// SPDX-License-Identifier: BSD-2-Clause
// The 48->48 convolution by every method against plain loops: whole images, bands,
// tiles.
#include <gtest/gtest.h>

#include "arrays.h"
#include "network/conv3x3.h"
#include "timing.h"

namespace zsn2n_test {
namespace {

using zsn2n::Algorithm;
using zsn2n::Backend;
using zsn2n::kWidth;
using zsn2n::Method;

struct Case {
    int width, height;
    Method method;
};

class Conv3x3Test : public testing::TestWithParam<Case> {
  protected:
    void SetUp() override {
        const Case c = GetParam();
        if (!zsn2n::method_available(c.method)) GTEST_SKIP() << "not in this build or on this CPU";
        conv = zsn2n::make_conv3x3(c.method, 2);
        weights = random_floats(9 * kWidth * kWidth, 21, &plain_weights);
        bias = random_floats(kWidth, 22, &plain_bias);
        conv->set_weights(weights.data(), bias.data());
        flops = 2.0 * 9 * kWidth * kWidth * c.width * c.height;
    }
    double tolerance() const { return GetParam().method.storage == Storage::kF32 ? 1e-5 : 2e-2; }

    void expect_rows(const RandomMap &map, const plain::Map &want, int begin, int end) {
        for (int y = begin; y < end; ++y) {
            for (int x = 0; x < want.width; ++x) {
                for (int k = 0; k < kWidth; ++k) {
                    ASSERT_NEAR(map.get(k, x, y), want.at(k, x, y), tolerance())
                        << "k " << k << " x " << x << " y " << y;
                }
            }
        }
        EXPECT_TRUE(map.guard_intact());
    }

    std::unique_ptr<zsn2n::Conv3x3> conv;
    Floats weights, bias;
    plain::Vector plain_weights, plain_bias;
    double flops = 0;
};

FeatureMap with_halo(RandomMap &map, int begin, int end) {
    const FeatureMap whole = map.map();
    return whole.rows(std::max(begin - 1, 0), std::min(end + 1, whole.region.bottom));
}

TEST_P(Conv3x3Test, ForwardInBands) {
    const Case c = GetParam();
    RandomMap src(c.width, c.height, c.method.storage, 23),
        dst(c.width, c.height, c.method.storage, 24);
    const plain::Map want = plain::conv3x3_forward(src.plain, plain_weights, plain_bias);
    conv->forward(src.map(), dst.map(), 0);
    expect_rows(dst, want, 0, c.height);
    RandomMap banded(c.width, c.height, c.method.storage, 25);
    const int rows = (c.height + 2) / 3;
    for (int y = 0; y < c.height; y += rows) {
        const int end = std::min(y + rows, c.height);
        conv->forward(with_halo(src, y, end), banded.map().rows(y, end), 1);
    }
    expect_rows(banded, want, 0, c.height);
    report_time("conv3x3_forward", flops, [&] { conv->forward(src.map(), dst.map(), 0); });
}

TEST_P(Conv3x3Test, BackwardData) {
    const Case c = GetParam();
    RandomMap diff_dst(c.width, c.height, c.method.storage, 26),
        diff_src(c.width, c.height, c.method.storage, 27);
    const plain::Map want = plain::conv3x3_backward_data(diff_dst.plain, plain_weights);
    conv->backward_data(diff_dst.map(), diff_src.map(), 0);
    expect_rows(diff_src, want, 0, c.height);
    const int end = (c.height + 1) / 2;
    RandomMap top(c.width, c.height, c.method.storage, 28);
    conv->backward_data(with_halo(diff_dst, 0, end), top.map().rows(0, end), 0);
    expect_rows(top, want, 0, end);
    report_time("conv3x3_backward_data", flops,
                [&] { conv->backward_data(diff_dst.map(), diff_src.map(), 0); });
}

TEST_P(Conv3x3Test, BackwardWeightsOfBandsAddUp) {
    const Case c = GetParam();
    RandomMap src(c.width, c.height, c.method.storage, 29),
        diff_dst(c.width, c.height, c.method.storage, 30);
    plain::Vector want, want_bias;
    plain::conv3x3_backward_weights(src.plain, diff_dst.plain, want, want_bias);
    Floats sum = zero_floats(want.size()), sum_bias = zero_floats(kWidth);
    Floats part(want.size()), part_bias(kWidth);
    const int middle = (c.height + 1) / 2;
    for (int half = 0; half < 2; ++half) {
        const int begin = half ? middle : 0, end = half ? c.height : middle;
        if (begin == end) continue;
        conv->backward_weights(with_halo(src, begin, end), diff_dst.map().rows(begin, end),
                               part.data(), part_bias.data(), 0);
        for (size_t i = 0; i < sum.size(); ++i) sum[i] += part[i];
        for (int k = 0; k < kWidth; ++k) sum_bias[k] += part_bias[k];
    }
    const double close = 1e-6 * c.width * c.height + 1e-6;
    for (size_t i = 0; i < sum.size(); ++i) ASSERT_NEAR(sum[i], want[i], close) << i;
    for (int k = 0; k < kWidth; ++k) ASSERT_NEAR(sum_bias[k], want_bias[k], close) << k;
    report_time("conv3x3_backward_weights", flops, [&] {
        conv->backward_weights(src.map(), diff_dst.map(), part.data(), part_bias.data(), 0);
    });
}

class Conv3x3TileTest : public Conv3x3Test {};

// A tile with its frame gives the very bits of the whole image: inference has no seams.
TEST_P(Conv3x3TileTest, AreBitEqual) {
    const Case c = GetParam();
    RandomMap src(c.width, c.height, c.method.storage, 31),
        dst(c.width, c.height, c.method.storage, 32);
    conv->forward(src.map(), dst.map(), 0);
    // Winograd's blocks begin with the destination.
    const bool blocks = c.method.algorithm == Algorithm::kWinograd;
    const Region tile = blocks ? Region{4, 4, (c.width - 1) / 4 * 4, (c.height - 1) / 4 * 4}
                               : Region{2, 3, c.width - 1, c.height - 1};
    const Region frame = tile.grown(1);
    const size_t pixel = kWidth * storage_size(c.method.storage);
    std::vector<uint8_t> framed(frame.pixels() * pixel), out(tile.pixels() * pixel);
    const auto *whole = static_cast<const uint8_t *>(src.map().data);
    for (int y = frame.top; y < frame.bottom; ++y) {
        std::memcpy(&framed[static_cast<size_t>(y - frame.top) * frame.width() * pixel],
                    whole + (static_cast<size_t>(y) * c.width + frame.left) * pixel,
                    frame.width() * pixel);
    }
    conv->forward({framed.data(), frame, c.method.storage}, {out.data(), tile, c.method.storage},
                  0);
    const auto *expected = static_cast<const uint8_t *>(dst.map().data);
    for (int y = tile.top; y < tile.bottom; ++y) {
        EXPECT_EQ(0, std::memcmp(&out[static_cast<size_t>(y - tile.top) * tile.width() * pixel],
                                 expected + (static_cast<size_t>(y) * c.width + tile.left) * pixel,
                                 tile.width() * pixel))
            << "row " << y;
    }
}

struct Size {
    int width, height;
};

std::vector<Case> cases(const std::vector<Size> &sizes) {
    std::vector<Case> all;
    for (const Size &size : sizes) {
        for (const Method &method : {Method{Backend::kHalide, Storage::kF32},
                                     {Backend::kOnednn, Storage::kF32},
                                     {Backend::kOnednn, Storage::kF32, Algorithm::kWinograd},
                                     {Backend::kOnednn, Storage::kBf16}}) {
            all.push_back({size.width, size.height, method});
        }
    }
    return all;
}

std::string name_of(const testing::TestParamInfo<Case> &test) {
    const Case c = test.param;
    return std::string(name(c.method.backend)) + '_' + name(c.method.storage) + '_' +
           name(c.method.algorithm) + '_' + std::to_string(c.width) + "x" +
           std::to_string(c.height);
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, Conv3x3Test,
    testing::ValuesIn(cases({{32, 32}, {2, 2}, {33, 47}, {9, 5}, {66, 7}, {1, 35}})), name_of);
// Large enough to hold an inner tile.
INSTANTIATE_TEST_SUITE_P(Tiles, Conv3x3TileTest,
                         testing::ValuesIn(cases({{32, 32}, {33, 47}, {66, 9}})), name_of);

}  // namespace
}  // namespace zsn2n_test
