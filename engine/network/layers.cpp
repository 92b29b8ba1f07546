// SPDX-License-Identifier: BSD-2-Clause
#include "network/layers.h"

#include <cstdint>
#include <limits>

#include "network/map_buffer.h"
#include "zsn2n_conv_in_backward_weights_bf16.h"
#include "zsn2n_conv_in_backward_weights_f32.h"
#include "zsn2n_conv_in_bf16.h"
#include "zsn2n_conv_in_f32.h"
#include "zsn2n_conv_out_backward_data_bf16.h"
#include "zsn2n_conv_out_backward_data_f32.h"
#include "zsn2n_conv_out_backward_weights_bf16.h"
#include "zsn2n_conv_out_backward_weights_f32.h"
#include "zsn2n_conv_out_bf16.h"
#include "zsn2n_conv_out_f32.h"
#include "zsn2n_leaky_relu_backward_bf16.h"
#include "zsn2n_leaky_relu_backward_f32.h"

namespace zsn2n {

namespace {

struct FirstWeights : KernelBuffer {
    FirstWeights(const float *weights, int in)
        : KernelBuffer(weights,
                       {{0, kWidth, 1}, {0, 3, kWidth}, {0, 3, 3 * kWidth}, {0, in, 9 * kWidth}}) {}
};

struct LastWeights : KernelBuffer {
    LastWeights(const float *weights, int out)
        : KernelBuffer(weights, {{0, kWidth, 1}, {0, out, kWidth}}) {}
};

// Kernels count samples in 31 bits. Planes further apart do not fit into one call.
bool too_far_apart(const ConstPlanesView &planes) {
    return planes.channels * planes.plane_stride > std::numeric_limits<int32_t>::max();
}

// The part of the planes that a 3x3 convolution over a region reads. It is a copy where the planes
// are too far apart, with six planes from 358 megapixels on.
class Surroundings {
  public:
    Surroundings(const ConstPlanesView &planes, const Region &region)
        : area_(region.grown(1).clipped(planes.region())), part_(planes.part(area_)) {
        if (!too_far_apart(planes)) return;
        copy_.resize(part_.width, part_.height, part_.channels);
        copy_planes(part_, copy_.view());
        part_ = copy_.view();
    }
    // Its edges are the image's or beyond what is read; outside all is zero either way.
    KernelBuffer buffer() const {
        return KernelBuffer(part_.data, {{area_.left, part_.width, 1},
                                         {area_.top, part_.height, part_.row_stride},
                                         {0, part_.channels, part_.plane_stride}});
    }

  private:
    Region area_;
    ConstPlanesView part_;
    Planes copy_;
};

// Picks a kernel by how the feature map is stored.
template <typename Kernel>
Kernel *by_storage(Storage storage, Kernel *f32, Kernel *bf16) {
    return storage == Storage::kF32 ? f32 : bf16;
}

}  // namespace

void conv_in(const ConstPlanesView &src, const Layout &layout, const float *theta,
             const FeatureMap &dst) {
    const auto kernel = by_storage(dst.storage, zsn2n_conv_in_f32, zsn2n_conv_in_bf16);
    const Surroundings read(src, dst.region);
    check_kernel(kernel(read.buffer(), FirstWeights(theta + layout.w1, layout.in),
                        BiasBuffer(theta + layout.b1), MapBuffer(dst)),
                 "conv_in");
}

void conv_in_backward_weights(const ConstPlanesView &src, const FeatureMap &diff_dst,
                              const Layout &layout, float *gradient) {
    const auto kernel = by_storage(diff_dst.storage, zsn2n_conv_in_backward_weights_f32,
                                   zsn2n_conv_in_backward_weights_bf16);
    const Surroundings read(src, diff_dst.region);
    check_kernel(
        kernel(read.buffer(), MapBuffer(diff_dst), FirstWeights(gradient + layout.w1, layout.in),
               BiasBuffer(gradient + layout.b1)),
        "conv_in_backward_weights");
}

void conv_out(const FeatureMap &src, const Layout &layout, const float *theta,
              const ConstPlanesView &noisy, const PlanesView &denoised) {
    const auto kernel = by_storage(src.storage, zsn2n_conv_out_f32, zsn2n_conv_out_bf16);
    const bool apart = too_far_apart(noisy) || too_far_apart(denoised);
    const int count = apart ? 1 : layout.out;
    for (int c = 0; c < layout.out; c += count) {
        check_kernel(kernel(MapBuffer(src), LastWeights(theta + layout.w3 + c * kWidth, count),
                            BiasBuffer(theta + layout.b3 + c, count),
                            RegionBuffer(noisy.channels_from(c, count), src.region),
                            RegionBuffer(denoised.channels_from(c, count), src.region)),
                     "conv_out");
    }
}

void conv_out_backward_data(const FeatureMap &src, const Layout &layout, const float *theta,
                            const ConstPlanesView &diff_noise, const FeatureMap &diff_src) {
    const auto kernel = by_storage(src.storage, zsn2n_conv_out_backward_data_f32,
                                   zsn2n_conv_out_backward_data_bf16);
    check_kernel(kernel(MapBuffer(src), LastWeights(theta + layout.w3, layout.out),
                        RegionBuffer(diff_noise, src.region), MapBuffer(diff_src)),
                 "conv_out_backward_data");
}

void conv_out_backward_weights(const FeatureMap &src, const ConstPlanesView &diff_noise,
                               const Layout &layout, float *gradient) {
    const auto kernel = by_storage(src.storage, zsn2n_conv_out_backward_weights_f32,
                                   zsn2n_conv_out_backward_weights_bf16);
    check_kernel(kernel(MapBuffer(src), RegionBuffer(diff_noise, src.region),
                        LastWeights(gradient + layout.w3, layout.out),
                        BiasBuffer(gradient + layout.b3, layout.out)),
                 "conv_out_backward_weights");
}

void leaky_relu_backward(const FeatureMap &activated, const FeatureMap &gradient) {
    const auto kernel = by_storage(activated.storage, zsn2n_leaky_relu_backward_f32,
                                   zsn2n_leaky_relu_backward_bf16);
    const int size = static_cast<int>(gradient.region.pixels()) * kWidth;
    const halide_type_t type = activated.storage == Storage::kF32
                                   ? halide_type_t(halide_type_float, 32)
                                   : halide_type_t(halide_type_bfloat, 16);
    const auto flat = [&](const FeatureMap &map) {
        return KernelBuffer(type, map.data, {{0, size, 1}});
    };
    check_kernel(kernel(flat(activated), flat(gradient), flat(gradient)), "leaky_relu_backward");
}

}  // namespace zsn2n
