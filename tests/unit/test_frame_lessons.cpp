// SPDX-License-Identifier: BSD-2-Clause
// Lessons from frame to frame: their targets show the input's scene, what was covered does not
// count, and the worth of a correction is what it gains.
#include "train/frame_lessons.h"

#include <gtest/gtest.h>

#include "moving_scene.h"
#include "temporal/flow.h"

namespace {

using namespace zsn2n;
using namespace made;

// Two frames of a scene that moves; in the second something has come, where it says so.
struct Frames {
    explicit Frames(int channels, bool covered = false)
        : clean(moved(channels, 0, 0)),
          before(moved(channels, 0, 0)),
          now(moved(channels, 3, -2)),
          noisy_before(moved(channels, 0, 0)),
          noisy_now(moved(channels, 3, -2)) {
        if (covered) {
            for (Planes *planes : {&now, &noisy_now}) {
                for (int y = 60; y < 100; ++y) {
                    for (int x = 80; x < 120; ++x)
                        planes->view().at(x, y, 0) = (x + y) % 8 < 4 ? 0.9f : 0.1f;
                }
            }
        }
        // A result has lost some of the picture and keeps some of the noise.
        add_noise(before, 0.2f * kSigma, 1);
        add_noise(now, 0.2f * kSigma, 2);
        add_noise(noisy_before, kSigma, 3);
        add_noise(noisy_now, kSigma, 4);
        find_flow(now.view(), before.view(), 1e-4f, team(), arena, flow.view());
        invert_flow(flow.view(), team(), back.view());
    }

    FrameLessons lessons(int regions, uint64_t number = 0) {
        return {{{before.view(), noisy_before.view()},
                 {now.view(), noisy_now.view()},
                 PlaneFlow(back.view(), kWidth, kHeight),
                 {}},
                regions,
                number,
                team(),
                arena};
    }

    Arena arena{size_t{64} << 20};
    Planes clean, before, now, noisy_before, noisy_now;
    Planes flow{(kWidth + 1) / 2, (kHeight + 1) / 2, 3},
        back{(kWidth + 1) / 2, (kHeight + 1) / 2, 3};
};

TEST(FlowTest, IsInverted) {
    Frames frames(1);
    const PlaneFlow back(frames.back.view(), kWidth, kHeight);
    int right = 0, count = 0;
    for (int y = 20; y < kHeight - 20; ++y) {
        for (int x = 20; x < kWidth - 20; ++x, ++count) {
            const PlaneFlow::Pixel moved = back.at(x, y);
            right += std::hypot(moved.dx + 3, moved.dy - 2) < 0.3;
        }
    }
    EXPECT_GT(right, 0.9 * count);
}

TEST(FrameLessonsTest, ShowWhatTheirInputShows) {
    for (const int channels : {1, 3}) {
        Frames frames(channels);
        const FrameLessons lessons = frames.lessons(1);
        ASSERT_EQ(lessons.lessons().size(), 1u);
        const Lesson &lesson = lessons.lessons()[0];
        double sum = 0, count = 0;
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x) {
                ASSERT_EQ(lesson.input.at(x, y, 0), frames.before.view().at(x, y, 0));
                ASSERT_EQ(lesson.input.at(x, y, channels), frames.noisy_before.view().at(x, y, 0));
                if (lesson.weight.at(x, y, 0) == 0) continue;
                const double error =
                    double{lesson.target.at(x, y, 0)} - frames.clean.view().at(x, y, 0);
                sum += error * error;
                ++count;
            }
        }
        EXPECT_GT(count, 0.7 * kWidth * kHeight);
        // A bicubic takes some of the noise off, or adds a little.
        EXPECT_NEAR(sum / count / (kSigma * kSigma), 1, 0.3);
    }
}

TEST(FrameLessonsTest, WhatWasCoveredDoesNotCount) {
    Frames frames(1, true);
    const FrameLessons lessons = frames.lessons(1);
    const Lesson &lesson = lessons.lessons()[0];
    // The square lies 3 to the right and 2 above in the frame before.
    double inside = 0, outside = 0;
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const bool covered = x >= 90 && x < 116 && y >= 64 && y < 92;
            const bool far = x < 70 || x > 135 || y < 50 || y > 110;
            if (covered) inside += lesson.weight.at(x, y, 0) / (26 * 28);
            if (far) outside += lesson.weight.at(x, y, 0);
        }
    }
    EXPECT_LT(inside, 0.2);
    EXPECT_GT(outside, 0.6 * kWidth * kHeight * 0.8);
}

TEST(FrameLessonsTest, WorthIsWhatACorrectionGains) {
    Frames frames(1);
    const FrameLessons lessons = frames.lessons(1);
    const ConstPlanesView clean = frames.clean.view();
    // The correction that is right, times so much.
    const auto worth = [&](float times) {
        return lessons.worth(
            frames.arena, [&](const ConstPlanesView &input, const PlanesView &denoised) {
                for (int y = 0; y < kHeight; ++y) {
                    for (int x = 0; x < kWidth; ++x)
                        denoised.at(x, y, 0) =
                            input.at(x, y, 0) + times * (clean.at(x, y, 0) - input.at(x, y, 0));
                }
            });
    };
    const double error = mean_square(frames.before.view(), clean);
    EXPECT_NEAR(worth(1).share, 1, 0.15);
    EXPECT_NEAR(worth(1).gain, error, 0.3 * error);
    EXPECT_NEAR(worth(2).share, 0.5, 0.1);
    EXPECT_EQ(worth(-1).share, 0);
    EXPECT_EQ(worth(-1).gain, 0);
    EXPECT_EQ(worth(0).gain, 0);
}

}  // namespace
