// SPDX-License-Identifier: BSD-2-Clause
// Impulses are found, and replaced by what is round them; noise, stars, drawings and texture hold
// none.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/rng.h"
#include "image/impulses.h"

namespace {

using zsn2n::Impulses;
using zsn2n::Planes;
using zsn2n::Rng;

constexpr int kWidth = 301, kHeight = 407;  // two bands

// One plane of floats, as a host has it.
struct Grey {
    explicit Grey(const std::function<double(int, int)> &at) : samples(kWidth * kHeight) {
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) (*this)(x, y) = static_cast<float>(at(x, y));
    }
    float &operator()(int x, int y) { return samples[static_cast<size_t>(y) * kWidth + x]; }
    void add_noise(double sigma) {
        Rng rng(7, 1);
        for (float &v : samples) {
            v += static_cast<float>(sigma) * rng.normal();
            v = std::round(255 * std::clamp(v, 0.0f, 1.0f)) / 255;
        }
    }
    std::shared_ptr<const Impulses> find(int threads = 2) const {
        const zsn2n::Team team(zsn2n::Pool::shared(threads), threads);
        return find_impulses(image(), {kWidth, kHeight, {0}}, nullptr, team);
    }
    zsn2n_image image() const {
        zsn2n_image image = {};
        image.width = kWidth;
        image.height = kHeight;
        image.color = ZSN2N_COLOR_GRAY;
        image.sample = ZSN2N_SAMPLE_F32;
        image.plane[0].data = const_cast<float *>(samples.data());
        image.plane[0].pixel_stride = sizeof(float);
        image.plane[0].row_stride = kWidth * sizeof(float);
        return image;
    }
    // Without impulses.
    Grey cleaned(int threads = 2) const {
        Grey result = *this;
        Planes plane(kWidth, kHeight, 1);
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) plane.view().at(x, y, 0) = result(x, y);
        if (const auto impulses = find(threads))
            impulses->replace(0, plane.view().region(), 0, kHeight, plane.view());
        for (int y = 0; y < kHeight; ++y)
            for (int x = 0; x < kWidth; ++x) result(x, y) = plane.view().at(x, y, 0);
        return result;
    }

    std::vector<float> samples;
};

double scene(int x, int y) {
    return 0.5 + 0.2 * std::sin(0.09 * x) * std::cos(0.07 * y) + ((x / 40 + y / 50) % 2 ? 0.15 : 0);
}

// Of each million samples so many become 0 or 1. Returns those.
std::vector<size_t> salt_and_pepper(Grey &grey, double per_million) {
    Rng rng(3, 2);
    std::vector<size_t> places;
    for (size_t i = 0; i < grey.samples.size(); ++i) {
        if (rng.uniform() * 1e6 >= per_million) continue;
        grey.samples[i] = rng.uniform() < 0.5 ? 0.0f : 1.0f;
        places.push_back(i);
    }
    return places;
}

TEST(ImpulsesTest, SaltAndPepperGoes) {
    for (const double sigma : {0.0, 10.0 / 255}) {
        for (const double per_million : {500, 5000, 50000}) {
            Grey noisy(scene);
            noisy.add_noise(sigma);
            Grey spoilt = noisy;
            const std::vector<size_t> places = salt_and_pepper(spoilt, per_million);
            const Grey cleaned = spoilt.cleaned();
            size_t left = 0, harmed = 0;
            for (const size_t i : places) {
                const auto x = static_cast<int>(i % kWidth), y = static_cast<int>(i / kWidth);
                left += std::abs(cleaned.samples[i] - scene(x, y)) > 0.25;
                spoilt.samples[i] = cleaned.samples[i];
            }
            for (size_t i = 0; i < cleaned.samples.size(); ++i)
                harmed += cleaned.samples[i] != spoilt.samples[i];
            EXPECT_LT(left, 0.08 * places.size()) << sigma << ", " << per_million;
            EXPECT_LT(harmed, 1e-4 * kWidth * kHeight) << sigma << ", " << per_million;
        }
    }
}

