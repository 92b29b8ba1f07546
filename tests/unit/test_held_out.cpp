// SPDX-License-Identifier: BSD-2-Clause
// Held-out blocks: where they lie, and that training does not see what is in them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/rng.h"
#include "base/thread_scope.h"
#include "train/held_out.h"
#include "train/objective.h"

namespace {

using zsn2n::Crop;
using zsn2n::CropSampler;
using zsn2n::HeldOutBlock;
using zsn2n::kHeldOutMargin;
using zsn2n::kHeldOutSide;
using zsn2n::Planes;

using Blocks = std::vector<HeldOutBlock>;

Blocks blocks_of(int width, int height, const zsn2n::PlanesView &mask, uint64_t seed) {
    zsn2n::PlanesCrops image({{nullptr, width, height, 1, width, 0}, mask});
    return held_out_blocks(image, seed);
}

bool inside(const HeldOutBlock &block, int x, int y) {
    return x >= block.left && x < block.left + kHeldOutSide && y >= block.top &&
           y < block.top + kHeldOutSide;
}

TEST(HeldOutBlocksTest, LieApartInsideTheImageAndAreFew) {
    for (const auto &size : {std::pair<int, int>{215, 215}, {256, 256}, {27, 4000}, {4000, 27}}) {
        for (uint64_t seed = 0; seed < 50; ++seed) {
            const Blocks blocks = blocks_of(size.first, size.second, {}, seed);
            EXPECT_GE(blocks.size(), 8u);
            EXPECT_LE(blocks.size() * kHeldOutSide * kHeldOutSide * 40,
                      static_cast<size_t>(size.first) * size.second);
            for (const HeldOutBlock &a : blocks) {
                EXPECT_GE(std::min(a.left, a.top), kHeldOutMargin);
                EXPECT_LE(a.left + kHeldOutSide + kHeldOutMargin, size.first);
                EXPECT_LE(a.top + kHeldOutSide + kHeldOutMargin, size.second);
                for (const HeldOutBlock &b : blocks) {
                    if (&a == &b) continue;
                    EXPECT_TRUE(std::abs(a.left - b.left) > kHeldOutSide ||
                                std::abs(a.top - b.top) > kHeldOutSide)
                        << size.first << "x" << size.second << " seed " << seed;
                }
            }
        }
    }
}

TEST(HeldOutBlocksTest, DependOnSizeAndSeedAndStayFewInLargeImages) {
    const Blocks a = blocks_of(5000, 3000, {}, 1), b = blocks_of(5000, 3000, {}, 1);
    const Blocks c = blocks_of(5000, 3000, {}, 2);
    ASSERT_EQ(a.size(), static_cast<size_t>(zsn2n::kHeldOutBlocks));
    EXPECT_EQ(0, std::memcmp(a.data(), b.data(), a.size() * sizeof a[0]));
    EXPECT_NE(0, std::memcmp(a.data(), c.data(), a.size() * sizeof a[0]));
}

TEST(HeldOutBlocksTest, AreNotTakenFromSmallOrMaskedImages) {
    EXPECT_TRUE(blocks_of(200, 200, {}, 0).empty());
    EXPECT_TRUE(blocks_of(4, 65535, {}, 0).empty());
    EXPECT_TRUE(blocks_of(21, 65535, {}, 0).empty());
    Planes mask(640, 640, 1);
    for (int y = 0; y < 640; ++y) {
        for (int x = 0; x < 640; ++x) mask.view().at(x, y, 0) = x >= 320;
    }
    const Blocks half = blocks_of(640, 640, mask.view(), 0);
    EXPECT_GE(half.size(), 8u);
    for (const HeldOutBlock &block : half) EXPECT_GE(block.left, 320);
    std::fill_n(mask.view().data, 640 * 640, 0.0f);
    EXPECT_TRUE(blocks_of(640, 640, mask.view(), 0).empty());
}

// However a crop lies and is turned: the coordinates of its pixels, downsampled as an image, say
// which pair is which.
TEST(WithholdTest, ClearsJustThePairsThatShareAPixelWithABlock) {
    constexpr int kSide = 256, kCrop = 64;
    const Blocks blocks = blocks_of(kSide, kSide, {}, 3);
    Planes place(kSide, kSide, 2);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            place.view().at(x, y, 0) = static_cast<float>(x);
            place.view().at(x, y, 1) = static_cast<float>(y);
        }
    }
    const CropSampler sampler(kSide, kSide, kCrop, {}, 5);
    Planes first(kCrop / 2, kCrop / 2, 2), second(kCrop / 2, kCrop / 2, 2);
    Planes weight(kCrop / 2, kCrop / 2, 1);
    size_t total = 0;
    for (int step = 0; step < 300; ++step) {
        const Crop crop = sampler.draw(step);
        downsample_pair(place.view(), crop, first.view(), second.view());
        pair_weight({}, crop, weight.view());
        const size_t cleared = withhold(blocks, crop, weight.view());
        size_t zeros = 0;
        for (int y = 0; y < kCrop / 2; ++y) {
            for (int x = 0; x < kCrop / 2; ++x) {
                // The mean of two opposite corners' coordinates is the 2x2 block's centre.
                const int left = static_cast<int>(first.view().at(x, y, 0));
                const int top = static_cast<int>(first.view().at(x, y, 1));
                bool touches = false;
                for (const HeldOutBlock &block : blocks) {
                    for (int corner = 0; corner < 4; ++corner) {
                        touches |= inside(block, left + corner % 2, top + corner / 2);
                    }
                }
                ASSERT_EQ(weight.view().at(x, y, 0), touches ? 0.0f : 1.0f)
                    << "step " << step << " pair " << x << "," << y;
                zeros += touches;
            }
        }
        EXPECT_EQ(cleared, zeros);
        total += zeros;
    }
    EXPECT_GT(total, 0u);
}

