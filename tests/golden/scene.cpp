// SPDX-License-Identifier: BSD-2-Clause
// No function of libm but those that are exact anywhere: sqrt() and floor().
#include "scene.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "text_page.h"

namespace {

constexpr int kBlock = 8;

double fraction(double x) {
    return x - std::floor(x);
}

// Of period 1 and much like a sine, of parabolas.
double wave(double x) {
    const double h = 2 * fraction(x) - 1;
    return 4 * h * (1 - std::abs(h));
}

// Slow waves, hard edges at several angles, discs with fine texture.
double scene_sample(const Case &of, int frame, int plane, int x, int y) {
    const double cut = frame >= of.cut_at ? 131 : 0;
    const double u = (cut > 0 ? y : x) + 2.5 * frame + cut, v = (cut > 0 ? x : y) + 1.5 * frame;
    double value = 0.38 + 0.2 * wave(u / 300 + 0.11 * plane) + 0.13 * wave(v / 370 - 0.16 * plane);
    if (fraction((0.8 * u + 0.6 * v) / 70) < 0.34) value += 0.18 - 0.1 * plane;
    if (fraction((0.3 * u - v) / 90) < 0.22) value -= 0.12;
    const double dx = 80 * fraction(u / 80) - 40, dy = 80 * fraction(v / 80) - 40;
    const double square = dx * dx + dy * dy;
    if (square < 22 * 22) value = 0.72 - 0.13 * plane + 0.06 * wave(u / 7) * wave(v / 8);
    if (square < 6 * 6) value = 0.15 + 0.1 * plane;
    return std::clamp(value, 0.02, 0.98) * (of.dark ? 0.12 : 1);
}

double page_sample(const Case &of, int x, int y) {
    static std::map<std::pair<int, int>, std::vector<double>> pages;
    const int width = of.shape.width, height = of.shape.height;
    std::vector<double> &page = pages[{width, height}];
    if (page.empty()) page = text_page(width, height, 14);
    return 0.94 - 0.88 * page[static_cast<size_t>(y) * width + x];
}

// Dots of a printed screen, at 45 degrees, as wide as the scene is dark.
double screen_sample(double tone, int x, int y) {
    const double dot = 0.5 + 0.25 * (wave((x + y) / 8.0) + wave((x - y) / 8.0));
    return std::clamp(0.5 + 4 * (tone - dot), 0.05, 0.95);
}

bool in_bars(const Case &of, int y) {
    return of.kind == Kind::kBars && (y < of.shape.height / 8 || y >= of.shape.height * 7 / 8);
}

// Near to normal, variance 1: four uniforms.
double deviate(uint64_t seed, int i, int j) {
    double sum = -2;
    const uint64_t first = ((static_cast<uint64_t>(j) << 20) + static_cast<uint64_t>(i)) * 4;
    for (uint64_t k = 0; k < 4; ++k) sum += uniform(seed, first + k);
    return 1.7320508 * sum;
}

// Of the case's kind, variance about 1.
double noise_sample(const Case &of, int frame, int plane, int x, int y) {
    const auto seed_of = [](int at, int p) { return static_cast<uint64_t>(at * 3 + p + 1); };
    const uint64_t seed = seed_of(frame, of.kind == Kind::kShared ? 0 : plane);
    switch (of.kind) {
        case Kind::kCoarse:
            return 0.5 * (deviate(seed, x, y) + deviate(seed, x + 1, y) + deviate(seed, x, y + 1) +
                          deviate(seed, x + 1, y + 1));
        case Kind::kGrain: {  // blurred by (1 2 1)
            double sum = 0;
            for (int j = 0; j < 3; ++j) {
                for (int i = 0; i < 3; ++i)
                    sum += (i == 1 ? 2 : 1) * (j == 1 ? 2 : 1) * deviate(seed, x + i, y + j);
            }
            return sum / 6;
        }
        case Kind::kHalfGrey:
            return 0.7 * (deviate(seed, x, y) + deviate(seed_of(frame, 0) + 50, x, y));
        case Kind::kBlotches:
            return plane > 0 ? 0.7 * (deviate(seed, x, y) + deviate(seed + 50, x / 4, y / 4))
                             : deviate(seed, x, y);
        case Kind::kRows:
            return deviate(seed, x, y) + 0.5 * deviate(seed + 50, 0, y);
        case Kind::kFrozen:
            return 0.7 * (deviate(seed, x, y) + deviate(seed_of(0, plane) + 50, x, y));
        default:
            return deviate(seed, x, y);
    }
}

// Every 200th pixel is black or white, in all planes.
void add_impulse(const Case &of, int frame, int x, int y, double *value) {
    if (of.kind != Kind::kImpulses) return;
    const uint64_t at = (static_cast<uint64_t>(y) << 20) + static_cast<uint64_t>(x);
    const double drawn = uniform(static_cast<uint64_t>(frame) + 90, at);
    if (drawn >= 0.005) return;
    *value = drawn < 0.0025 ? 0 : 1;
}

// What JPEG does to a plane: 8x8 cosine transforms, their coefficients rounded to multiples of a
// step.
void quantize(Picture *picture, int plane) {
    // cos(k pi / 16)
    constexpr double kCos[9] = {1,
                                0.98078528040323043,
                                0.92387953251128674,
                                0.83146961230254524,
                                0.70710678118654752,
                                0.55557023301960218,
                                0.38268343236508977,
                                0.19509032201612825,
                                0};
    double basis[kBlock][kBlock];
    for (int k = 0; k < kBlock; ++k) {
        for (int i = 0; i < kBlock; ++i) {
            int angle = (2 * i + 1) * k % 32;
            if (angle > 16) angle = 32 - angle;
            const double cosine = angle > 8 ? -kCos[16 - angle] : kCos[angle];
            basis[k][i] = cosine * (k == 0 ? 0.35355339059327376 : 0.5);
        }
    }
    const double peak = picture->peak();
    for (int top = 0; top + kBlock <= picture->plane_height(plane); top += kBlock) {
        for (int left = 0; left + kBlock <= picture->plane_width(plane); left += kBlock) {
            double block[kBlock][kBlock], rows[kBlock][kBlock];
            const auto turn = [&](bool back) {
                for (int pass = 0; pass < 2; ++pass) {
                    for (int a = 0; a < kBlock; ++a) {
                        for (int k = 0; k < kBlock; ++k) {
                            double sum = 0;
                            for (int i = 0; i < kBlock; ++i)
                                sum += block[a][i] * (back ? basis[i][k] : basis[k][i]);
                            rows[k][a] = sum;
                        }
                    }
                    std::copy(&rows[0][0], &rows[0][0] + kBlock * kBlock, &block[0][0]);
                }
            };
            for (int y = 0; y < kBlock; ++y) {
                for (int x = 0; x < kBlock; ++x)
                    block[y][x] = picture->get(plane, left + x, top + y) / peak;
            }
            turn(false);
            for (int v = 0; v < kBlock; ++v) {
                for (int u = 0; u < kBlock; ++u) {
                    const double step = (8 + 3 * (u + v)) / 255.0;
                    block[v][u] = step * std::floor(block[v][u] / step + 0.5);
                }
            }
            turn(true);
            for (int y = 0; y < kBlock; ++y) {
                for (int x = 0; x < kBlock; ++x) {
                    const double value = std::clamp(block[y][x], 0.0, 1.0) * peak;
                    picture->set(plane, left + x, top + y, std::floor(value + 0.5));
                }
            }
        }
    }
}

}  // namespace

