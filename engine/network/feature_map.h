// SPDX-License-Identifier: BSD-2-Clause
// A region's activations, 48 channels a pixel.
#pragma once

#include <cstddef>
#include <cstdint>

#include "image/region.h"
#include "network/layout.h"

namespace zsn2n {

enum class Storage { kF32, kBf16 };

constexpr size_t storage_size(Storage storage) {
    return storage == Storage::kF32 ? 4 : 2;
}

// Channel innermost, then x, then y, dense over `region`. Not owned.
struct FeatureMap {
    void *data;
    Region region;
    Storage storage;

    FeatureMap rows(int begin, int end) const {
        const size_t offset = static_cast<size_t>(begin - region.top) * region.width() * kWidth;
        return {static_cast<uint8_t *>(data) + offset * storage_size(storage),
                region.rows(begin, end), storage};
    }
    size_t bytes() const { return region.pixels() * kWidth * storage_size(storage); }
};

}  // namespace zsn2n
