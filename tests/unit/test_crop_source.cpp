// SPDX-License-Identifier: BSD-2-Clause
// Crops read from the host's pixels are those of planes in memory, to the bit.
#include "image/crop_source.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/rng.h"

namespace {

using zsn2n::ConstPlanesView;
using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::Region;

constexpr int kSide = 90;

const zsn2n::Team &team(int threads) {
    static const zsn2n::Team one(zsn2n::Pool::shared(1), 1), three(zsn2n::Pool::shared(3), 3);
    return threads == 1 ? one : three;
}

// RGBA of floats; with holes: scattered ones, and one larger than any crop.
struct Host {
    std::vector<float> samples;
    zsn2n_image image{};

    explicit Host(bool holes) : samples(kSide * kSide * 4) {
        zsn2n::Rng rng(11, 1);
        for (float &sample : samples) sample = rng.uniform();
        image.width = image.height = kSide;
        image.color = ZSN2N_COLOR_RGB;
        image.sample = ZSN2N_SAMPLE_F32;
        image.bits = 32;
        for (int c = 0; c < 4; ++c) {
            (c < 3 ? image.plane[c] : image.alpha) = zsn2n_plane{&samples[c], kSide * 16, 16};
        }
        for (int i = 0; i < kSide * kSide; ++i) {
            const int x = i % kSide, y = i / kSide;
            const bool open = !holes || (rng.uniform() > 0.2f && !(x > 40 && y > 30 && y < 80));
            samples[i * 4 + 3] = open ? 1.0f : 0.0f;
        }
    }
    zsn2n::PlaneGroup group() const { return zsn2n::plane_groups(image, 7)[0]; }
};

void expect_same(const ConstPlanesView &a, const ConstPlanesView &b, const Region &region) {
    ASSERT_EQ(a.width, b.width);
    ASSERT_EQ(a.height, b.height);
    for (int c = 0; c < a.channels; ++c) {
        for (int y = 0; y < a.height; ++y) {
            for (int x = 0; x < a.width; ++x) {
                ASSERT_EQ(a.at(x, y, c), b.at(x, y, c))
                    << c << " " << x << " " << y << " of " << region.left << " " << region.top;
            }
        }
    }
}

TEST(CropSourceTest, HostAndPlanesGiveTheSameBits) {
    for (const bool holes : {false, true}) {
        const Host host(holes);
        const zsn2n::GroupImage image(host.image, host.group(),
                                      survey(host.image, host.group(), team(3)));
        ASSERT_EQ(image.masked(), holes);
        Planes noisy(kSide, kSide, 3), mask(kSide, kSide, 1);
        image.read(image.region(), team(3), noisy.view(), mask.view());
        zsn2n::PlanesCrops planes({noisy.view(), holes ? mask.view() : PlanesView()});
        const zsn2n::Shape largest{kSide, kSide, 3};
        zsn2n::Arena arena(size_t{1} << 20);
        zsn2n::HostCrops crops(image, largest, arena);
        for (const Region &region :
             {Region{0, 0, 32, 32}, Region{58, 58, 90, 90}, Region{45, 35, 77, 67},
              Region{1, 57, 33, 89}, Region{0, 0, kSide, kSide}}) {
            if (holes) expect_same(planes.mask(region), crops.mask(region), region);
            const auto a = planes.crop(region, team(1)), b = crops.crop(region, team(1));
            expect_same(a.noisy, b.noisy, region);
            ASSERT_EQ(b.mask.data != nullptr, holes);
            if (holes) expect_same(a.mask, b.mask, region);
        }
    }
}

TEST(SurveyTest, MeansOpenPixelsForAnyNumberOfThreads) {
    const Host host(true);
    const zsn2n::Survey one = survey(host.image, host.group(), team(1));
    const zsn2n::Survey three = survey(host.image, host.group(), team(3));
    for (int c = 0; c < 3; ++c) {
        double sum = 0, count = 0;
        for (int i = 0; i < kSide * kSide; ++i) {
            if (host.samples[i * 4 + 3] == 0) continue;
            sum += host.samples[i * 4 + c];
            ++count;
        }
        EXPECT_NEAR(one.mean[c], sum / count, 1e-6);
        EXPECT_EQ(one.mean[c], three.mean[c]);
    }
}

}  // namespace