// The sum of some steps' gradients on an image whose blocks hold `value` where nothing around them
// sees it.
std::vector<float> gradient_sum(float value, bool release) {
    constexpr int kSide = 224, kUnseen = 4, kSteps = 40;  // the network sees two pairs far
    Planes noisy(kSide, kSide, 1);
    zsn2n::Rng rng(1, 1);
    for (int i = 0; i < kSide * kSide; ++i) noisy.view().data[i] = rng.uniform();
    const Blocks blocks = blocks_of(kSide, kSide, {}, 0);
    for (const HeldOutBlock &block : blocks) {
        for (int y = kUnseen; y < kHeldOutSide - kUnseen; ++y) {
            for (int x = kUnseen; x < kHeldOutSide - kUnseen; ++x) {
                noisy.view().at(block.left + x, block.top + y, 0) = value;
            }
        }
    }
    const zsn2n::ThreadScope scope;
    const zsn2n::Team team(zsn2n::Pool::shared(2), 2);
    const zsn2n::Layout layout(1, 1);
    zsn2n::AlignedBuffer<float> theta, gradient(2 * layout.size);
    initialise_parameters(layout, 4, theta);
    const auto conv = zsn2n::make_conv3x3({zsn2n::Backend::kHalide, zsn2n::Storage::kF32}, 2);
    conv->set_weights(theta.data() + layout.w2, theta.data() + layout.b2);
    zsn2n::PlanesCrops crops({noisy.view(), {}});
    zsn2n::Arena arena(size_t{4} << 20);
    const auto objective =
        make_crop_objective(crops, blocks, layout, zsn2n::Storage::kF32, 64, 9, arena);
    if (release) objective->release_held_out();
    std::fill_n(gradient.data(), gradient.size(), 0.0f);
    std::vector<float> sum(gradient.size());
    for (int step = 0; step < kSteps; ++step) {
        objective->evaluate(theta.data(), *conv, step, team, gradient.data());
        for (size_t i = 0; i < sum.size(); ++i) sum[i] += gradient[i];
    }
    return sum;
}

TEST(HeldOutTest, WhatIsInTheBlocksReachesTheGradientOnlyOnceReleased) {
    EXPECT_EQ(gradient_sum(0.2f, false), gradient_sum(0.9f, false));
    EXPECT_NE(gradient_sum(0.2f, true), gradient_sum(0.9f, true));
}

}  // namespace
