// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/kernel.h"
#include "base/rng.h"
#include "base/thread_scope.h"
#include "made_noise.h"
#include "pilot/block_shifts.h"
#include "pilot/dct_pilot.h"
#include "plain_dct.h"

namespace {

using zsn2n::DctPilotSettings;
using zsn2n::NoiseCurve;
using zsn2n::Planes;
using zsn2n::PlanesView;

double clean_sample(int x, int y, int c) {
    return 0.5 + 0.3 * std::sin(0.15 * x + 0.5 * c) * std::cos(0.11 * y) + (x > y ? 0.3 : -0.3);
}

// About normal, standard deviation sigma; the image leaves 0..1 on both sides.
Planes noisy_image(int width, int height, int channels, double sigma) {
    zsn2n::Rng rng(5, 5);
    Planes image(width, height, channels);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                double sum = -6;
                for (int i = 0; i < 12; ++i) sum += rng.uniform();
                image.view().at(x, y, c) = static_cast<float>(clean_sample(x, y, c) + sigma * sum);
            }
        }
    }
    return image;
}

NoiseCurve constant_noise(double sigma) {
    NoiseCurve curve;
    for (double &b : curve.b) b = sigma * sigma;
    return curve;
}

Planes pilot_of(const PlanesView &noisy, const zsn2n::Noise &noise,
                const DctPilotSettings &settings, int threads) {
    const zsn2n::ThreadScope scope;
    const zsn2n::DctPilot pilot(settings);
    zsn2n::Arena arena(pilot.cost(noisy.shape(), threads).bytes);
    Planes estimate(noisy.width, noisy.height, noisy.channels);
    pilot.run(noisy, noise, zsn2n::Team(zsn2n::Pool::shared(threads), threads), arena,
              estimate.view());
    return estimate;
}
Planes pilot_of(const PlanesView &noisy, const NoiseCurve &noise, const DctPilotSettings &settings,
                int threads) {
    zsn2n::NoiseModel model;
    model.curve = noise;
    return pilot_of(noisy, zsn2n::Noise(model), settings, threads);
}

plain::PilotCase plain_case(int channels, const DctPilotSettings &settings) {
    return {settings.rgb && channels == 3,
            {settings.thresholded.of8, settings.thresholded.of16},
            {settings.filtered.of8, settings.filtered.of16},
            {settings.color_thresholded.of8, settings.color_thresholded.of16},
            {settings.color_filtered.of8, settings.color_filtered.of16},
            settings.threshold,
            settings.color_threshold,
            settings.wiener_variance,
            {},
            {}};
}

void expect_plain(int width, int height, int channels, const zsn2n::Noise &noise,
                  const DctPilotSettings &settings, const plain::PilotCase &how) {
    Planes noisy = noisy_image(width, height, channels, 0.1);
    plain::Planes source(width, height, channels);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) source.at(x, y, c) = noisy.view().at(x, y, c);
        }
    }
    const plain::Planes want = plain::dct_pilot(source, how);
    Planes got = pilot_of(noisy.view(), noise, settings, 2);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                ASSERT_NEAR(got.view().at(x, y, c), want.at(x, y, c), 1e-5)
                    << channels << "x" << height << "x" << width << " at " << x << " " << y;
            }
        }
    }
}

void expect_plain(int width, int height, int channels, const NoiseCurve &noise,
                  const DctPilotSettings &settings) {
    plain::PilotCase how = plain_case(channels, settings);
    for (int c = 0; c < 3; ++c) {
        how.a[c] = noise.a[c];
        how.b[c] = noise.b[c];
    }
    zsn2n::NoiseModel model;
    model.curve = noise;
    expect_plain(width, height, channels, zsn2n::Noise(model), settings, how);
}

// The second pass takes the whole variance of coloured noise.
void expect_plain(int width, int height, int channels, const zsn2n::NoiseSpectrum &noise,
                  const DctPilotSettings &settings) {
    plain::PilotCase how = plain_case(channels, settings);
    how.wiener_variance = 1;
    for (const zsn2n::NoiseSpectrum::Mixture &mixture : noise.mixture) {
        how.coloured.push_back({{std::begin(mixture.level), std::end(mixture.level)},
                                {std::begin(mixture.table), std::end(mixture.table)}});
    }
    expect_plain(width, height, channels, zsn2n::Noise({}, noise), settings, how);
}

