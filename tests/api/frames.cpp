// SPDX-License-Identifier: BSD-2-Clause
#include "frames.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

Picture frame(const Shape &shape, uint64_t seed) {
    Picture picture(shape);
    picture.fill_noisy(seed);
    return picture;
}

Picture other_scene(const Shape &shape, uint64_t seed) {
    Picture picture(shape);
    const int colors = shape.color == ZSN2N_COLOR_GRAY ? 1 : 3;
    for (int p = 0; p < colors; ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                const uint64_t patch = (y / 24) * 1000 + x / 24, at = y * 70000 + x;
                const double noise = 0.2 * (uniform(seed + p, at) - 0.5);
                const double value = 0.1 + 0.8 * uniform(99, patch) + noise;
                picture.set(p, x, y,
                            shape.sample == ZSN2N_SAMPLE_F32
                                ? value
                                : std::floor(std::clamp(value, 0.0, 1.0) * picture.peak() + 0.5));
            }
        }
    }
    if (shape.alpha) picture.fill_alpha(1);
    return picture;
}

namespace {

double seen(double x, double y, int c) {
    return 0.5 + 0.22 * std::sin(0.21 * x + 0.4 * c) * std::cos(0.17 * y - 0.3 * c) +
           ((static_cast<int>(x / 19) + static_cast<int>(y / 23)) % 2 ? 0.12 : -0.12);
}

// Four uniform numbers add up to one that is nearly normal, of variance 1/3.
double normal(int frame, int plane, int x, int y) {
    const auto at = static_cast<uint64_t>((plane * 1000 + y + 10) * 1000 + x + 10);
    double sum = -2;
    for (int k = 0; k < 4; ++k) sum += uniform(1000 * frame + k, at);
    return std::sqrt(3.0) * sum;
}

}  // namespace

Picture moving_frame(const Shape &shape, int i, double sigma, int coarse) {
    Picture picture(shape);
    for (int p = 0; p < picture.planes(); ++p) {
        const int across = p > 0 ? shape.shift_x : 0, down = p > 0 ? shape.shift_y : 0;
        const bool chroma = shape.color == ZSN2N_COLOR_YUV && p > 0;
        const double far = chroma ? 4 : 1;  // what is seen there is larger
        const int reach = chroma ? coarse / 2 : 0;
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                double noise = 0;
                for (int v = -reach; v <= reach; ++v) {
                    for (int u = -reach; u <= reach; ++u) noise += normal(i, p, x + u, y + v);
                }
                const double value =
                    seen(((x << across) + 2 * i) / far, ((y << down) + i) / far, p) +
                    sigma * noise / (2 * reach + 1);
                picture.set(p, x, y, picture.peak() * std::min(std::max(value, 0.0), 1.0));
            }
        }
    }
    return picture;
}

Picture next(Context &context, const Picture &noisy) {
    Picture result(noisy.shape());
    EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    return result;
}

uint64_t required(zsn2n_params params, const Picture &picture, uint64_t cap) {
    params.memory_cap = cap;
    const zsn2n_image image = picture.image();
    return zsn2n_memory_required(&params, &image);
}

zsn2n_params params_of(const std::string &options) {
    zsn2n_params params;
    zsn2n_params_default(&params);
    params.threads = 2;
    char message[256] = "";
    EXPECT_EQ(zsn2n_params_parse(&params, options.c_str(), message, sizeof message), ZSN2N_OK)
        << message;
    return params;
}

zsn2n_params video_of(const std::string &options) {
    zsn2n_params params = params_of(options);
    zsn2n_params_video(&params);
    return params;
}

bool finite(const Picture &picture) {
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < picture.plane_height(p); ++y) {
            for (int x = 0; x < picture.plane_width(p); ++x) {
                if (!std::isfinite(picture.get(p, x, y))) return false;
            }
        }
    }
    return true;
}

void expect_same_stats(const zsn2n_stats &a, const zsn2n_stats &b) {
    EXPECT_EQ(a.warm, b.warm);
    EXPECT_EQ(a.steps, b.steps);
    EXPECT_EQ(a.loss, b.loss);
    EXPECT_EQ(a.memory_bytes, b.memory_bytes);
    EXPECT_EQ(a.noise_sigma, b.noise_sigma);
    EXPECT_EQ(a.noise_coarseness, b.noise_coarseness);
    for (int plane = 0; plane < 3; ++plane) {
        EXPECT_EQ(a.noise_a[plane], b.noise_a[plane]);
        EXPECT_EQ(a.noise_b[plane], b.noise_b[plane]);
        for (int i = 0; i < ZSN2N_NOISE_KNOTS; ++i)
            EXPECT_EQ(a.noise_curve[plane][i], b.noise_curve[plane][i]);
    }
    for (const int part : {0, 1}) {
        for (int k = 0; k < ZSN2N_NOISE_BANDS; ++k)
            EXPECT_EQ(a.noise_spectrum[part][k], b.noise_spectrum[part][k]);
    }
    EXPECT_EQ(a.scene, b.scene);
}

void expect_same_course(Context &a, Context &b, const std::vector<Picture> &frames) {
    for (size_t i = 0; i < frames.size(); ++i) {
        SCOPED_TRACE("frame " + std::to_string(i));
        EXPECT_TRUE(same_samples(next(a, frames[i]), next(b, frames[i])));
        expect_same_stats(a.stats(), b.stats());
    }
}
