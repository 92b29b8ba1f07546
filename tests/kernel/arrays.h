// SPDX-License-Identifier: BSD-2-Clause
// Random data in the engine's types next to the same values for the plain loops.
#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/rng.h"
#include "image/planes.h"
#include "network/feature_map.h"
#include "plain.h"

namespace zsn2n_test {

using zsn2n::FeatureMap;
using zsn2n::PlanesView;
using zsn2n::Region;
using zsn2n::Storage;

inline float bf16_to_float(uint16_t bits) {
    const uint32_t wide = static_cast<uint32_t>(bits) << 16;
    float value;
    std::memcpy(&value, &wide, sizeof value);
    return value;
}

// To nearest, ties to even; no NaN here.
inline uint16_t float_to_bf16(float value) {
    uint32_t wide;
    std::memcpy(&wide, &value, sizeof wide);
    return static_cast<uint16_t>((wide + 0x7FFF + ((wide >> 16) & 1)) >> 16);
}

// A whole image's feature map with values in [-0.5, 0.5), with guard values behind its end.
class RandomMap {
  public:
    RandomMap(int width, int height, Storage storage, uint64_t seed)
        : plain(width, height),
          storage_(storage),
          bytes_(plain.values.size() * storage_size(storage) + kGuard, 0xA5) {
        zsn2n::Rng rng(seed, 77);
        for (size_t i = 0; i < plain.values.size(); ++i) set(i, rng.uniform() - 0.5f);
    }

    FeatureMap map() { return {bytes_.data(), {0, 0, plain.width, plain.height}, storage_}; }
    double get(int k, int x, int y) const {
        const size_t i = (static_cast<size_t>(y) * plain.width + x) * plain::kWidth + k;
        if (storage_ == Storage::kF32) return reinterpret_cast<const float *>(bytes_.data())[i];
        return bf16_to_float(reinterpret_cast<const uint16_t *>(bytes_.data())[i]);
    }
    bool guard_intact() const {
        for (size_t i = bytes_.size() - kGuard; i < bytes_.size(); ++i) {
            if (bytes_[i] != 0xA5) return false;
        }
        return true;
    }

    plain::Map plain;

  private:
    static constexpr size_t kGuard = 256;
    void set(size_t i, float value) {
        if (storage_ == Storage::kF32) {
            reinterpret_cast<float *>(bytes_.data())[i] = value;
            plain.values[i] = value;
        } else {
            const uint16_t bits = float_to_bf16(value);
            reinterpret_cast<uint16_t *>(bytes_.data())[i] = bits;
            plain.values[i] = bf16_to_float(bits);
        }
    }

    Storage storage_;
    std::vector<uint8_t> bytes_;
};

// Planes with rows padded by `padding` floats that no kernel may touch.
class RandomPlanes {
  public:
    RandomPlanes(int width, int height, int channels, int padding, uint64_t seed)
        : plain(width, height, channels), stride_(width + padding) {
        values_.assign(static_cast<size_t>(stride_) * height * channels, kGuard);
        zsn2n::Rng rng(seed, 78);
        for (int c = 0; c < channels; ++c) {
            for (int y = 0; y < height; ++y) {
                for (int x = 0; x < width; ++x) {
                    plain.at(x, y, c) = view().at(x, y, c) = rng.uniform() - 0.5f;
                }
            }
        }
    }

    PlanesView view() {
        return {values_.data(), plain.width, plain.height,
                plain.channels, stride_,     static_cast<ptrdiff_t>(stride_) * plain.height};
    }
    bool guard_intact() {
        for (int c = 0; c < plain.channels; ++c) {
            for (int y = 0; y < plain.height; ++y) {
                for (int x = plain.width; x < stride_; ++x) {
                    if (view().at(x, y, c) != kGuard) return false;
                }
            }
        }
        return true;
    }

    plain::Planes plain;

  private:
    static constexpr float kGuard = 12345.0f;
    int stride_;
    std::vector<float> values_;
};

using Floats = zsn2n::AlignedBuffer<float>;

inline Floats random_floats(size_t size, uint64_t seed, std::vector<double> *plain) {
    zsn2n::Rng rng(seed, 79);
    Floats values(size);
    for (size_t i = 0; i < size; ++i) values[i] = 0.2f * (rng.uniform() - 0.5f);
    plain->assign(values.data(), values.data() + size);
    return values;
}

inline Floats zero_floats(size_t size) {
    Floats values(size);
    std::fill_n(values.data(), size, 0.0f);
    return values;
}

}  // namespace zsn2n_test
