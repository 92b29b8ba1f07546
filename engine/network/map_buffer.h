// SPDX-License-Identifier: BSD-2-Clause
// Kernel arguments from the network's types.
#pragma once

#include "image/planes_buffer.h"
#include "network/feature_map.h"

namespace zsn2n {

struct MapBuffer : KernelBuffer {
    explicit MapBuffer(const FeatureMap &map)
        : KernelBuffer(map.storage == Storage::kF32 ? halide_type_t(halide_type_float, 32)
                                                    : halide_type_t(halide_type_bfloat, 16),
                       map.data,
                       {{0, kWidth, 1},
                        {map.region.left, map.region.width(), kWidth},
                        {map.region.top, map.region.height(),
                         static_cast<ptrdiff_t>(kWidth) * map.region.width()}}) {}
};

// The part of the planes in a region.
struct RegionBuffer : PlanesBuffer {
    RegionBuffer(const ConstPlanesView &planes, const Region &region)
        : PlanesBuffer(planes, region.left, region.top, region.width(), region.height()) {}
};

// A 3x3 convolution's weights, output channel innermost, dx, dy outermost.
struct WeightsBuffer : KernelBuffer {
    explicit WeightsBuffer(const float *weights)
        : KernelBuffer(weights, {{0, kWidth, 1},
                                 {0, kWidth, kWidth},
                                 {0, 3, kWidth * kWidth},
                                 {0, 3, 3 * kWidth * kWidth}}) {}
};

struct BiasBuffer : KernelBuffer {
    explicit BiasBuffer(const float *bias, int size = kWidth)
        : KernelBuffer(bias, {{0, size, 1}}) {}
};

}  // namespace zsn2n
