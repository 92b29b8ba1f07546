// SPDX-License-Identifier: BSD-2-Clause
#include "image/strips.h"

#include <gtest/gtest.h>
#include <zsn2n/zsn2n.h>

#include "denoiser/image_run.h"

namespace {

using zsn2n::Strips;

TEST(StripsTest, CoverEveryRowOnceWithItsNeighbours) {
    for (const int height : {4, 5, 16, 33, 100, 257}) {
        for (const int halo : {0, 2, 4, 9}) {
            for (const int grid : {1, 4, 24}) {
                for (int count = 1; count <= height; ++count) {
                    const Strips strips(height, count, halo, grid);
                    ASSERT_LE(strips.count(), count);
                    int next = 0, most = 0;
                    for (int i = 0; i < strips.count(); ++i) {
                        const int top = strips.top(i), bottom = strips.bottom(i);
                        ASSERT_EQ(strips.begin(i), next);
                        ASSERT_GT(strips.end(i), next);
                        next = strips.end(i);
                        ASSERT_GE(top, 0);
                        ASSERT_LE(bottom, height);
                        ASSERT_EQ(top % grid, 0);
                        ASSERT_TRUE(top == 0 || strips.begin(i) - top >= halo);
                        ASSERT_TRUE(bottom == height || bottom - strips.end(i) >= halo);
                        most = std::max(most, bottom - top);
                    }
                    ASSERT_EQ(next, height);
                    ASSERT_LE(most, strips.rows());
                    ASSERT_LE(strips.rows(), height);
                }
            }
        }
    }
}

// The fewest strips that the cap holds: one fewer would not fit.
TEST(PlanTest, TakesNoMoreStripsThanTheCapAsksFor) {
    zsn2n_image image{};
    image.width = 1000;
    image.height = 6000;  // many times what a pilot depends on
    image.color = ZSN2N_COLOR_YUV;
    image.chroma_shift_x = image.chroma_shift_y = 1;
    zsn2n_params params{};
    params.threads = 2;
    std::vector<zsn2n::GroupImage> images;
    for (zsn2n::PlaneGroup &group : zsn2n::denoised_groups(image, 7))
        images.emplace_back(image, std::move(group), zsn2n::Survey());
    ASSERT_EQ(images.size(), 2u);
    const auto plan = [&](uint64_t cap) {
        params.memory_cap = cap;
        const zsn2n::Settings settings = zsn2n::resolve_settings(params);
        return zsn2n::ImageRun(settings, image, images, {}, {}).plan();
    };
    const uint64_t whole = plan(0).bytes;
    EXPECT_EQ(plan(0).strips, 1);
    EXPECT_EQ(plan(whole).strips, 1);
    int last = 1;
    uint64_t least = whole;
    while (plan(least - 1).bytes < least) {
        ASSERT_GT(plan(least - 1).strips, last);
        last = plan(least - 1).strips;
        least = plan(least - 1).bytes;
    }
    EXPECT_GT(last, 10);
    EXPECT_EQ(plan(1).bytes, least);
}

}  // namespace
