// SPDX-License-Identifier: BSD-2-Clause
// First and last layer, their gradients and the activation's, against plain loops: odd sizes,
// padded rows, bands, both storages.
#include <gtest/gtest.h>

#include "arrays.h"
#include "network/layers.h"
#include "timing.h"

namespace zsn2n_test {
namespace {

using zsn2n::kWidth;
using zsn2n::Layout;

struct Case {
    int width, height, channels;
    Storage storage;
};

// bf16 keeps 8 bits of mantissa.
double tolerance(Storage storage, double size) {
    return size * (storage == Storage::kF32 ? 2e-6 : 4.5e-3);
}

class LayersTest : public testing::TestWithParam<Case> {
  protected:
    LayersTest() : layout(GetParam().channels, GetParam().channels) {
        theta = random_floats(layout.size, 3, &plain_theta);
    }
    plain::Vector part(size_t begin, size_t size) const {
        return {plain_theta.begin() + static_cast<ptrdiff_t>(begin),
                plain_theta.begin() + static_cast<ptrdiff_t>(begin + size)};
    }
    plain::Vector w1() const { return part(layout.w1, 9u * kWidth * layout.in); }
    plain::Vector w3() const { return part(layout.w3, 1u * kWidth * layout.out); }

    void expect_map(const RandomMap &map, const plain::Map &expected, int begin, int end) {
        const Storage storage = GetParam().storage;
        for (int y = begin; y < end; ++y) {
            for (int x = 0; x < expected.width; ++x) {
                for (int k = 0; k < kWidth; ++k) {
                    const double want = expected.at(k, x, y);
                    ASSERT_NEAR(map.get(k, x, y), want,
                                tolerance(storage, 1e-3 + std::abs(want)) + 2e-6)
                        << "k " << k << " x " << x << " y " << y;
                }
            }
        }
        EXPECT_TRUE(map.guard_intact());
    }
    static void expect_vector(const float *got, const plain::Vector &want, double pixels) {
        for (size_t i = 0; i < want.size(); ++i) ASSERT_NEAR(got[i], want[i], 1e-6 * pixels) << i;
    }