TEST(DctPilotTest, MatchesPlainLoops) {
    DctPilotSettings settings;
    expect_plain(67, 41, 3, constant_noise(0.1), settings);
    expect_plain(300, 35, 1, constant_noise(0.1), settings);
    settings.thresholded = settings.filtered = {16, 64};
    expect_plain(50, 23, 2, constant_noise(0.1), settings);
    expect_plain(30, 139, 3, constant_noise(0.1), settings);
    settings.thresholded = settings.filtered = {8, 16};
    for (const zsn2n::BlockSparsity &color : {zsn2n::BlockSparsity{16, 16}, {0, 32}}) {
        settings.color_thresholded = color;
        expect_plain(43, 37, 3, constant_noise(0.1), settings);
        expect_plain(21, 30, 2, constant_noise(0.1), settings);
    }
    settings.color_filtered = {16, 64};
    expect_plain(43, 37, 3, constant_noise(0.1), settings);
    settings.rgb = false;
    settings.thresholded = {8, 0};
    settings.filtered = {4, 32};
    expect_plain(32, 32, 3, constant_noise(0.1), settings);
    settings.thresholded = {0, 16};
    settings.filtered = {0, 8};
    expect_plain(45, 31, 1, constant_noise(0.1), settings);
}

TEST(DctPilotTest, TakesNoiseThatFollowsBrightness) {
    NoiseCurve curve;
    for (int c = 0; c < 3; ++c) {
        curve.a[c] = 0.02 * (c + 1);
        curve.b[c] = 0.004;
    }
    expect_plain(45, 31, 3, curve, DctPilotSettings());
    expect_plain(45, 31, 1, curve, DctPilotSettings());
    for (double &a : curve.a) a = -0.02;  // falls to nothing where the image is bright
    expect_plain(45, 31, 3, curve, DctPilotSettings());
}

TEST(DctPilotTest, TakesNoiseWithASpectrum) {
    DctPilotSettings single;
    single.rgb = false;
    for (const bool rising : {false, true}) {
        expect_plain(67, 41, 3, made::camera_spectrum(0.1, 3, rising), DctPilotSettings());
        expect_plain(45, 31, 2, made::camera_spectrum(0.1, 2, rising), single);
        expect_plain(300, 35, 1, made::camera_spectrum(0.1, 1, rising), single);
        for (const zsn2n::BlockSparsity &blocks : {zsn2n::BlockSparsity{4, 0}, {0, 16}}) {
            single.thresholded = single.filtered = blocks;
            expect_plain(31, 45, 1, made::camera_spectrum(0.1, 1, rising), single);
        }
    }
}

TEST(DctPilotTest, TakesImagesSmallerThanABlock) {
    for (const auto &size : {std::pair<int, int>{1, 1}, {2, 5}, {9, 3}, {15, 17}}) {
        expect_plain(size.first, size.second, 3, constant_noise(0.1), DctPilotSettings());
        expect_plain(size.first, size.second, 3, made::camera_spectrum(0.1, 3, true),
                     DctPilotSettings());
    }
}

TEST(DctPilotTest, KeepsANoiselessImage) {
    Planes image = noisy_image(50, 40, 3, 0.1);
    Planes pilot = pilot_of(image.view(), NoiseCurve(), DctPilotSettings(), 1);
    for (int i = 0; i < 50 * 40 * 3; ++i) {
        ASSERT_NEAR(pilot.view().data[i], image.view().data[i], 1e-5);
    }
}

