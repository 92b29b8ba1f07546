// SPDX-License-Identifier: BSD-2-Clause
// Lessons are honest: inputs know nothing of their targets' noise, and the trust in a correction is
// what it deserves.
#include "train/lessons.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/rng.h"
#include "train/trust.h"

namespace {

using zsn2n::Arena;
using zsn2n::ConstPlanesView;
using zsn2n::Lesson;
using zsn2n::LessonSource;
using zsn2n::Noise;
using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::Team;

constexpr int kWidth = 131, kHeight = 122, kChannels = 2;
constexpr float kSigma = 0.1f;

const Team &team() {
    static const Team shared(zsn2n::Pool::shared(3), 3);
    return shared;
}

Noise white_noise() {
    zsn2n::NoiseModel model;
    for (double &b : model.curve.b) b = kSigma * kSigma;
    return Noise(model);
}

float mean_of_nine(const ConstPlanesView &src, int x, int y, int c) {
    float sum = 0;
    for (int dy = -1; dy <= 1; ++dy) {
        for (int dx = -1; dx <= 1; ++dx) {
            sum += src.at(std::clamp(x + dx, 0, src.width - 1),
                          std::clamp(y + dy, 0, src.height - 1), c);
        }
    }
    return sum / 9;
}

template <typename Value>
void fill(const PlanesView &planes, const Value &value) {
    for (int c = 0; c < planes.channels; ++c) {
        for (int y = 0; y < planes.height; ++y) {
            for (int x = 0; x < planes.width; ++x) planes.at(x, y, c) = value(x, y, c);
        }
    }
}

float scene(int x, int y, int c) {
    return 0.5f + 0.3f * std::sin(0.05f * static_cast<float>(x + 2 * y * (c + 1)));
}

class Blur : public zsn2n::Pilot {
  public:
    zsn2n::Cost cost(const zsn2n::Shape &, int) const override { return {}; }
    void run(const ConstPlanesView &src, const Noise &, const Team &, Arena &,
             const PlanesView &dst) const override {
        fill(dst, [&](int x, int y, int c) { return mean_of_nine(src, x, y, c); });
    }
};

struct Picture {
    Planes noisy{kWidth, kHeight, kChannels}, guide{kWidth, kHeight, kChannels};
    Noise noise = white_noise();
    Blur blur;

