// SPDX-License-Identifier: BSD-2-Clause
#include "dialog/noise_report.h"

#include <gtest/gtest.h>

namespace {

zsn2n_stats stats_of(double a, double b) {
    zsn2n_stats stats = {};
    stats.struct_size = sizeof stats;
    for (int i = 0; i < 3; ++i) {
        stats.noise_a[i] = a;
        stats.noise_b[i] = b;
    }
    stats.noise_sigma = 0.04;
    stats.noise_coarseness = 1.0;
    stats.noise_luma = stats.noise_chroma = 0.04;
    stats.noise_kind = ZSN2N_NOISE_KIND_WHITE;
    return stats;
}

TEST(NoiseReport, TellsLevelCurveAndGrain) {
    EXPECT_EQ(noise_words(stats_of(0.01, 0.0001), false),
              "Moderate noise (sigma 10.2 of 255), stronger where it is bright, fine-grained.");
    EXPECT_EQ(noise_words(stats_of(-0.01, 0.0101), true),
              "Moderate noise (sigma 10.2 of 255), stronger where it is dark, fine-grained.");
    zsn2n_stats stats = stats_of(0, 0.0016);
    stats.noise_b[2] = 0.01;
    stats.noise_coarseness = 3.0;
    EXPECT_EQ(
        noise_words(stats, false),
        "Moderate noise (sigma 10.2 of 255), the same at every brightness, strongest in blue, "
        "coarse: it spans several pixels, so that some of it may stay.");
    stats.noise_sigma = 0.0001;
    EXPECT_EQ(noise_words(stats, false), "Hardly any noise (sigma 0.0 of 255).");
}

TEST(NoiseReport, TellsColorsAndWhatIsLeftOut) {
    zsn2n_stats stats = stats_of(0, 0.0016);
    stats.noise_chroma = 0.08;
    stats.noise_excluded = 0.25;
    EXPECT_EQ(noise_words(stats, false),
              "Moderate noise (sigma 10.2 of 255), in the brightness 10.2, in the colors 20.4, "
              "the same at every brightness, fine-grained. 25 % of the layer has no noise and is "
              "left as it is.");
    stats.noise_excluded = 0;
    stats.noise_impulses = 0.005;
    EXPECT_EQ(noise_words(stats, false),
              "Moderate noise (sigma 10.2 of 255), in the brightness 10.2, in the colors 20.4, "
              "the same at every brightness, fine-grained. 0.5 % of the samples were hot or dead "
              "pixels, or salt and pepper, and were replaced.");
    stats.noise_kind = ZSN2N_NOISE_KIND_NONE;
    EXPECT_EQ(noise_words(stats, false).find("No noise was found"), 0u);
}

// Where the noise has a spectrum, noise_a and noise_b are not what is drawn and said.
TEST(NoiseReport, TellsTheCurveOfNoiseWithASpectrum) {
    zsn2n_stats stats = stats_of(0, 0.0016);
    stats.noise_kind = ZSN2N_NOISE_KIND_COLORED;
    for (auto &curve : stats.noise_curve)
        for (int k = 0; k < ZSN2N_NOISE_KNOTS; ++k) curve[k] = 0.001 * (k + 1);
    EXPECT_EQ(noise_words(stats, false),
              "Moderate noise (sigma 10.2 of 255), stronger where it is bright, fine-grained.");
}

bool inked(cairo_surface_t *surface, int x, int y) {
    const unsigned char *pixel =
        cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + x * 4;
    return pixel[0] < 128 || pixel[1] < 128 || pixel[2] < 128;
}

// Even noise of 10.2 of 255 is a level line at half of the axis, which then ends at 20; what has
// half of that at the finer half of the frequencies goes down there.
TEST(NoiseReport, DrawsTheCurves) {
    zsn2n_stats stats = stats_of(0, 0.0016);
    for (int k = 0; k < ZSN2N_NOISE_BANDS; ++k)
        stats.noise_spectrum[0][k] = k < 4 ? 0.0016 : 0.0004;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 600, 128);
    cairo_t *cairo = cairo_create(surface);
    draw_noise_plots(cairo, 600, 128, stats, true);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    for (const int x : {60, 160, 280, 340, 400}) {
        EXPECT_TRUE(inked(surface, x, 57)) << x;
        EXPECT_FALSE(inked(surface, x, 30)) << x;
        EXPECT_FALSE(inked(surface, x, 82)) << x;
    }
    for (const int x : {500, 580}) {
        EXPECT_FALSE(inked(surface, x, 57)) << x;
        EXPECT_TRUE(inked(surface, x, 82)) << x;
    }
    cairo_surface_destroy(surface);
}

}  // namespace
