// SPDX-License-Identifier: BSD-2-Clause
// What the stats say of the noise.
#include <gtest/gtest.h>

#include <cmath>

#include "picture.h"

namespace {

// The noise of Picture::fill_noisy().
constexpr double kSigma = 0.1;

zsn2n_stats stats_of(const Shape &shape, const zsn2n_params &params) {
    Picture picture(shape);
    picture.fill_noisy(1);
    Context context(params);
    EXPECT_EQ(context.process(picture, &picture), ZSN2N_OK);
    return context.stats();
}

void expect_noise_in(const zsn2n_stats &stats, int planes, const std::string &what) {
    EXPECT_NEAR(stats.noise_sigma, kSigma, 0.1 * kSigma) << what;
    EXPECT_GT(stats.noise_coarseness, 0.5) << what;
    EXPECT_LT(stats.noise_coarseness, 2.0) << what;
    for (int i = 0; i < 3; ++i) {
        const double variance = stats.noise_a[i] * 0.5 + stats.noise_b[i];
        EXPECT_NEAR(variance, planes >> i & 1 ? kSigma * kSigma : 0, 0.002)
            << what << ", plane " << i;
        EXPECT_DOUBLE_EQ(zsn2n_noise_variance(&stats, i, 0.5), variance) << what << ", plane " << i;
    }
}

}  // namespace

TEST(NoiseStats, every_color_and_sample_type_has_its_noise) {
    for (const zsn2n_sample sample : {ZSN2N_SAMPLE_U8, ZSN2N_SAMPLE_U16, ZSN2N_SAMPLE_F32}) {
        for (const zsn2n_color color : {ZSN2N_COLOR_GRAY, ZSN2N_COLOR_RGB, ZSN2N_COLOR_YUV}) {
            const Shape shape = shape_of(128, 96, color, sample);
            expect_noise_in(stats_of(shape, quick_params()), color == ZSN2N_COLOR_GRAY ? 1 : 7,
                            to_text(shape));
        }
    }
}

TEST(NoiseStats, the_variance_is_never_negative_and_of_planes_that_are) {
    zsn2n_stats stats{};
    stats.struct_size = sizeof stats;
    stats.noise_a[1] = 0.5;
    stats.noise_b[1] = -0.1;
    EXPECT_DOUBLE_EQ(zsn2n_noise_variance(&stats, 1, 1), 0.4);
    EXPECT_EQ(zsn2n_noise_variance(&stats, 1, 0.1), 0);
    for (const float sample : {NAN, INFINITY})
        EXPECT_EQ(zsn2n_noise_variance(&stats, 1, sample), 0) << sample;
    for (const int plane : {-1, 3}) EXPECT_EQ(zsn2n_noise_variance(&stats, plane, 1), 0) << plane;
    EXPECT_EQ(zsn2n_noise_variance(nullptr, 1, 1), 0);
    // A program that knows noise_a and noise_b alone.
    stats.noise_curve[1][8] = 7;
    EXPECT_EQ(zsn2n_noise_variance(&stats, 1, 1), 7);
    stats.struct_size = offsetof(zsn2n_stats, noise_luma);
    EXPECT_DOUBLE_EQ(zsn2n_noise_variance(&stats, 1, 1), 0.4);
    stats.struct_size = 1;
    EXPECT_EQ(zsn2n_noise_variance(&stats, 1, 1), 0);
}

