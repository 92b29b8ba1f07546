// SPDX-License-Identifier: BSD-2-Clause
// The 48->48 convolution, 93.5 % of the network's arithmetic, behind one interface for both
// backends.
#pragma once

#include <memory>

#include "network/feature_map.h"

namespace zsn2n {

enum class Backend { kHalide, kOnednn };

// Source regions may end at the image's edge: a pixel the destination needs and the source lacks is
// zero (one row or column on any side). `slot` (0..slots-1) is the caller's own among concurrent
// calls of the const members.
class Conv3x3 {
  public:
    Conv3x3();
    virtual ~Conv3x3() = default;

    // weights[dy][dx][i][k] and bias[k] for the calls that follow; not owned, unchanged meanwhile.
    void set_weights(const float *weights, const float *bias);

    // dst = LeakyReLU(conv(src) + bias).
    virtual void forward(const FeatureMap &src, const FeatureMap &dst, int slot) const = 0;

    // diff_src = transposed convolution of diff_dst.
    virtual void backward_data(const FeatureMap &diff_dst, const FeatureMap &diff_src,
                               int slot) const = 0;

    // diff_weights, diff_bias = those of diff_dst's region, in the layout of set_weights().
    virtual void backward_weights(const FeatureMap &src, const FeatureMap &diff_dst,
                                  float *diff_weights, float *diff_bias, int slot) const = 0;

  protected:
    const float *weights_ = nullptr, *bias_ = nullptr;
    // What makes backward data a forward convolution: the kernel flipped and transposed, no bias.
    AlignedBuffer<float> flipped_, no_bias_;
    uint64_t version_ = 0;  // of the weights, counts set_weights()
};

// What this CPU and build can do.
bool backend_available(Backend backend);
bool bf16_available();

// Throws Error(UNSUPPORTED), saying what is, where this pair is not to be had; Halide takes f32
// alone.
void require_backend(Backend backend, Storage storage);

// Of a pair that require_backend() lets pass; it is asked here too.
std::unique_ptr<Conv3x3> make_conv3x3(Backend backend, Storage storage, int slots);

std::unique_ptr<Conv3x3> make_conv3x3_halide();
std::unique_ptr<Conv3x3> make_conv3x3_onednn(Storage storage, int slots);

}  // namespace zsn2n
