// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bench {

// splitmix64; the standard library's distributions differ between implementations.
class Random {
  public:
    explicit Random(uint64_t seed) : state_(seed * 0xD1342543DE82EF95u + 1) {}

    // In (0, 1).
    double uniform() {
        uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return (static_cast<double>((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
    }

    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(6.283185307179586 * uniform());
    }

    // Knuth's product of uniforms, in parts whose exp() is far from underflow.
    int poisson(double mean) {
        int count = 0;
        while (mean > 0) {
            const double part = std::min(mean, 32.0);
            mean -= part;
            const double limit = std::exp(-part);
            for (double product = uniform(); product > limit; product *= uniform()) ++count;
        }
        return count;
    }

  private:
    uint64_t state_;
};

}  // namespace bench
