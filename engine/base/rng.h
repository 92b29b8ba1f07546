// SPDX-License-Identifier: BSD-2-Clause
// Random numbers that depend on a seed and a counter alone, so that no thread count changes them.
#pragma once

#include <cmath>
#include <cstdint>

namespace zsn2n {

// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
class Rng {
  public:
    // `stream` separates independent uses of one seed.
    Rng(uint64_t seed, uint64_t stream) : state_(mix(seed + kGamma) ^ mix(stream * kGamma + 1)) {}

    uint64_t next() { return mix(state_ += kGamma); }

    // Uniform in [0, 1), 24 bits.
    float uniform() { return static_cast<float>(next() >> 40) * 0x1p-24f; }

    // Normal deviate (Box and Muller 1958).
    float normal() {
        const float radius = std::sqrt(-2.0f * std::log(1.0f - uniform()));
        return radius * std::cos(6.283185307f * uniform());
    }

    // Uniform in 0..bound-1; the bias is below bound / 2^32.
    uint32_t below(uint32_t bound) {
        return static_cast<uint32_t>(((next() >> 32) * static_cast<uint64_t>(bound)) >> 32);
    }

  private:
    static constexpr uint64_t kGamma = 0x9E3779B97F4A7C15u;
    static uint64_t mix(uint64_t z) {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    uint64_t state_;
};

}  // namespace zsn2n