// Each of another brightness, as hot pixels are.
TEST(ImpulsesTest, HotPixelsGo) {
    Grey noisy(scene);
    noisy.add_noise(10.0 / 255);
    int hot = 0;
    for (int y = 5; y < kHeight; y += 17) {
        for (int x = 7; x < kWidth; x += 19) {
            noisy(x, y) = std::min(1.0f, noisy(x, y) + 0.35f + 0.01f * (hot % 30));
            ++hot;
        }
    }
    const auto impulses = noisy.find();
    ASSERT_TRUE(impulses);
    EXPECT_GT(impulses->count(), 0.7 * hot);
    EXPECT_LE(impulses->count(), 1.02 * hot);
}

TEST(ImpulsesTest, NoiseHasNone) {
    for (const double sigma : {2, 10, 25, 50}) {
        Grey noisy(scene);
        noisy.add_noise(sigma / 255);
        EXPECT_FALSE(noisy.find()) << sigma;
    }
}

// Few photons make single bright samples, and more that are half as bright.
TEST(ImpulsesTest, PhotonsAreNone) {
    for (const double mean : {0.02, 0.2, 3.0}) {
        Rng rng(11, 1);
        Grey photons([&](int x, int y) {
            const double limit = std::exp(-mean * 2 * scene(x, y));
            int count = 0;
            double product = rng.uniform();
            while (product > limit) {
                product *= rng.uniform();
                ++count;
            }
            return count / 20.0 + 0.004 * rng.normal();
        });
        const auto impulses = photons.find();
        EXPECT_LT(impulses ? impulses->count() : 0, mean < 0.1 ? 4000u : 1u) << mean;
    }
}

TEST(ImpulsesTest, StarsAreNone) {
    Grey sky([](int, int) { return 20.0 / 255; });
    for (int i = 0; i < 200; ++i) {
        const double cx = 10 + (i * 83 % 280) + 0.07 * (i % 7), cy = 10 + (i * 57 % 380);
        const double peak = (15 + 10 * (i % 19)) / 255.0, spread = 2 * 0.85 * 0.85;
        for (int y = static_cast<int>(cy) - 4; y < cy + 5; ++y)
            for (int x = static_cast<int>(cx) - 4; x < cx + 5; ++x)
                sky(x, y) += static_cast<float>(
                    peak * std::exp(-((x - cx) * (x - cx) + (y - cy) * (y - cy)) / spread));
    }
    sky.add_noise(6.0 / 255);
    EXPECT_FALSE(sky.find());
}

// Dots of a drawing stand on constant ground.
TEST(ImpulsesTest, DrawingsHaveNone) {
    Grey page([](int x, int y) { return x % 11 == 3 && y % 13 == 5 ? 0.0 : 1.0; });
    EXPECT_FALSE(page.find());
    Grey lines([](int x, int y) { return x % 9 == 0 || y % 12 == 0 ? 0.1 : 0.9; });
    EXPECT_FALSE(lines.find());
}

// As of an i: each with a stroke below.
TEST(ImpulsesTest, DotsOfTextAreNone) {
    Grey page([](int x, int y) {
        return x % 12 == 6 && (y % 19 == 4 || (y % 19 > 5 && y % 19 < 12)) ? 0.1 : 0.9;
    });
    page.add_noise(3.0 / 255);
    EXPECT_FALSE(page.find());
}

// A screen whose dots are a sample each, as a small copy of a print has them.
TEST(ImpulsesTest, DotsOfAScreenAreNone) {
    Grey page([](int x, int y) {
        const bool dot = (x % 7 == 3 && y % 10 == 4) || (x % 7 == 6 && y % 10 == 9);
        return scene(x, y) - (dot ? 0.4 : 0);
    });
    page.add_noise(3.0 / 255);
    EXPECT_FALSE(page.find());
}

TEST(ImpulsesTest, DoNotDependOnThreads) {
    Grey noisy(scene);
    noisy.add_noise(10.0 / 255);
    salt_and_pepper(noisy, 20000);
    EXPECT_EQ(noisy.cleaned(1).samples, noisy.cleaned(5).samples);
}

TEST(ImpulsesTest, SmallPlanesAreLeft) {
    Grey noisy(scene);
    const zsn2n::Team team(zsn2n::Pool::shared(1), 1);
    EXPECT_FALSE(find_impulses(noisy.image(), {4, 4, {0}}, nullptr, team));
    EXPECT_FALSE(find_impulses(noisy.image(), {5, 5, {0}}, nullptr, team));
}

}  // namespace
