// SPDX-License-Identifier: BSD-2-Clause
// Text, drawings and screens: edges are no noise.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "frames.h"
#include "text_page.h"

namespace {

double normal(uint64_t seed, uint64_t i) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += uniform(seed, 12 * i + k);
    return sum;
}

struct Look {
    double paper, ink;
};

Picture printed(const Shape &shape, const std::vector<double> &ink, const Look &look,
                double sigma) {
    Picture picture(shape);
    for (int p = 0; p < picture.planes(); ++p) {
        for (int y = 0; y < shape.height; ++y) {
            for (int x = 0; x < shape.width; ++x) {
                const size_t at = static_cast<size_t>(y) * shape.width + x;
                const double clean = look.paper + (look.ink * (1 - 0.2 * p) - look.paper) * ink[at];
                const double value = clean + sigma * normal(20 + p, at);
                picture.set(p, x, y, std::floor(std::clamp(value, 0.0, 255.0) + 0.5));
            }
        }
    }
    return picture;
}

double psnr(const Picture &a, const Picture &b) {
    double sum = 0, count = 0;
    for (int p = 0; p < a.planes(); ++p) {
        for (int y = 0; y < a.plane_height(p); ++y) {
            for (int x = 0; x < a.plane_width(p); ++x) {
                sum += std::pow(a.get(p, x, y) - b.get(p, x, y), 2);
                ++count;
            }
        }
    }
    return sum > 0 ? 10 * std::log10(255.0 * 255.0 * count / sum) : 99;
}

const Look kLooks[] = {{255, 0}, {200, 20}, {25, 230}};

}  // namespace

TEST(Pages, clean_text_stays) {
    for (const zsn2n_color color : {ZSN2N_COLOR_GRAY, ZSN2N_COLOR_RGB}) {
        const Shape shape = shape_of(256, 192, color, ZSN2N_SAMPLE_U8);
        for (const int size : {10, 13, 18, 24}) {
            const auto ink = text_page(shape.width, shape.height, size);
            for (const Look &look : kLooks) {
                const Picture clean = printed(shape, ink, look, 0);
                for (const char *options : {"preset=fast", "steps=20"}) {
                    EXPECT_GT(psnr(denoised(clean, params_of(options)), clean), 45)
                        << to_text(shape) << " size " << size << " paper " << look.paper;
                }
            }
        }
    }
}

TEST(Pages, scanned_text_gains) {
    const Shape shape = shape_of(256, 192, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
    for (const int size : {10, 13, 18, 24}) {
        const auto ink = text_page(shape.width, shape.height, size);
        for (const Look &look : kLooks) {
            const Picture clean = printed(shape, ink, look, 0);
            for (const double sigma : {5.0, 10.0}) {
                const Picture noisy = printed(shape, ink, look, sigma);
                EXPECT_GT(psnr(denoised(noisy, params_of("preset=fast")), clean),
                          psnr(noisy, clean) + 0.5)
                    << " size " << size << " paper " << look.paper << " sigma " << sigma;
            }
        }
    }
}

TEST(Pages, drawings_without_noise_stay) {
    const Shape shape = shape_of(200, 160, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8);
    const auto circles = [](int x, int y) {
        return 255 * std::clamp(std::abs(std::fmod(std::hypot(x - 90.0, y - 70.0), 31) - 15) - 1,
                                0.0, 1.0);
    };
    const auto gradient = [](int x, int y) { return 20 + x * 0.7 + y * 0.45; };
    const auto levels = [](int x, int y) {
        return 50.0 * (static_cast<int>(2.4 + 2 * std::sin(x * 0.07) + std::sin(y * 0.05)));
    };
    const auto windows = [](int x, int y) {
        return x % 67 < 3 || y % 41 < 2 ? 90.0 : (x / 67 + y / 41) % 2 ? 240.0 : 180.0;
    };
    for (const auto &draw : std::vector<double (*)(int, int)>{circles, gradient, levels, windows}) {
        Picture clean(shape);
        for (int y = 0; y < shape.height; ++y) {
            for (int x = 0; x < shape.width; ++x)
                clean.set(0, x, y, std::floor(std::clamp(draw(x, y), 0.0, 255.0) + 0.5));
        }
        EXPECT_GT(psnr(denoised(clean, params_of("preset=fast")), clean), 45)
            << "drawing at " << clean.get(0, 50, 50);
    }
}
