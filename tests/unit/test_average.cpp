// SPDX-License-Identifier: BSD-2-Clause
// Still pictures gain what averaging gives, and what has changed leaves no trace.
#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"
#include "temporal/average.h"

namespace {

using zsn2n::Arena;
using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::TemporalState;

constexpr int kWidth = 203, kHeight = 149;  // no multiples of a block
constexpr float kSigma = 0.1f;

zsn2n::Team team(int threads = 2) {
    return {zsn2n::Pool::shared(threads), threads};
}

// Texture of all sizes; anywhere in the plane.
float scene(double x, double y, int c) {
    return static_cast<float>(0.5 + 0.15 * std::sin(0.09 * x + 0.05 * y + c) +
                              0.12 * std::sin(0.31 * y - 0.13 * x + 2 * c) +
                              0.1 * std::sin(0.043 * x * 0.7 + 0.021 * y * y / 40));
}

template <typename Value>
Planes image(int channels, const Value &value) {
    Planes planes(kWidth, kHeight, channels);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) planes.view().at(x, y, c) = value(x, y, c);
        }
    }
    return planes;
}

void add_noise(Planes &planes, uint64_t seed) {
    zsn2n::Rng rng(seed, 5);
    const PlanesView view = planes.view();
    for (int i = 0; i < view.width * view.height * view.channels; ++i)
        view.data[i] += kSigma * rng.normal();
}

zsn2n::Noise white_noise() {
    zsn2n::NoiseModel model;
    for (double &b : model.curve.b) b = kSigma * kSigma;
    model.sigma = kSigma;
    return zsn2n::Noise(model);
}

double mean_square(const PlanesView &a, const PlanesView &b) {
    double sum = 0;
    const int count = a.width * a.height * a.channels;
    for (int i = 0; i < count; ++i) {
        const double difference = double{a.data[i]} - b.data[i];
        sum += difference * difference;
    }
    return sum / count;
}

// Images one after the other, all of which are said not to move.
struct Sequence {
    TemporalState state;
    Planes factor{kWidth, kHeight, 1};
    Arena arena{size_t{16} << 20};

    void show(Planes &noisy, int most = 16, int threads = 2) {
        TemporalState after;
        after.resize({kWidth, kHeight, noisy.channels()});
        average_still(noisy.view(), white_noise(), state, {most, noisy.channels() == 3},
                      team(threads), arena, after, factor.view());
        std::fill_n(after.still.data(), after.still.size(), uint8_t{1});
        std::swap(state, after);
    }
};

TEST(AverageTest, StillPicturesGainWhatAveragingGives) {
    for (const int channels : {1, 2, 3}) {
        Planes clean = image(channels, scene);
        Sequence sequence;
        for (int frame = 0; frame < 20; ++frame) {
            Planes noisy = image(channels, scene);
            add_noise(noisy, 10 + frame);
            sequence.show(noisy);
        }
        const double left = mean_square(sequence.state.mean.view(), clean.view());
        const double one = kSigma * kSigma;
        EXPECT_LT(left, 0.12 * one) << channels;  // 1/17 at best
        // What it says is left is what is left.
        double said = 0;
        for (int i = 0; i < kWidth * kHeight; ++i) said += sequence.factor.view().data[i];
        EXPECT_NEAR(said / (kWidth * kHeight), left / one, 0.3 * left / one) << channels;
    }
}

TEST(AverageTest, AverageAtMostSoManyBefore) {
    Planes clean = image(1, scene);
    Sequence sequence;
    for (int frame = 0; frame < 12; ++frame) {
        Planes noisy = image(1, scene);
        add_noise(noisy, 40 + frame);
        sequence.show(noisy, 1);
    }
    // Half of what is new, half of what was: a third of the noise stays.
    EXPECT_NEAR(mean_square(sequence.state.mean.view(), clean.view()) / (kSigma * kSigma), 1 / 3.0,
                0.06);
}

TEST(AverageTest, AnotherPictureLeavesNoTrace) {
    const auto other = [](int x, int y, int c) { return 1 - scene(y + 70, 2 * x, c); };
    Planes clean = image(3, other), noisy = image(3, scene);
    Sequence sequence;
    for (int frame = 0; frame < 8; ++frame) {
        noisy = image(3, scene);
        add_noise(noisy, 60 + frame);
        sequence.show(noisy);
    }
    noisy = image(3, other);
    add_noise(noisy, 90);
    sequence.show(noisy);
    EXPECT_NEAR(mean_square(sequence.state.mean.view(), clean.view()) / (kSigma * kSigma), 1, 0.1);
}

