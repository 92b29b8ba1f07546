// SPDX-License-Identifier: BSD-2-Clause
// Finite samples of any size: what comes out is finite, a sample that is no picture's is copied and
// changes nothing far from it, and the next image of the sequence is denoised as if it had not
// been.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>

#include "picture.h"

namespace {

constexpr double kTame[] = {1e-40, 100, 9999};  // of a picture, however odd
constexpr double kWild[] = {10001, 1e5, 1e8, 1e12, 1e17, 1e20, 1e30, 3.4e38, -1e20};
constexpr int kBadX = 31, kBadY = 17, kWidth = 120, kHeight = 72;

// What fill_noisy() adds noise to.
double clean(int plane, int x, int y) {
    const double edge = (x / 9 + y / 7) % 2 ? 0.15 : 0;
    return 0.5 + 0.2 * std::sin(0.21 * x + plane) * std::cos(0.17 * y) + edge;
}

double psnr(const Picture &picture) {
    double sum = 0, count = 0;
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x, ++count) {
                const double error = picture.get(p, x, y) - clean(p, x, y);
                sum += error * error;
            }
        }
    }
    return -10 * std::log10(sum / count);
}

bool all_finite(const Picture &picture) {
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                if (!std::isfinite(picture.get(p, x, y))) return false;
            }
        }
    }
    return true;
}

// The largest difference more than 40 pixels away from the bad sample, luma's grid.
double far_difference(const Picture &a, const Picture &b) {
    double most = 0;
    for (int y = 0; y < kHeight; ++y) {
        for (int x = kBadX + 41; x < kWidth; ++x) {
            most = std::max(most, std::abs(a.get(0, x, y) - b.get(0, x, y)));
        }
    }
    return most;
}

std::vector<Shape> shapes() {
    return {shape_of(kWidth, kHeight, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32),
            shape_of(kWidth, kHeight, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
            yuv420(kWidth, kHeight, ZSN2N_SAMPLE_F32)};
}

// Of every path through the engine; few steps.
const char *const kOptions[] = {"preset=fast",
                                "preset=medium:steps=6",
                                "preset=medium:guides=none:steps=6:warm_steps=3",
                                "preset=medium:guides=dct:steps=6",
                                "preset=slow:steps=6",
                                "preset=slow:guides=none:steps=6:warm_steps=3",
                                "preset=paper:steps=4:warm_steps=3",
                                "preset=medium:guides=dct:temporal=16",
                                "preset=medium:guides=pilot:temporal=16",
                                "preset=medium:guides=none:steps=6:warm_steps=3:temporal=16"};

zsn2n_params params_of(const std::string &options) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    params.threads = 2;
    char message[256];
    EXPECT_EQ(zsn2n_params_parse(&params, options.c_str(), message, sizeof message), ZSN2N_OK)
        << message;
    return params;
}

class Wild : public testing::TestWithParam<const char *> {};

// Three frames, the second with a bad sample.
struct Sequence {
    explicit Sequence(const Shape &shape)
        : frames{Picture(shape), Picture(shape), Picture(shape)}, second(shape), third(shape) {
        for (int i = 0; i < 3; ++i) frames[i].fill_noisy(i + 1);
    }
    void put(double value) { frames[1].set(0, kBadX, kBadY, value); }
    void denoise(const char *options) {
        Context context(params_of(options));
        ASSERT_EQ(context.process(frames[0], &second), ZSN2N_OK) << context.message();
        ASSERT_EQ(context.process(frames[1], &second), ZSN2N_OK) << context.message();
        ASSERT_EQ(context.process(frames[2], &third), ZSN2N_OK) << context.message();
        EXPECT_EQ(context.stats().warm, 1);
    }

    Picture frames[3];
    Picture second, third;  // denoised
};