    Picture() {
        zsn2n::Rng rng(3, 3);
        fill(noisy.view(),
             [&](int x, int y, int c) { return scene(x, y, c) + kSigma * rng.normal(); });
        pilot();
    }
    void pilot() {
        Arena none;
        blur.run(noisy.view(), noise, team(), none, guide.view());
    }
    LessonSource source() { return {noisy.view(), guide.view(), {}, noise, blur}; }
};

struct Lessons : std::vector<Lesson> {
    explicit Lessons(const LessonSource &source) { add_pair_lessons(source, team(), arena, *this); }
    Arena arena{size_t{2} << 20};
};

bool same(const ConstPlanesView &a, const ConstPlanesView &b) {
    return std::memcmp(a.data, b.data, a.shape().samples() * sizeof(float)) == 0;
}

TEST(LessonsTest, AViewIsToldNothingOfTheOther) {
    Picture before, after;
    // One diagonal of every block of the first grid.
    fill(after.noisy.view(), [&](int x, int y, int c) {
        return before.noisy.view().at(x, y, c) + ((x + y) % 2 ? 0.25f : 0.0f);
    });
    const Lessons a(before.source()), b(after.source());
    ASSERT_EQ(a.size(), 8u);
    ASSERT_EQ(b.size(), 8u);
    EXPECT_TRUE(same(a[0].input, b[0].input));  // of the other diagonal
    EXPECT_FALSE(same(a[0].target, b[0].target));
    EXPECT_FALSE(same(a[1].input, b[1].input));
    EXPECT_TRUE(same(a[1].target, b[1].target));
}

TEST(LessonsTest, MaskedPixelsCountNothing) {
    Picture picture;
    Planes mask(kWidth, kHeight, 1);
    fill(mask.view(), [](int x, int, int) { return x < 40 ? 0.0f : 1.0f; });
    LessonSource source = picture.source();
    source.mask = mask.view();
    const Lessons lessons(source);
    for (const Lesson &lesson : lessons) {
        EXPECT_EQ(lesson.weight.at(19, 5, 0), 0.0f);
        EXPECT_EQ(lesson.weight.at(20, 5, 0), 1.0f);
    }
}

float share_of(const LessonSource &source, const zsn2n::Correct &correct, const Team &with) {
    zsn2n::Trust trust;
    Arena arena(zsn2n::Trust::cost(source.noisy.shape(), 2, source.pilot, 0, with.threads()).bytes);
    trust.add(source, 11, 2, with, arena, correct);
    return trust.share();
}

// Part of the way from the pilot to what `to` says, given a lesson's input.
template <typename To>
zsn2n::Correct towards(float reach, const To &to) {
    return [=](const ConstPlanesView &input, const PlanesView &denoised) {
        fill(denoised, [&](int x, int y, int c) {
            const float pilot = input.at(x, y, c);
            return pilot + reach * (to(input, x, y, c) - pilot);
        });
    };
}

float true_scene(const ConstPlanesView &, int x, int y, int c) {
    return scene(x, y, c);
}
float noisy_again(const ConstPlanesView &input, int x, int y, int c) {
    return input.at(x, y, kChannels + c);
}

// Over half the way to the clean picture, all of it, and away from it.
TEST(TrustTest, IsTheShareThatServesBest) {
    Picture picture;
    EXPECT_NEAR(share_of(picture.source(), towards(2.0f, true_scene), team()), 0.5, 0.05);
    EXPECT_NEAR(share_of(picture.source(), towards(0.7f, true_scene), team()), 1.0, 0.05);
    EXPECT_EQ(share_of(picture.source(), towards(-1.0f, true_scene), team()), 0.0f);
}

// A correction that only brings the noise back is seen through.
TEST(TrustTest, SeesNoiseThatComesBack) {
    Picture picture;
    EXPECT_LT(share_of(picture.source(), towards(0.3f, noisy_again), team()), 0.1f);
}

// Dark enough that every fifth sample is clipped, whose noise is far from normal.
TEST(TrustTest, SeesClippedNoiseThatComesBack) {
    Picture dark;
    zsn2n::NoiseModel model;
    for (int c = 0; c < kChannels; ++c) {
        model.curve.b[c] = kSigma * kSigma;
        model.clipping[c].low = true;
    }
    dark.noise = Noise(model);
    zsn2n::Rng rng(4, 4);
    fill(dark.noisy.view(), [&](int x, int y, int c) {
        return std::max(0.0f, 0.2f * scene(x, y, c) + kSigma * rng.normal());
    });
    dark.pilot();
    EXPECT_LT(share_of(dark.source(), towards(0.3f, noisy_again), team()), 0.25f);
}

TEST(TrustTest, ThreadsChangeNothing) {
    Picture picture;
    const Team alone(zsn2n::Pool::shared(1), 1);
    EXPECT_EQ(share_of(picture.source(), towards(0.5f, noisy_again), team()),
              share_of(picture.source(), towards(0.5f, noisy_again), alone));
}

TEST(TrustTest, OfNothingIsNone) {
    EXPECT_EQ(zsn2n::Trust().share(), 0.0f);
}

// The smaller of two grids' views still holds a crop.
TEST(LessonsTest, RoomIsForACropOfEveryView) {
    EXPECT_TRUE(zsn2n::room_for_lessons(66, 66, 32));
    EXPECT_FALSE(zsn2n::room_for_lessons(65, 256, 32));
    EXPECT_FALSE(zsn2n::room_for_lessons(256, 65, 32));
}

}  // namespace
