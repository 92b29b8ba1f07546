// SPDX-License-Identifier: BSD-2-Clause
#include "text_page.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>

namespace {

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

}  // namespace

std::vector<double> text_page(int width, int height, int size) {
    std::vector<double> ink(static_cast<size_t>(width) * height);
    const double capital = 0.72 * size, stroke = std::max(1.0, size / 11.0);
    std::mt19937 random(3);
    for (double top = 9.3; top + size < height - 8; top += 1.3 * size) {
        for (double left = 10.4; left + size < width - 8; left += 0.62 * size) {
            const auto &strokes = kLetters[random() % std::size(kLetters)];
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
