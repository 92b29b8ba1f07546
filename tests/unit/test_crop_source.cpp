// SPDX-License-Identifier: BSD-2-Clause
// Crops read from the host's pixels are those of planes in memory, to the bit.
#include "image/crop_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/rng.h"
#include "image/rgb_crops.h"

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

// Y, U and V of bytes, U and V subsampled.
struct Subsampled {
    int width, height;
    std::vector<uint8_t> planes[3];
    zsn2n_image image{};

    Subsampled(int w, int h, int shift_x, int shift_y) : width(w), height(h) {
        image.width = w;
        image.height = h;
        image.color = ZSN2N_COLOR_YUV;
        image.sample = ZSN2N_SAMPLE_U8;
        image.bits = 8;
        image.chroma_shift_x = shift_x;
        image.chroma_shift_y = shift_y;
        zsn2n::Rng rng(5, 2);
        for (int c = 0; c < 3; ++c) {
            const int across = zsn2n::plane_width(image, c), down = zsn2n::plane_height(image, c);
            planes[c].resize(static_cast<size_t>(across) * down);
            for (uint8_t &v : planes[c]) v = static_cast<uint8_t>(256 * rng.uniform());
            image.plane[c] = {planes[c].data(), across, 1};
        }
    }
    // Of chroma plane c at full size, where each of its samples lies in the middle of those that it
    // stands for.
    double chroma(int c, int x, int y) const {
        const int across = zsn2n::plane_width(image, c), down = zsn2n::plane_height(image, c);
        const auto place = [](int i, int shift, int size) {
            return std::clamp((i + 0.5) / (1 << shift) - 0.5, 0.0, size - 1.0);
        };
        const double u = place(x, image.chroma_shift_x, across);
        const double v = place(y, image.chroma_shift_y, down);
        double sum = 0;
        for (int j = 0; j < down; ++j) {
            for (int i = 0; i < across; ++i) {
                const double weight =
                    std::max(0.0, 1 - std::abs(i - u)) * std::max(0.0, 1 - std::abs(j - v));
                sum += weight * planes[c][j * across + i] / 255;
            }
        }
        return sum - 0.5;
    }
};

TEST(RgbCropsTest, AreTheSamplesConverted) {
    struct Subsampling {
        int x, y;
    };
    for (const Subsampling &shift :
         {Subsampling{0, 0}, Subsampling{1, 0}, Subsampling{1, 1}, Subsampling{2, 1}}) {
        const Subsampled host(37, 29, shift.x, shift.y);
        const zsn2n::PlaneGroup group = zsn2n::plane_groups(host.image, 1)[0];
        const zsn2n::GroupImage image(host.image, group, survey(host.image, group, team(1)));
        const zsn2n::Shape all{host.width, host.height, 3};
        for (const Region &region : {Region{0, 0, 37, 29}, Region{3, 5, 20, 6}, Region{4, 2, 5, 29},
                                     Region{21, 12, 37, 29}, Region{36, 28, 37, 29}}) {
            const zsn2n::Shape largest{region.width(), region.height(), 3};
            zsn2n::Arena count;
            zsn2n::HostCrops::Memory(all, 0, count);
            zsn2n::RgbCrops::Memory(host.image, largest, count);
            zsn2n::Arena arena(count.peak());
            zsn2n::HostCrops luma(image, all, arena);
            zsn2n::RgbCrops crops(luma, host.image, largest, arena);
            const ConstPlanesView rgb = crops.crop(region, team(3)).noisy;
            ASSERT_EQ(rgb.width, region.width());
            ASSERT_EQ(rgb.height, region.height());
            for (int y = 0; y < rgb.height; ++y) {
                for (int x = 0; x < rgb.width; ++x) {
                    const int at_x = region.left + x, at_y = region.top + y;
                    const double sample = host.planes[0][at_y * host.width + at_x] / 255.0;
                    const double u = host.chroma(1, at_x, at_y), v = host.chroma(2, at_x, at_y);
                    const double expected[] = {sample + 1.402 * v,
                                               sample - 0.344136 * u - 0.714136 * v,
                                               sample + 1.772 * u};
                    for (int c = 0; c < 3; ++c)
                        ASSERT_NEAR(rgb.at(x, y, c), expected[c], 1e-5)
                            << c << " " << at_x << " " << at_y << " " << shift.x << shift.y;
                }
            }
        }
    }
}

// What is no sample of a picture is grey.
TEST(RgbCropsTest, AreFinite) {
    std::vector<float> samples(3 * 16 * 16, 0.25f);
    zsn2n_image image{};
    image.width = image.height = 16;
    image.color = ZSN2N_COLOR_YUV;
    image.sample = ZSN2N_SAMPLE_F32;
    image.bits = 32;
    for (int c = 0; c < 3; ++c) image.plane[c] = {&samples[256 * c], 64, 4};
    samples[256 + 5] = NAN;
    samples[256 + 6] = INFINITY;
    samples[512 + 5] = -3e38f;
    const zsn2n::PlaneGroup group{16, 16, {0}};
    const zsn2n::GroupImage only_luma(image, group, survey(image, group, team(1)));
    zsn2n::Arena arena(size_t{1} << 16);
    zsn2n::HostCrops luma(only_luma, {16, 16, 1}, arena);
    zsn2n::RgbCrops crops(luma, image, {16, 16, 3}, arena);
    const ConstPlanesView rgb = crops.crop({0, 0, 16, 16}, team(1)).noisy;
    for (int c = 0; c < 3; ++c) EXPECT_FLOAT_EQ(rgb.at(5, 0, c), 0.25f) << c;
    for (int i = 0; i < 3 * 256; ++i) EXPECT_LT(std::abs(rgb.data[i]), 2) << i;
}

}  // namespace