int colors(const Shape &shape) {
    return shape.color == ZSN2N_COLOR_GRAY ? 1 : 3;
}

double clean_sample(const Case &of, int frame, int plane, int x, int y) {
    if (plane > 0) {
        x <<= of.shape.shift_x;
        y <<= of.shape.shift_y;
    }
    if (in_bars(of, y)) return plane > 0 && of.shape.color == ZSN2N_COLOR_YUV ? 0.5 : 0.0625;
    if (of.kind == Kind::kPage) return page_sample(of, x, y);
    double value = scene_sample(of, frame, plane, x, y);
    if (of.kind == Kind::kScreen) value = screen_sample(value, x, y);
    if (of.kind == Kind::kFlicker && frame % 2 == 1) value *= 0.85;
    if (of.kind == Kind::kFlash && frame == 2) value = 0.5 + 0.5 * value;
    if (of.kind == Kind::kMover && plane == 0) {
        const int dx = x - 20 - 3 * frame, dy = y - 40;
        if (dx >= 0 && dx < 6 && dy >= 0 && dy < 6) value += 1.3 * std::sqrt(of.b);
    }
    return value;
}

void fill(const Case &of, int frame, Picture *picture) {
    for (int p = 0; p < colors(of.shape); ++p) {
        for (int y = 0; y < picture->plane_height(p); ++y) {
            for (int x = 0; x < picture->plane_width(p); ++x) {
                const double clean = clean_sample(of, frame, p, x, y);
                const bool silent = in_bars(of, p > 0 ? y << of.shape.shift_y : y);
                const double sigma = silent ? 0 : std::sqrt(of.a * clean + of.b);
                double value = clean + sigma * noise_sample(of, frame, p, x, y);
                add_impulse(of, frame, x, y, &value);
                value = std::clamp(value, 0.0, 1.0);
                if (of.shape.sample != ZSN2N_SAMPLE_F32)
                    value = std::floor(value * picture->peak() + 0.5);
                picture->set(p, x, y, value);
            }
        }
        if (of.kind == Kind::kJpeg) quantize(picture, p);
    }
    if (!of.shape.alpha) return;
    const int alpha = picture->planes() - 1;
    for (int y = 0; y < of.shape.height; ++y) {
        for (int x = 0; x < of.shape.width; ++x) {
            const bool hole = of.holes && (x / 16 + y / 24) % 4 == 0;
            picture->set(alpha, x, y, hole ? 0 : picture->peak());
        }
    }
}