    Layout layout;
    Floats theta;
    plain::Vector plain_theta;
};

TEST_P(LayersTest, ConvIn) {
    const Case c = GetParam();
    RandomPlanes src(c.width, c.height, c.channels, 5, 1);
    RandomMap dst(c.width, c.height, c.storage, 2);
    const plain::Map want = plain::conv_in(src.plain, w1(), part(layout.b1, kWidth));
    // In two bands, the second first.
    const int middle = c.height / 2;
    conv_in(src.view(), layout, theta.data(), dst.map().rows(middle, c.height));
    conv_in(src.view(), layout, theta.data(), dst.map().rows(0, middle));
    expect_map(dst, want, 0, c.height);
    EXPECT_TRUE(src.guard_intact());
    report_time("conv_in", 2.0 * 9 * c.channels * kWidth * c.width * c.height,
                [&] { conv_in(src.view(), layout, theta.data(), dst.map()); });
}

TEST_P(LayersTest, ConvInBackwardWeights) {
    const Case c = GetParam();
    RandomPlanes src(c.width, c.height, c.channels, 3, 4);
    RandomMap diff(c.width, c.height, c.storage, 5);
    plain::Vector weights, bias;
    plain::conv_in_backward_weights(src.plain, diff.plain, weights, bias);
    // The gradient of the whole is the sum of its bands'.
    Floats sum = zero_floats(layout.size), gradient = zero_floats(layout.size);
    for (int half = 0; half < 2; ++half) {
        const int begin = half ? c.height / 2 : 0, end = half ? c.height : c.height / 2;
        conv_in_backward_weights(src.view(), diff.map().rows(begin, end), layout, gradient.data());
        for (size_t i = 0; i < sum.size(); ++i) sum[i] += gradient[i];
    }
    expect_vector(sum.data() + layout.w1, weights, c.width * c.height);
    expect_vector(sum.data() + layout.b1, bias, c.width * c.height);
    report_time("conv_in_backward_weights", 2.0 * 9 * c.channels * kWidth * c.width * c.height,
                [&] { conv_in_backward_weights(src.view(), diff.map(), layout, gradient.data()); });
}

TEST_P(LayersTest, ConvOut) {
    const Case c = GetParam();
    RandomMap src(c.width, c.height, c.storage, 6);
    RandomPlanes noisy(c.width, c.height, c.channels, 2, 7),
        dst(c.width, c.height, c.channels, 7, 8);
    const plain::Planes want =
        plain::conv_out(src.plain, w3(), part(layout.b3, layout.out), noisy.plain);
    conv_out(src.map().rows(1, c.height), layout, theta.data(), noisy.view(), dst.view());
    for (int ch = 0; ch < c.channels; ++ch) {
        for (int y = 0; y < c.height; ++y) {
            for (int x = 0; x < c.width; ++x) {
                // Row 0 is outside the region and stays.
                const double expected = y ? want.at(x, y, ch) : dst.plain.at(x, y, ch);
                ASSERT_NEAR(dst.view().at(x, y, ch), expected, 2e-6) << x << ' ' << y;
            }
        }
    }
    EXPECT_TRUE(dst.guard_intact());
    report_time("conv_out", 2.0 * c.channels * kWidth * c.width * c.height,
                [&] { conv_out(src.map(), layout, theta.data(), noisy.view(), dst.view()); });
}

TEST_P(LayersTest, ConvOutBackwardInPlace) {
    const Case c = GetParam();
    RandomMap src(c.width, c.height, c.storage, 9);
    RandomPlanes diff(c.width, c.height, c.channels, 1, 10);
    plain::Vector weights, bias;
    plain::conv_out_backward_weights(src.plain, diff.plain, weights, bias);
    const plain::Map want = plain::conv_out_backward_data(src.plain, w3(), diff.plain);
    Floats gradient = zero_floats(layout.size);
    conv_out_backward_weights(src.map(), diff.view(), layout, gradient.data());
    expect_vector(gradient.data() + layout.w3, weights, c.width * c.height);
    expect_vector(gradient.data() + layout.b3, bias, c.width * c.height);
    conv_out_backward_data(src.map(), layout, theta.data(), diff.view(), src.map());
    expect_map(src, want, 0, c.height);
    report_time("conv_out_backward_data", 2.0 * c.channels * kWidth * c.width * c.height, [&] {
        conv_out_backward_data(src.map(), layout, theta.data(), diff.view(), src.map());
    });
    report_time("conv_out_backward_weights", 2.0 * c.channels * kWidth * c.width * c.height, [&] {
        conv_out_backward_weights(src.map(), diff.view(), layout, gradient.data());
    });
}

TEST_P(LayersTest, LeakyReluBackward) {
    const Case c = GetParam();
    RandomMap activated(c.width, c.height, c.storage, 11),
        gradient(c.width, c.height, c.storage, 12);
    plain::Map want = gradient.plain;
    for (size_t i = 0; i < want.values.size(); ++i) {
        want.values[i] *= plain::leaky_relu_slope(activated.plain.values[i]);
    }
    leaky_relu_backward(activated.map(), gradient.map());
    expect_map(gradient, want, 0, c.height);
    report_time("leaky_relu_backward", 1.0 * kWidth * c.width * c.height,
                [&] { leaky_relu_backward(activated.map(), gradient.map()); });
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, LayersTest,
    testing::Values(Case{32, 32, 3, Storage::kF32}, Case{32, 32, 3, Storage::kBf16},
                    Case{2, 2, 1, Storage::kF32}, Case{33, 47, 1, Storage::kBf16},
                    Case{7, 5, 2, Storage::kF32}, Case{19, 3, 3, Storage::kBf16}),
    [](const auto &test) {
        const Case c = test.param;
        return std::to_string(c.channels) + "x" + std::to_string(c.height) + "x" +
               std::to_string(c.width) + (c.storage == Storage::kF32 ? "_f32" : "_bf16");
    });

}  // namespace
}  // namespace zsn2n_test
