// SPDX-License-Identifier: BSD-2-Clause
// Host samples to float planes and back: every type, planar and interleaved, rows in both
// directions.
#include <gtest/gtest.h>

#include <cmath>

#include "arrays.h"
#include "image/host_image.h"

namespace zsn2n_test {
namespace {

template <typename Sample>
void fill(std::vector<Sample> &samples, double peak) {
    zsn2n::Rng rng(71, 1);
    for (Sample &s : samples) {
        const double value = rng.uniform() * peak;
        s = static_cast<Sample>(std::is_floating_point<Sample>::value ? value
                                                                      : std::floor(value + 0.5));
    }
}

template <typename Sample>
void round_trip(zsn2n_sample type, int bits, bool interleaved, bool bottom_up) {
    const int width = 37, height = 11, padding = 2,  // rows start anywhere
        pixel = interleaved ? 3 : 1;
    const double peak = type == ZSN2N_SAMPLE_F32 ? 1.0 : (1 << bits) - 1;
    const int row = (width + padding) * pixel, plane = interleaved ? 1 : row * height;
    std::vector<Sample> samples(static_cast<size_t>(row) * height * 3, Sample(9));
    fill(samples, peak);
    const std::vector<Sample> before = samples;
    zsn2n_image image{};
    image.struct_size = sizeof image;
    image.width = width;
    image.height = height;
    image.color = ZSN2N_COLOR_RGB;
    image.sample = type;
    image.bits = bits;
    const ptrdiff_t size = sizeof(Sample);
    for (int c = 0; c < 3; ++c) {
        Sample *first = samples.data() + c * plane + (bottom_up ? row * (height - 1) : 0);
        image.plane[c] = {first, bottom_up ? -row * size : row * size, pixel * size};
    }
    const auto at = [&](const std::vector<Sample> &from, int x, int y, int c) {
        return from[static_cast<size_t>(bottom_up ? height - 1 - y : y) * row + x * pixel +
                    c * plane];
    };
    const zsn2n::Region whole{0, 0, width, height};
    for (int c = 0; c < 3; ++c) {
        zsn2n::Planes noisy(width, height, 1), denoised(width, height, 1);
        zsn2n::import_plane(image, c, whole, noisy.view());
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                ASSERT_NEAR(noisy.view().at(x, y, 0), at(before, x, y, c) / peak, 1e-7);
                denoised.view().at(x, y, 0) = 1.2f - 1.4f * noisy.view().at(x, y, 0);
            }
        }
        // In place, half way, beyond the range on both ends.
        zsn2n::export_plane(noisy.view(), denoised.view(), 0.5f, {}, image, image, c, whole,
                            nullptr);
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                double want = 0.5 * (noisy.view().at(x, y, 0) + denoised.view().at(x, y, 0)) * peak;
                if (type != ZSN2N_SAMPLE_F32) want = std::min(std::max(want, 0.0), peak);
                const double slack = type == ZSN2N_SAMPLE_F32 ? 1e-6 : 0.5 + 1e-2;
                ASSERT_NEAR(at(samples, x, y, c), want, slack);
            }
        }
    }
    for (int y = 0; y < height; ++y) {
        for (int i = width * pixel; i < row; ++i) {
            ASSERT_EQ(samples[static_cast<size_t>(y) * row + i],
                      before[static_cast<size_t>(y) * row + i])
                << "padding of row " << y << " touched";
        }
    }
}

TEST(PixelsTest, RoundTrips) {
    for (bool interleaved : {false, true}) {
        for (bool bottom_up : {false, true}) {
            round_trip<uint8_t>(ZSN2N_SAMPLE_U8, 8, interleaved, bottom_up);
            round_trip<uint16_t>(ZSN2N_SAMPLE_U16, 10, interleaved, bottom_up);
            round_trip<uint16_t>(ZSN2N_SAMPLE_U16, 16, interleaved, bottom_up);
            round_trip<float>(ZSN2N_SAMPLE_F32, 32, interleaved, bottom_up);
        }
    }
}

}  // namespace
}  // namespace zsn2n_test