TEST(NoiseStats, planes_have_their_own_and_copied_ones_none) {
    zsn2n_params params = quick_params();
    expect_noise_in(stats_of(yuv420(256, 192), params), 7, "luma and chroma");
    params.planes = 1;
    expect_noise_in(stats_of(yuv420(256, 192), params), 1, "luma");
    params.planes = 6;
    const Shape rgb = shape_of(128, 96, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    expect_noise_in(stats_of(rgb, params), 6, "green and blue");
}

TEST(NoiseStats, transparent_pixels_have_no_say) {
    Shape shape = shape_of(128, 96, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    shape.alpha = true;
    Picture picture(shape);
    picture.fill_noisy(2);
    for (int y = 0; y < 96; ++y) {
        for (int x = 0; x < 50; ++x) {
            picture.set(3, x, y, 0);
            for (int p = 0; p < 3; ++p) picture.set(p, x, y, 9 * uniform(p, 50 * y + x));
        }
    }
    Context context(quick_params());
    ASSERT_EQ(context.process(picture, &picture), ZSN2N_OK);
    expect_noise_in(context.stats(), 7, "half transparent");
}

TEST(NoiseStats, none_without_denoising_and_the_same_for_any_thread_count) {
    const Shape shape = shape_of(128, 96, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    zsn2n_params params = quick_params();
    params.threads = 1;
    const zsn2n_stats one = stats_of(shape, params);
    params.threads = 4;
    const zsn2n_stats four = stats_of(shape, params);
    EXPECT_EQ(one.noise_sigma, four.noise_sigma);
    EXPECT_EQ(one.noise_coarseness, four.noise_coarseness);
    params.strength = 0;
    EXPECT_EQ(stats_of(shape, params).noise_sigma, 0);
}

namespace {

Picture noisy_rgb(int width = 128) {
    Picture picture(shape_of(width, 96, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    picture.fill_noisy(4);
    return picture;
}

double change(const Picture &a, const Picture &b) {
    double sum = 0;
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < a.plane_height(p); ++y) {
            for (int x = 0; x < a.plane_width(p); ++x) {
                const double d = a.get(p, x, y) - b.get(p, x, y);
                sum += d * d;
            }
        }
    }
    return sum;
}

zsn2n_params with(const char *options) {
    zsn2n_params params = quick_params();
    char message[256] = "";
    EXPECT_EQ(zsn2n_params_parse(&params, options, message, sizeof message), ZSN2N_OK) << message;
    return params;
}

}  // namespace

TEST(NoiseSay, level_scales_what_is_found_and_what_is_removed) {
    const Picture noisy = noisy_rgb();
    double sigma = 0, removed = 0;
    for (const char *level : {"0.25", "0.5", "1", "2", "4"}) {
        Picture result(noisy.shape());
        Context context(
            with(("preset=fast:guides=pilot:noise_level=" + std::string(level)).c_str()));
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
        const zsn2n_stats stats = context.stats();
        if (sigma > 0) {
            EXPECT_NEAR(stats.noise_sigma / sigma, 2, 1e-6) << level;
        }
        EXPECT_NEAR(stats.noise_luma, stats.noise_sigma, 1e-9);
        EXPECT_NEAR(stats.noise_chroma, stats.noise_sigma, 0.1 * stats.noise_sigma);
        EXPECT_EQ(stats.noise_kind, ZSN2N_NOISE_KIND_WHITE);
        for (int k = 0; k < ZSN2N_NOISE_BANDS; ++k) {
            EXPECT_NEAR(std::sqrt(stats.noise_spectrum[0][k]), stats.noise_luma, 1e-9);
            EXPECT_NEAR(std::sqrt(stats.noise_spectrum[1][k]), stats.noise_chroma, 1e-9);
        }
        EXPECT_GT(change(noisy, result), removed) << level;
        sigma = stats.noise_sigma;
        removed = change(noisy, result);
    }
}

// Half of the picture has three times the noise of the other.
TEST(NoiseSay, is_measured_where_it_was_asked_for) {
    Picture picture = noisy_rgb(256);
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < 96; ++y) {
            for (int x = 0; x < 256; ++x) {
                const double sigma = x < 128 ? 0.02 : 0.06;
                double sum = -6;
                for (int k = 0; k < 12; ++k) sum += uniform(50 + p, (256 * y + x) * 12 + k);
                picture.set(p, x, y, 0.5 + sigma * sum);
            }
        }
    }
    const auto sigma_of = [&](const char *from) {
        Context context(with(("preset=fast:noise_from=" + std::string(from)).c_str()));
        Picture result(picture.shape());
        EXPECT_EQ(context.process(picture, &result), ZSN2N_OK) << context.message();
        return context.stats().noise_sigma;
    };
    EXPECT_NEAR(sigma_of("8:8:100:80"), 0.02, 0.002);
    EXPECT_NEAR(sigma_of("140:8:100:80"), 0.06, 0.006);
    EXPECT_NEAR(sigma_of("140:8:32:32"), 0.06, 0.009);
    EXPECT_NEAR(sigma_of("140:8:5000:5000"), 0.06, 0.006);
}

TEST(NoiseSay, too_little_of_the_image_is_refused) {
    const Picture noisy = noisy_rgb();
    Context context(with("preset=fast:noise_from=100:0:200:50"));
    Picture result(noisy.shape());
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(context.message().find("noise_from=100:0:200:50 leaves less than 32x32"),
              std::string::npos)
        << context.message();
    const zsn2n_params params = with("preset=fast:noise_from=90:0:200:50");
    EXPECT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
}

// A context whose settings change goes on as one that had them from the start.
TEST(NoiseSay, can_change_between_images) {
    const Picture noisy = noisy_rgb();
    for (const char *base : {"preset=fast:guides=pilot", "guides=dct:steps=4"}) {
        Context context(with(base));
        Picture result(noisy.shape());
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
        for (const char *say : {"noise_level=2", "noise_from=10:10:50:50", "noise=white"}) {
            const zsn2n_params params = with((std::string(base) + ":" + say).c_str());
            ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK);
            ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
            EXPECT_TRUE(same_samples(result, denoised(noisy, params))) << base << say;
        }
    }
}

TEST(NoiseSay, white_is_said_of_coarse_noise) {
    Picture picture = noisy_rgb(256);
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < 96; ++y) {
            for (int x = 0; x < 256; ++x) {
                double sum = 0;  // the mean of 3x3 uniforms
                for (int k = 0; k < 9; ++k) {
                    const int at = 300 * (y + k / 3) + x + k % 3;
                    sum += uniform(60 + p, static_cast<uint64_t>(at)) - 0.5;
                }
                picture.set(p, x, y, 0.5 + 0.05 * sum);
            }
        }
    }
    Context found(with("preset=fast:guides=pilot")),
        told(with("preset=fast:guides=pilot:noise=white"));
    Picture a(picture.shape()), b(picture.shape());
    ASSERT_EQ(found.process(picture, &a), ZSN2N_OK);
    ASSERT_EQ(told.process(picture, &b), ZSN2N_OK);
    EXPECT_EQ(found.stats().noise_kind, ZSN2N_NOISE_KIND_COLORED);
    EXPECT_EQ(told.stats().noise_kind, ZSN2N_NOISE_KIND_WHITE);
    EXPECT_GT(change(picture, a), change(picture, b));
    // The mean of 3x3 pixels passes low frequencies, and nothing of a third of a period a pixel,
    // which band 5 has.
    for (const int part : {0, 1}) {
        const zsn2n_stats stats = found.stats();
        const double(&band)[ZSN2N_NOISE_BANDS] = stats.noise_spectrum[part];
        const double all = part ? stats.noise_chroma : stats.noise_luma;
        EXPECT_GT(band[1], 2 * all * all);
        EXPECT_GT(band[1], band[2]);
        EXPECT_GT(band[2], band[3]);
        EXPECT_LT(band[5], 0.2 * band[1]);
    }
}