TEST(DctPilotTest, Denoises) {
    const double sigma = 0.1;
    const int side = 128;
    Planes noisy = noisy_image(side, side, 3, sigma);
    Planes pilot = pilot_of(noisy.view(), constant_noise(sigma), DctPilotSettings(), 2);
    double before = 0, after = 0;
    for (int c = 0; c < 3; ++c) {
        for (int y = 0; y < side; ++y) {
            for (int x = 0; x < side; ++x) {
                const double clean = clean_sample(x, y, c);
                before += std::pow(noisy.view().at(x, y, c) - clean, 2);
                after += std::pow(pilot.view().at(x, y, c) - clean, 2);
            }
        }
    }
    EXPECT_LT(after, before / 20);  // 13 dB; measured 14.3
}

TEST(DctPilotTest, DoesNotDependOnThreads) {
    Planes noisy = noisy_image(531, 150, 3, 0.1);
    Planes one = pilot_of(noisy.view(), constant_noise(0.1), DctPilotSettings(), 1);
    const zsn2n::Noise coloured = made::coloured_noise(0.1, 3);
    Planes coloured_one = pilot_of(noisy.view(), coloured, DctPilotSettings(), 1);
    const size_t size = sizeof(float) * 531 * 150 * 3;
    for (int threads : {2, 5}) {
        Planes many = pilot_of(noisy.view(), constant_noise(0.1), DctPilotSettings(), threads);
        EXPECT_EQ(0, std::memcmp(one.view().data, many.view().data, size));
        many = pilot_of(noisy.view(), coloured, DctPilotSettings(), threads);
        EXPECT_EQ(0, std::memcmp(coloured_one.view().data, many.view().data, size));
    }
}

TEST(DctPilotTest, StripsGiveTheWholeImagesBits) {
    const int width = 100, height = 300, begin = 112, end = 176;
    const zsn2n::Cost reach = zsn2n::DctPilot(DctPilotSettings()).cost({width, 1, 3}, 1);
    ASSERT_EQ((begin - reach.halo) % reach.grid, 0) << "strips start on the grid";
    Planes noisy = noisy_image(width, height, 3, 0.1);
    zsn2n::NoiseModel varying;
    varying.curve = constant_noise(0.1);
    varying.curve.a[1] = 0.01;
    for (const zsn2n::Noise &noise :
         {made::white_noise(0.1), zsn2n::Noise(varying), made::coloured_noise(0.1, 3)}) {
        Planes whole = pilot_of(noisy.view(), noise, DctPilotSettings(), 1);
        PlanesView strip = noisy.view();
        strip.data = &strip.at(0, begin - reach.halo, 0);
        strip.height = end - begin + 2 * reach.halo;
        Planes part = pilot_of(strip, noise, DctPilotSettings(), 1);
        for (int c = 0; c < 3; ++c) {
            for (int y = begin; y < end; ++y) {
                ASSERT_EQ(0, std::memcmp(&whole.view().at(0, y, c),
                                         &part.view().at(0, y - begin + reach.halo, c),
                                         sizeof(float) * width))
                    << "row " << y;
            }
        }
    }
}

TEST(DctPilotTest, RefusesWhatItCannotDo) {
    DctPilotSettings settings;
    for (int sparsity : {3, 32, -8}) {
        settings.filtered = {sparsity, 8};
        EXPECT_THROW(zsn2n::DctPilot{settings}, zsn2n::Error);
    }
    settings.filtered = {4, 8};
    settings.thresholded = {0, 0};
    EXPECT_THROW(zsn2n::DctPilot{settings}, zsn2n::Error);
}

TEST(BlockShiftsTest, UseRowsAndColumnsAlike) {
    for (int size : {8, 16}) {
        for (int sparsity = 1; sparsity <= size * size / 4; sparsity *= 2) {
            const auto shifts = zsn2n::lattice_shifts(size, sparsity);
            ASSERT_EQ(static_cast<int>(shifts.size()), size * size / sparsity) << size;
            std::vector<int> columns(size), rows(size);
            for (const zsn2n::BlockShift &shift : shifts) {
                ++columns[shift.x];
                ++rows[shift.y];
            }
            EXPECT_EQ(columns, rows);
            if (sparsity > size) continue;
            for (int n : columns) EXPECT_EQ(n, size / sparsity);
        }
    }
}

}  // namespace
