// SPDX-License-Identifier: BSD-2-Clause
// What an image gains by the last result: motion of fractions of a pixel, a fusion that leaves no
// ghost, and changes of brightness.
#include "temporal/recursion.h"

#include <gtest/gtest.h>

#include <cmath>

#include "made_noise.h"
#include "moving_scene.h"
#include "pilot/bm3d_stage.h"
#include "temporal/brightness.h"
#include "temporal/flow.h"

namespace {

using namespace zsn2n;
using namespace made;

struct Work {
    Arena arena{size_t{64} << 20};
    Planes flow{(kWidth + 1) / 2, (kHeight + 1) / 2, 3};

    PlaneFlow find(const Planes &now, const Planes &before, int threads = 2) {
        find_flow(now.view(), before.view(), 1e-4f, team(threads), arena, flow.view());
        return {flow.view(), kWidth, kHeight};
    }
};

TEST(FlowTest, IsFoundToATenthOfAPixel) {
    Work work;
    for (const auto &[dx, dy] : {std::pair{0.0, 0.0}, {0.3, -0.4}, {5.5, -3.25}, {-17.2, 8.6}}) {
        Planes now = moved(1, dx, dy), before = moved(1, 0, 0);
        add_noise(now, 0.01f, 1);
        add_noise(before, 0.01f, 2);
        const PlaneFlow flow = work.find(now, before);
        double sum = 0;
        int count = 0;
        for (int y = 32; y < kHeight - 32; ++y) {
            for (int x = 32; x < kWidth - 32; ++x, ++count) {
                const PlaneFlow::Pixel found = flow.at(x, y);
                sum += std::hypot(found.dx - dx, found.dy - dy) < 0.15;
            }
        }
        EXPECT_GT(sum / count, 0.9) << dx << ", " << dy;
    }
}

// Without noise, images that are alike, plain, or of stripes have a finite flow.
TEST(FlowTest, IsFiniteWithoutNoise) {
    const auto plain = [](int, int, int) { return 0.5; };
    const auto stripes = [](int x, int y, int) { return (x + y) % 16 < 8 ? 0.1 : 0.9; };
    const auto edge = [](int x, int, int) { return x < 100 ? 0.0 : 1.0; };
    const Planes pictures[] = {image(1, plain), image(1, stripes), image(1, edge), moved(1, 0, 0),
                               image(1, [](int, int, int) { return 0; })};
    for (const Planes &now : pictures) {
        for (const Planes &before : pictures) {
            Work work;
            find_flow(now.view(), before.view(), 0, team(), work.arena, work.flow.view());
            const PlanesView flow = work.flow.view();
            for (size_t i = 0; i < flow.shape().samples(); ++i)
                ASSERT_LT(std::abs(flow.data[i]), 1e6f);
        }
    }
}

// A flow of planes that have half the size is half as far.
TEST(FlowTest, OfCoarserPlanes) {
    Work work;
    const Planes now = moved(1, 4, -2), before = moved(1, 0, 0);
    work.find(now, before);
    const PlaneFlow chroma(work.flow.view(), (kWidth + 1) / 2, (kHeight + 1) / 2);
    EXPECT_NEAR(chroma.at(50, 40).dx, 2, 0.1);
    EXPECT_NEAR(chroma.at(50, 40).dy, -1, 0.1);
    const PlaneFlow narrow(work.flow.view(), (kWidth + 1) / 2, kHeight);
    EXPECT_NEAR(narrow.at(50, 80).dx, 2, 0.1);
    EXPECT_NEAR(narrow.at(50, 80).dy, -2, 0.2);
}

TEST(FlowTest, ThreadsChangeNothing) {
    Work one, three;
    const Planes now = moved(3, 2.5, 1.5), before = moved(3, 0, 0);
    one.find(now, before, 1);
    three.find(now, before, 3);
    EXPECT_EQ(mean_square(one.flow.view(), three.flow.view()), 0);
}

// A clip whose estimates are the noisy images, so that only the past takes noise away.
struct Clip {
    Planes last, next;  // next: none unless it has channels
    Work work;

