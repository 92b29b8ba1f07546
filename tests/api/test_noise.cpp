// SPDX-License-Identifier: BSD-2-Clause
// What the stats say of the noise.
#include <gtest/gtest.h>

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
