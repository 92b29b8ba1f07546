// SPDX-License-Identifier: BSD-2-Clause
#include "scene.h"

#include <algorithm>
#include <cmath>

bench::Image make_scene(int width, int height, int channels, double time) {
    bench::Image image(width, height, channels);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < height; ++y) {
            for (int x = 0; x < width; ++x) {
                const double u = x + 2.5 * time, v = y + 1.5 * time;
                double value =
                    0.35 + 0.2 * std::sin(0.021 * u + 0.7 * c) + 0.15 * std::cos(0.017 * v - c);
                if (std::fmod(0.8 * u + 0.6 * v + 1000, 70) < 24) value += 0.18 - 0.1 * c;
                if (std::fmod(0.3 * u - v + 2000, 90) < 20) value -= 0.12;
                const double dx = std::fmod(u + 1000, 80) - 40, dy = std::fmod(v + 1000, 80) - 40;
                const double radius = std::hypot(dx, dy);
                if (radius < 22)
                    value = 0.75 - 0.15 * c + 0.06 * std::sin(0.9 * u) * std::sin(0.8 * v);
                if (radius < 6) value = 0.15 + 0.1 * c;
                image.plane(c)[static_cast<size_t>(y) * width + x] =
                    static_cast<float>(std::clamp(value, 0.02, 0.98));
            }
        }
    }
    return image;
}