    Planes fuse(const Planes &noisy, const Planes &estimate, int threads = 2) {
        Planes fused(kWidth, kHeight, noisy.channels());
        const PlaneFlow flow = work.find(estimate, last, threads);
        std::vector<Neighbor> neighbors = {{last.view(), flow}};
        Work other;
        if (next.channels() > 0)
            neighbors.push_back({next.view(), other.find(estimate, next, threads)});
        fuse_neighbors(noisy.view(), estimate.view(), made::white_noise(kSigma), neighbors,
                       {noisy.channels() == 3, 4}, team(threads), work.arena, fused.view());
        return fused;
    }
};

// One that moves, and is known by its past.
struct MovedClip : Clip {
    explicit MovedClip(int channels)
        : clean(moved(channels, 1.5, -0.75)),
          noisy(moved(channels, 1.5, -0.75)),
          estimate(moved(channels, 1.5, -0.75)) {
        add_noise(noisy, kSigma, 11);
        add_noise(estimate, 0.3f * kSigma, 12);
        last = moved(channels, 0, 0);
        add_noise(last, 0.3f * kSigma, 13);
    }
    Planes clean, noisy, estimate;
};

// The past is right: what is fused lies nearer to the truth than the estimate and the past do.
TEST(FusionTest, GainsByThePast) {
    for (const int channels : {1, 2, 3}) {
        MovedClip clip(channels);
        const Planes fused = clip.fuse(clip.noisy, clip.estimate);
        EXPECT_LT(mean_square(fused.view(), clip.clean.view(), 8),
                  0.7 * mean_square(clip.estimate.view(), clip.clean.view(), 8))
            << channels;
    }
}

// So does what comes after it, beside the past.
TEST(FusionTest, GainsByTheNextImage) {
    for (const int channels : {1, 2, 3}) {
        MovedClip clip(channels);
        const Planes causal = clip.fuse(clip.noisy, clip.estimate);
        clip.next = moved(channels, 3, -1.5);
        add_noise(clip.next, 0.3f * kSigma, 14);
        const Planes fused = clip.fuse(clip.noisy, clip.estimate);
        EXPECT_LT(mean_square(fused.view(), clip.clean.view(), 8),
                  0.85 * mean_square(causal.view(), clip.clean.view(), 8))
            << channels;
        // One that shows something else takes next to nothing of it.
        clip.next =
            image(channels, [](int x, int y, int c) { return 1 - scene(2 * y + 70, 2 * x, c); });
        const Planes beside = clip.fuse(clip.noisy, clip.estimate);
        EXPECT_LT(mean_square(beside.view(), clip.clean.view(), 8),
                  1.2 * mean_square(causal.view(), clip.clean.view(), 8))
            << channels;
    }
}

// The past shows something else: what is fused is the estimate, or nearly.
TEST(FusionTest, LeavesNoGhost) {
    const Planes clean = moved(3, 0, 0);
    Planes noisy = moved(3, 0, 0), estimate = moved(3, 0, 0);
    add_noise(noisy, kSigma, 21);
    add_noise(estimate, 0.3f * kSigma, 22);
    Clip clip;
    clip.last = image(3, [](int x, int y, int c) { return 1 - scene(2 * y + 70, 2 * x, c); });
    const Planes fused = clip.fuse(noisy, estimate);
    EXPECT_LT(mean_square(fused.view(), clean.view()),
              1.35 * mean_square(estimate.view(), clean.view()));
}

// A second stage gains where its basic estimate has seen the past; and one whose past is wrong
// loses little.
TEST(RefinementTest, GainsByThePast) {
    const Bm3dStage stage({});
    const auto refined = [&](Clip &clip, const Planes &noisy, const Planes &first) {
        Planes fused = clip.fuse(noisy, first);
        Planes estimate(kWidth, kHeight, noisy.channels());
        copy_planes(first.view(), estimate.view());
        refine(stage, noisy.view(), white_noise(kSigma), team(), clip.work.arena, fused.view(),
               estimate.view());
        return estimate;
    };
    for (const int channels : {1, 2, 3}) {
        MovedClip clip(channels);
        Planes alone(kWidth, kHeight, channels);
        stage.run(clip.noisy.view(), clip.estimate.view(), white_noise(kSigma), team(),
                  clip.work.arena, alone.view());
        const double error = mean_square(alone.view(), clip.clean.view(), 8);
        const Planes gained = refined(clip, clip.noisy, clip.estimate);
        EXPECT_LT(mean_square(gained.view(), clip.clean.view(), 8), 0.95 * error) << channels;
        clip.last =
            image(channels, [](int x, int y, int c) { return 1 - scene(2 * y + 70, 2 * x, c); });
        const Planes misled = refined(clip, clip.noisy, clip.estimate);
        EXPECT_LT(mean_square(misled.view(), clip.clean.view(), 8), 1.15 * error) << channels;
    }
}

TEST(FusionTest, ThreadsChangeNothing) {
    Planes noisy = moved(3, 1, 0);
    add_noise(noisy, kSigma, 31);
    Clip clip;
    clip.last = moved(3, 0, 0);
    const Planes one = clip.fuse(noisy, noisy, 1), three = clip.fuse(noisy, noisy, 3);
    EXPECT_EQ(mean_square(one.view(), three.view()), 0);
}

TEST(StillTest, IsWhatDoesNotMove) {
    TemporalState after;
    for (const double drift : {0.0, 0.2, 3.0}) {
        Work work;
        Planes now = moved(1, drift, 0), before = moved(1, 0, 0);
        add_noise(now, 0.01f, 41);
        add_noise(before, 0.01f, 42);
        after.resize({kWidth, kHeight, 1});
        copy_planes(before.view(), after.mean.view());
        std::fill_n(after.variance.data(), after.variance.size(), 0.5f);
        mark_still(now.view(), work.find(now, before), team(), work.arena, after);
        int still = 0;
        for (size_t i = 0; i < after.still.size(); ++i) {
            still += after.still[i];
            EXPECT_EQ(after.variance[i], after.still[i] ? 0.5f : 1.0f);
        }
        const double share = still / static_cast<double>(after.still.size());
        if (drift == 0) {
            EXPECT_GT(share, 0.95);
        } else {
            EXPECT_LT(share, 0.1) << drift;
            EXPECT_EQ(after.mean.view().at(60, 60, 0), now.view().at(60, 60, 0));
        }
    }
}

TEST(BrightnessTest, IsMatchedWhereItExplainsTheChange) {
    Arena arena(size_t{1} << 20);
    const Planes now = moved(2, 0, 0);
    Planes unknown = image(1, [](int, int, int) { return 0; });
    for (const auto &[gain, offset] : {std::pair{1.0, 0.0}, {0.85, 0.0}, {1.0, 0.2}, {0.5, 0.1}}) {
        Planes past = image(2, [&, gain = gain, offset = offset](int x, int y, int c) {
            // A tenth of the picture shows something else.
            return x < 20 ? 0.9 : gain * scene(x, y, c) + offset;
        });
        match_brightness(now.view(), unknown.view(), team(), arena, past.view());
        const Region seen{32, 0, kWidth, kHeight};
        EXPECT_LT(mean_square(past.view().part(seen), now.view().part(seen)), 2e-5)
            << gain << ", " << offset;
    }
    // Another picture is not made brighter or darker.
    Planes other = image(2, [](int x, int y, int c) { return 1 - scene(2 * y + 70, 2 * x, c); });
    const Planes before =
        image(2, [](int x, int y, int c) { return 1 - scene(2 * y + 70, 2 * x, c); });
    match_brightness(now.view(), unknown.view(), team(), arena, other.view());
    EXPECT_EQ(mean_square(other.view(), before.view()), 0);
}

}  // namespace