// A small bright thing over a still background: neither it nor where it was is blurred.
TEST(AverageTest, WhatMovesIsNotSmeared) {
    const auto at = [](int frame) { return 20 + 7 * frame; };
    const auto frame_of = [&](int frame) {
        return image(1, [&](int x, int y, int c) {
            const bool thing = x >= at(frame) && x < at(frame) + 12 && y >= 60 && y < 72;
            return thing ? 0.95f : scene(x, y, c);
        });
    };
    Sequence sequence;
    constexpr int kLast = 15;
    for (int frame = 0; frame <= kLast; ++frame) {
        Planes noisy = frame_of(frame);
        add_noise(noisy, 100 + frame);
        sequence.show(noisy);
    }
    Planes clean = frame_of(kLast);
    const zsn2n::Region near{at(kLast) - 30, 52, at(kLast) + 20, 80};
    double bias = 0;  // of 4x4 means, in which noise is a quarter
    int count = 0;
    for (int y = near.top; y + 4 <= near.bottom; y += 4) {
        for (int x = near.left; x + 4 <= near.right; x += 4) {
            double sum = 0;
            for (int i = 0; i < 16; ++i) {
                sum += sequence.state.mean.view().at(x + i % 4, y + i / 4, 0) -
                       clean.view().at(x + i % 4, y + i / 4, 0);
            }
            bias += sum * sum / 256;
            ++count;
        }
    }
    EXPECT_LT(std::sqrt(bias / count), 0.6 * kSigma);
}

// A square of 6x6 pixels, of 1.3 times the noise's deviation and 3 pixels a frame, on a plain
// ground: it keeps its contrast, and nothing of it stays where it was.
TEST(AverageTest, AFaintThingThatMovesIsKept) {
    const auto at = [](int frame) { return 20 + 3 * frame; };
    constexpr float kContrast = 1.3f * kSigma;
    double kept = 0, left = 0;
    constexpr int kClips = 12, kLast = 12;
    for (int clip = 0; clip < kClips; ++clip) {
        Sequence sequence;
        for (int frame = 0; frame <= kLast; ++frame) {
            Planes noisy = image(1, [&](int x, int y, int) {
                return 0.5f +
                       (x >= at(frame) && x < at(frame) + 6 && y >= 60 && y < 66 ? kContrast : 0);
            });
            add_noise(noisy, 1000 * (clip + 1) + frame);
            sequence.show(noisy);
        }
        for (int y = 60; y < 66; ++y) {
            for (int x = 0; x < 6; ++x)
                kept += sequence.state.mean.view().at(at(kLast) + x, y, 0) - 0.5;
            for (int x = 0; x < 18; ++x)
                left += sequence.state.mean.view().at(at(kLast) - 24 + x, y, 0) - 0.5;
        }
    }
    EXPECT_GT(kept / (36 * kClips * kContrast), 0.7);
    EXPECT_NEAR(left / (108 * kClips * kContrast), 0, 0.05);
}

// Nothing is averaged where the image before is said to move.
TEST(AverageTest, WhatMovesIsTheNewImage) {
    Planes first = image(2, scene), second = image(2, scene);
    add_noise(first, 1);
    add_noise(second, 2);
    Sequence sequence;
    sequence.show(first);
    const size_t blocks = sequence.state.still.size();
    std::fill_n(sequence.state.still.data(), blocks / 2, uint8_t{0});
    sequence.show(second);
    for (size_t i = 0; i < blocks / 2; ++i) ASSERT_EQ(sequence.state.variance[i], 1);
    EXPECT_EQ(sequence.state.mean.view().at(0, 0, 0), second.view().at(0, 0, 0));
    EXPECT_EQ(sequence.factor.view().at(0, 0, 0), 1);
    EXPECT_LT(sequence.state.variance[blocks - 1], 1);
}

TEST(AverageTest, ThreadsChangeNothing) {
    Sequence one, three;
    for (int frame = 0; frame < 4; ++frame) {
        Planes noisy =
            image(3, [&](int x, int y, int c) { return scene(x + 3 * frame, y - 2 * frame, c); });
        add_noise(noisy, 200 + frame);
        one.show(noisy, 16, 1);
        three.show(noisy, 16, 3);
    }
    EXPECT_EQ(mean_square(one.state.mean.view(), three.state.mean.view()), 0);
    EXPECT_EQ(mean_square(one.factor.view(), three.factor.view()), 0);
}

}  // namespace
