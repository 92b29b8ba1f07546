// SPDX-License-Identifier: BSD-2-Clause
// Both pilots in a row: strips of a tall image give the bits of the whole, and the noise goes.
#include "pilot/pilot.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/rng.h"

namespace {

using zsn2n::NoiseTable;
using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::Team;

constexpr float kSigma = 0.1f;

float scene(int x, int y, int c) {
    return 0.5f + 0.2f * std::sin(0.07f * static_cast<float>(x + c)) +
           0.2f * std::cos(0.05f * static_cast<float>(y));
}

Planes noisy_scene(int width, int height) {
    Planes planes(width, height, 3);
    zsn2n::Rng rng(6, 6);
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                planes.view().at(x, y, c) = scene(x, y, c) + kSigma * rng.normal();
            }
        }
    }
    return planes;
}

NoiseTable white_noise() {
    zsn2n::NoiseModel model;
    for (double &b : model.curve.b) b = kSigma * kSigma;
    return make_noise_table(model);
}

const Team &team() {
    static const Team shared(zsn2n::Pool::shared(2), 2);
    return shared;
}

// Taller than what is worked on at once.
TEST(PilotTest, StripsOfATallImageAreSeamless) {
    const int width = 40, height = 1700, begin = 11 * zsn2n::kPilotGrid, rows = 100;
    Planes image = noisy_scene(width, height), whole(width, height, 3);
    const zsn2n::Pilot pilot = zsn2n::make_pilot({});
    pilot(image.view(), white_noise(), team(), whole.view());
    const PlanesView strip =
        image.view().part({0, begin - zsn2n::kPilotHalo, width, begin + rows + zsn2n::kPilotHalo});
    Planes part(width, strip.height, 3);
    pilot(strip, white_noise(), team(), part.view());
    double square = 0;
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < rows; ++y) {
            ASSERT_EQ(0, std::memcmp(&part.view().at(0, zsn2n::kPilotHalo + y, c),
                                     &whole.view().at(0, begin + y, c), width * sizeof(float)))
                << "row " << y;
        }
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                square += std::pow(whole.view().at(x, y, c) - scene(x, y, c), 2);
            }
        }
    }
    EXPECT_LT(std::sqrt(square / (3.0 * width * height)), 0.2 * kSigma);
}

TEST(PilotTest, TakesAnySize) {
    const zsn2n::Pilot pilot = zsn2n::make_pilot({});
    for (const auto &size : {std::pair<int, int>{4, 4}, {5, 70}, {33, 9}}) {
        Planes image = noisy_scene(size.first, size.second), result(size.first, size.second, 3);
        pilot(image.view(), white_noise(), team(), result.view());
        for (int i = 0; i < 3 * size.first * size.second; ++i) {
            ASSERT_TRUE(std::isfinite(result.view().data[i]));
        }
    }
}

}  // namespace