TEST_P(Wild, OneSampleIsCopiedAndHarmsNothingElse) {
    int turn = 0;
    for (const Shape &shape : shapes()) {
        Sequence calm(shape);
        calm.denoise(GetParam());
        const double expected = psnr(calm.third);
        // A third of the values for each shape: they all are left out in one way.
        for (size_t i = turn++; i < std::size(kWild); i += 3) {
            SCOPED_TRACE(to_text(shape) + " " + std::to_string(kWild[i]));
            Sequence wild(shape);
            wild.put(kWild[i]);
            wild.denoise(GetParam());
            EXPECT_EQ(wild.second.get(0, kBadX, kBadY), static_cast<float>(kWild[i]));
            EXPECT_TRUE(all_finite(wild.second));
            EXPECT_LT(far_difference(calm.second, wild.second), 0.02);
            EXPECT_TRUE(all_finite(wild.third));
            EXPECT_GT(psnr(wild.third), expected - 0.3);
        }
    }
}

TEST_P(Wild, SamplesThatAreLearntFromGiveFiniteResults) {
    for (const Shape &shape : shapes()) {
        for (const double value : kTame) {
            SCOPED_TRACE(to_text(shape) + " " + std::to_string(value));
            Sequence sequence(shape);
            sequence.put(value);
            sequence.denoise(GetParam());
            EXPECT_TRUE(all_finite(sequence.second));
            EXPECT_TRUE(all_finite(sequence.third));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(, Wild, testing::ValuesIn(kOptions));

TEST(WildPicture, WhollyBrightOrDarkGivesFiniteResults) {
    for (const double scale : {9000.0, -9000.0, 1e-3, 1e-20, 1e-39}) {
        for (const char *options : kOptions) {
            Picture picture(shape_of(40, 32, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
            picture.fill_noisy(3);
            for (int p = 0; p < 3; ++p) {
                for (int y = 0; y < 32; ++y) {
                    for (int x = 0; x < 40; ++x) picture.set(p, x, y, scale * picture.get(p, x, y));
                }
            }
            EXPECT_TRUE(all_finite(denoised(picture, params_of(options)))) << scale << options;
        }
    }
}

// Stripes without data, as at the edges of a mosaic of aerial photos.
TEST(WildPicture, WithoutDataInManyPlacesIsDenoisedElsewhere) {
    Picture picture(shape_of(kWidth, kHeight, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32));
    picture.fill_noisy(3);
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            if (x < 30 || x % 13 == 0) picture.set(0, x, y, -3.4e38);
        }
    }
    const Picture result = denoised(picture, params_of("preset=fast"));
    double before = 0, after = 0;
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            if (x < 30 || x % 13 == 0) {
                ASSERT_EQ(result.get(0, x, y), picture.get(0, x, y));
                continue;
            }
            before += std::pow(picture.get(0, x, y) - clean(0, x, y), 2);
            after += std::pow(result.get(0, x, y) - clean(0, x, y), 2);
        }
    }
    EXPECT_LT(after, 0.4 * before);
}

// What zsn2n_process() leaves out of an image, zsn2n_blend() leaves out too: the same bits.
TEST(WildPicture, IsBlendedAsItIsProcessed) {
    for (const Shape &shape : shapes()) {
        Picture noisy(shape);
        noisy.fill_noisy(3);
        noisy.set(0, kBadX, kBadY, 1e20);
        zsn2n_params params = params_of("preset=fast");
        Context whole(params);
        Picture full(shape), blended(shape);
        ASSERT_EQ(whole.process(noisy, &full), ZSN2N_OK);
        const zsn2n_stats stats = whole.stats();
        params.strength = 0.7;
        params.detail = 0.5;
        const zsn2n_image from = noisy.image(), pure = full.image(), to = blended.image();
        char message[256];
        ASSERT_EQ(zsn2n_blend(&params, &stats, &from, &pure, &to, message, sizeof message),
                  ZSN2N_OK)
            << message;
        EXPECT_TRUE(same_samples(blended, denoised(noisy, params))) << to_text(shape);
    }
}

}  // namespace
