// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/ensemble.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "base/rng.h"

namespace {

using zsn2n::Planes;
using zsn2n::PlanesView;

Planes random_planes(int width, int height, int channels) {
    Planes planes(width, height, channels);
    zsn2n::Rng rng(5, 5);
    for (int i = 0; i < width * height * channels; ++i) planes.view().data[i] = rng.uniform();
    return planes;
}

const zsn2n::Team &team() {
    static const zsn2n::Team shared(zsn2n::Pool::shared(3), 3);
    return shared;
}

TEST(EnsembleTest, ViewsDifferAndComeBack) {
    Planes image = random_planes(70, 67, 2);
    std::set<float> corners;
    for (int view = 0; view < zsn2n::kDihedralViews; ++view) {
        Planes turned(view & 1 ? 67 : 70, view & 1 ? 70 : 67, 2), back(70, 67, 2);
        turn(image.view(), view, team(), turned.view());
        corners.insert(turned.view().at(1, 0, 0));
        std::fill_n(back.view().data, 70 * 67 * 2, 0.0f);
        add_turned_back(turned.view(), view, 1.0f, team(), back.view());
        for (int i = 0; i < 70 * 67 * 2; ++i) {
            ASSERT_EQ(back.view().data[i], image.view().data[i]) << view;
        }
    }
    EXPECT_EQ(corners.size(), 8u);
}

// A filter that looks left only becomes the mean of all four neighbours, each met in two views.
TEST(EnsembleTest, AveragesTheViewsInPlace) {
    Planes image = random_planes(9, 7, 1), mean(9, 7, 1);
    int calls = 0;
    infer_views(
        image.view(), team(),
        [&](const PlanesView &noisy, const PlanesView &denoised) {
            ++calls;
            for (int y = 0; y < noisy.height; ++y) {
                for (int x = 0; x < noisy.width; ++x) {
                    denoised.at(x, y, 0) = x ? noisy.at(x - 1, y, 0) : 0.0f;
                }
            }
        },
        mean.view());
    EXPECT_EQ(calls, 8);
    for (int y = 1; y < 6; ++y) {
        for (int x = 1; x < 8; ++x) {
            const float want = (image.view().at(x - 1, y, 0) + image.view().at(x + 1, y, 0) +
                                image.view().at(x, y - 1, 0) + image.view().at(x, y + 1, 0)) /
                               4;
            EXPECT_NEAR(mean.view().at(x, y, 0), want, 1e-6);
        }
    }
}

}  // namespace
