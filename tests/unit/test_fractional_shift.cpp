// SPDX-License-Identifier: BSD-2-Clause
// Blocks displaced by fractions of a pixel: smooth pictures are followed, and what is left of the
// variance of noise is known by frequency.
#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"
#include "image/fractional_shift.h"
#include "noise/block_transform.h"

namespace {

using zsn2n::BlockTransform;
using zsn2n::FractionalShift;
using zsn2n::Planes;

constexpr int kSide = FractionalShift::kSide;

TEST(FractionalShiftTest, RoundsToTheNextStepDownwardsToo) {
    const auto expect = [](float pixels, int whole, int step) {
        const FractionalShift::Offset offset(pixels);
        EXPECT_EQ(offset.whole, whole) << pixels;
        EXPECT_EQ(offset.step, step) << pixels;
    };
    expect(0, 0, 0);
    expect(1.25f, 1, 4);
    expect(-0.25f, -1, 12);
    expect(-3, -3, 0);
    expect(2.99f, 3, 0);
    expect(-0.01f, 0, 0);
}

// Waves up to half of the highest frequency, at every step; a row stride of its own.
TEST(FractionalShiftTest, FollowsWaves) {
    constexpr int kWidth = 23, kHeight = 21;
    Planes planes(kWidth, kHeight, 2);
    const auto wave = [](double x, double y) {
        return std::sin(1.5 * x) + std::cos(1.1 * y - 0.3);
    };
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) planes.view().at(x, y, 1) = static_cast<float>(wave(x, y));
    const FractionalShift shift;
    for (int step = 0; step < FractionalShift::kSteps; ++step) {
        const int step_y = (step * 5 + 3) % FractionalShift::kSteps;
        float block[kSide][kSide];
        shift.run(planes.view(), 1, 9, 7, step, step_y, block);
        for (int y = 0; y < kSide; ++y)
            for (int x = 0; x < kSide; ++x)
                EXPECT_NEAR(block[y][x], wave(9 + x + step / 16.0, 7 + y + step_y / 16.0), 0.06);
    }
}

TEST(FractionalShiftTest, WholePixelsAreCopied) {
    Planes planes(20, 20, 1);
    zsn2n::Rng rng(1, 2);
    for (int y = 0; y < 20; ++y)
        for (int x = 0; x < 20; ++x) planes.view().at(x, y, 0) = rng.normal();
    const FractionalShift shift;
    float block[kSide][kSide];
    shift.run(planes.view(), 0, 5, 6, 0, 0, block);
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x)
            EXPECT_NEAR(block[y][x], planes.view().at(5 + x, 6 + y, 0), 1e-6);
    for (int u = 0; u < kSide; ++u) EXPECT_NEAR(shift.left_at(0, u), 1, 1e-6);
}

TEST(FractionalShiftTest, KnowsWhatIsLeftOfNoise) {
    constexpr int kBlocks = 4000;
    const FractionalShift shift;
    const BlockTransform transform;
    for (const int step : {3, 8}) {
        zsn2n::Rng rng(7, step);
        double variance[kSide][kSide] = {};
        for (int i = 0; i < kBlocks / BlockTransform::kLanes; ++i) {
            Planes moved(kSide * BlockTransform::kLanes, kSide, 1);
            BlockTransform::Place places[BlockTransform::kLanes];
            for (int lane = 0; lane < BlockTransform::kLanes; ++lane) {
                Planes noise(13, 13, 1);
                for (int y = 0; y < 13; ++y)
                    for (int x = 0; x < 13; ++x) noise.view().at(x, y, 0) = rng.normal();
                float block[kSide][kSide];
                shift.run(noise.view(), 0, 2, 2, step, 0, block);
                for (int y = 0; y < kSide; ++y)
                    std::copy_n(block[y], kSide, &moved.view().at(lane * kSide, y, 0));
                places[lane] = {lane * kSide, 0};
            }
            BlockTransform::Lanes lanes[BlockTransform::kPixels];
            transform.run(moved.view(), 0, places, BlockTransform::kLanes, lanes);
            for (int k = 0; k < BlockTransform::kPixels; ++k)
                for (const float c : lanes[k]) variance[k / 8][k % 8] += double{c} * c / kBlocks;
        }
        for (const int u : {0, 3, 6, 7}) {
            const double left = shift.left_at(step, u);
            EXPECT_NEAR(variance[5][u], left, 0.1 * left + 0.005) << step << ' ' << u;
        }
    }
}

}  // namespace
