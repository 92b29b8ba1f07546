// SPDX-License-Identifier: BSD-2-Clause
// Loss and gradient of the published method at fixed data, computed by zsn2n_torch.py in float64.
// README.md states the generator and the layout. Header only, standard library only.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gradient_fixture {

constexpr int kWidth = 48;
constexpr int kTensors = 6;  // conv1.weight .bias conv2.weight .bias conv3.weight .bias
constexpr int kProjections = 24;
using Tensors = std::array<std::vector<float>, kTensors>;

struct TensorFacts {
    double norm;
    double projections[kProjections];
};

struct Fixture {
    int index;  // of the data: the full and the residual loss of one input share it
    int channels, height, width;
    bool consistency;  // false: the symmetric residual term alone
    double loss;
    std::array<TensorFacts, kTensors> gradient;
};

inline const std::vector<Fixture> &all() {
    static const std::vector<Fixture> fixtures = {
#include "gradient_fixtures.inc"
    };
    return fixtures;
}

// Output i (from 0) of splitmix64 started at seed.
inline uint64_t splitmix64(uint64_t seed, uint64_t i) {
    uint64_t z = seed + (i + 1) * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

inline double uniform(uint64_t seed, uint64_t i) {
    return static_cast<double>(splitmix64(seed, i) >> 40) * 0x1p-24;
}

inline uint64_t stream(const Fixture &fixture, int offset) {
    return static_cast<uint64_t>(1000 * (fixture.index + 1) + offset);
}

// Planes one after the other.
inline std::vector<float> image(const Fixture &fixture) {
    std::vector<float> values(size_t(fixture.channels) * fixture.height * fixture.width);
    for (size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<float>(uniform(stream(fixture, 0), i));
    }
    return values;
}

inline std::array<int, kTensors> tensor_sizes(int channels) {
    return {kWidth * channels * 9, kWidth,  kWidth * kWidth * 9, kWidth,
            channels * kWidth,     channels};
}

// PyTorch's layout: [out][in][row][column].
inline Tensors weights(const Fixture &fixture) {
    const int fan_in[kTensors] = {
        9 * fixture.channels, 9 * fixture.channels, 9 * kWidth, 9 * kWidth, kWidth, kWidth};
    const auto sizes = tensor_sizes(fixture.channels);
    Tensors tensors;
    for (int t = 0; t < kTensors; ++t) {
        tensors[t].resize(sizes[t]);
        for (int i = 0; i < sizes[t]; ++i) {
            tensors[t][i] = static_cast<float>((2.0 * uniform(stream(fixture, 1 + t), i) - 1.0) /
                                               std::sqrt(double(fan_in[t])));
        }
    }
    return tensors;
}

inline double gradient_norm(const Fixture &fixture) {
    double sum = 0;
    for (const TensorFacts &tensor : fixture.gradient) sum += tensor.norm * tensor.norm;
    return std::sqrt(sum);
}

// Estimate of |g - reference| for one tensor. A projection on random signs s has
// E[(s . e)^2] = |e|^2, so the mean over 24 of them is within about 30 % of it.
inline double tensor_error(const Fixture &fixture, int tensor, const std::vector<float> &gradient) {
    double sum = 0;
    for (int k = 0; k < kProjections; ++k) {
        double projection = 0;
        const uint64_t seed = stream(fixture, 100 + 32 * tensor + k);
        for (size_t i = 0; i < gradient.size(); ++i) {
            projection += (splitmix64(seed, i) >> 63) ? -double(gradient[i]) : double(gradient[i]);
        }
        const double difference = projection - fixture.gradient[tensor].projections[k];
        sum += difference * difference;
    }
    return std::sqrt(sum / kProjections);
}

// Estimate of |g - reference| / |reference| over all tensors.
inline double relative_error(const Fixture &fixture, const Tensors &gradient) {
    double sum = 0;
    for (int t = 0; t < kTensors; ++t) {
        const double error = tensor_error(fixture, t, gradient[t]);
        sum += error * error;
    }
    return std::sqrt(sum) / gradient_norm(fixture);
}

}  // namespace gradient_fixture
