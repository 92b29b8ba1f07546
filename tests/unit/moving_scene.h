// SPDX-License-Identifier: BSD-2-Clause
// A made scene that can be moved by fractions of a pixel.
#pragma once

#include <cmath>

#include "base/rng.h"
#include "base/team.h"
#include "image/planes.h"

namespace made {

using zsn2n::ConstPlanesView;
using zsn2n::Planes;
using zsn2n::PlanesView;
using zsn2n::Rng;

inline zsn2n::Team team(int threads = 2) {
    return {zsn2n::Pool::shared(threads), threads};
}

constexpr float kSigma = 0.1f;
constexpr int kWidth = 203, kHeight = 149;  // no multiples of a block

// Random, but the same each time, between 0 and 1.
inline double random_at(int64_t x, int64_t y, int seed) {
    Rng rng(static_cast<uint64_t>(x * 7919 + y * 104729 + 1000003), seed);
    return rng.uniform();
}

// Smooth between random values that lie `size` pixels apart.
inline double waves(double x, double y, double size, int seed) {
    const double u = x / size, v = y / size;
    const auto left = static_cast<int64_t>(std::floor(u)),
               top = static_cast<int64_t>(std::floor(v));
    const auto smooth = [](double t) { return t * t * (3 - 2 * t); };
    const double a = smooth(u - static_cast<double>(left)),
                 b = smooth(v - static_cast<double>(top));
    const auto along = [&](int64_t row) {
        return (1 - a) * random_at(left, row, seed) + a * random_at(left + 1, row, seed);
    };
    return (1 - b) * along(top) + b * along(top + 1);
}

// Texture of all sizes; anywhere in the plane, and alike nowhere.
inline double scene(double x, double y, int c) {
    return 0.15 + 0.3 * waves(x, y, 40, 1 + c) + 0.25 * waves(x, y, 13, 4 + c) +
           0.15 * waves(x, y, 5, 7 + c);
}

template <typename Value>
Planes image(int channels, const Value &value) {
    Planes planes(kWidth, kHeight, channels);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < kHeight; ++y) {
            for (int x = 0; x < kWidth; ++x)
                planes.view().at(x, y, c) = static_cast<float>(value(x, y, c));
        }
    }
    return planes;
}

inline Planes moved(int channels, double dx, double dy) {
    return image(channels, [&](int x, int y, int c) { return scene(x + dx, y + dy, c); });
}

inline void add_noise(Planes &planes, float sigma, uint64_t seed) {
    Rng rng(seed, 5);
    const PlanesView view = planes.view();
    for (size_t i = 0; i < view.shape().samples(); ++i) view.data[i] += sigma * rng.normal();
}

inline double mean_square(const ConstPlanesView &a, const ConstPlanesView &b, int edge = 0) {
    double sum = 0;
    int count = 0;
    for (int c = 0; c < a.channels; ++c) {
        for (int y = edge; y < a.height - edge; ++y) {
            for (int x = edge; x < a.width - edge; ++x, ++count) {
                const double difference = double{a.at(x, y, c)} - b.at(x, y, c);
                sum += difference * difference;
            }
        }
    }
    return sum / count;
}

}  // namespace made
