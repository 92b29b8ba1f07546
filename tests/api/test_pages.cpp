// SPDX-License-Identifier: BSD-2-Clause
// Text, drawings and screens: edges are no noise.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "frames.h"

namespace {

double normal(uint64_t seed, uint64_t i) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) sum += uniform(seed, 12 * i + k);
    return sum;
}

// A stroke of a letter, in a box of 1 x 1.
struct Stroke {
    double x0, y0, x1, y1;
};
const std::vector<Stroke> kLetters[] = {
    {{0, 1, .3, 0}, {.3, 0, .6, 1}, {.1, .6, .5, .6}},                                  // A
    {{0, 0, 0, 1}, {0, 0, .5, 0}, {0, .5, .4, .5}, {0, 1, .5, 1}},                      // E
    {{0, 0, 0, 1}, {.5, 0, .5, 1}, {0, .5, .5, .5}},                                    // H
    {{.2, 0, .2, 1}},                                                                   // I
    {{0, 0, 0, 1}, {.5, 0, 0, .5}, {0, .5, .5, 1}},                                     // K
    {{0, 0, 0, 1}, {0, 1, .5, 1}},                                                      // L
    {{0, 1, 0, 0}, {0, 0, .5, 1}, {.5, 1, .5, 0}},                                      // N
    {{0, 0, .5, 0}, {.5, 0, .5, 1}, {.5, 1, 0, 1}, {0, 1, 0, 0}},                       // O
    {{0, 0, .6, 0}, {.3, 0, .3, 1}},                                                    // T
    {{0, 0, .6, 1}, {.6, 0, 0, 1}},                                                     // X
    {{0, .4, .4, .4}, {.4, .4, .4, 1}, {.4, 1, 0, 1}, {0, 1, 0, .7}, {0, .7, .4, .7}},  // a
    {},                                                                                 // a space
};

double distance(const Stroke &s, double x, double y) {
    const double dx = s.x1 - s.x0, dy = s.y1 - s.y0;
    const double along =
        std::clamp(((x - s.x0) * dx + (y - s.y0) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
    return std::hypot(x - s.x0 - along * dx, y - s.y0 - along * dy);
}

// Coverage by ink of a page of text whose letters are `size` pixels high, 0 to 1, antialiased.
std::vector<double> page(int width, int height, int size) {
    std::vector<double> ink(static_cast<size_t>(width) * height);
    const double capital = 0.72 * size, stroke = std::max(1.0, size / 11.0);
    uint64_t letter = 0;
    for (double top = 9.3; top + size < height - 8; top += 1.3 * size) {
        for (double left = 10.4; left + size < width - 8; left += 0.62 * size) {
            const auto &strokes = kLetters[static_cast<size_t>(
                uniform(3, letter++) * static_cast<double>(std::size(kLetters)))];
            for (int y = static_cast<int>(top) - 2; y < top + size; ++y) {
                for (int x = static_cast<int>(left) - 2; x < left + size; ++x) {
                    for (Stroke s : strokes) {
                        for (double *v : {&s.x0, &s.y0, &s.x1, &s.y1}) *v *= capital;
                        const double cover =
                            std::clamp(0.5 + stroke / 2 - distance(s, x - left, y - top), 0.0, 1.0);
                        double &at = ink[static_cast<size_t>(y) * width + x];
                        at = std::max(at, cover);
                    }
                }
            }
        }
    }
    return ink;
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
            const auto ink = page(shape.width, shape.height, size);
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
        const auto ink = page(shape.width, shape.height, size);
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
