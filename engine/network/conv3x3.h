// SPDX-License-Identifier: BSD-2-Clause
// The 48->48 convolution, 93.5 % of the network's arithmetic, behind one interface for every
// method.
#pragma once

#include <memory>

#include "network/choice.h"

namespace zsn2n {

// A source region may end at the image's edge. A pixel that the destination needs and the source
// lacks is zero (one row or column on any side). With Winograd the bits of a pixel depend on its
// place in its 4x4 block of the destination. So regions agree with each other where they begin at
// multiples of four, and end there or at the image's edge. Concurrent calls of the const members
// each have a `slot` (0..slots-1) of their own.
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
    // They make backward data a forward convolution: the flipped and transposed kernel, and no
    // bias.
    AlignedBuffer<float> flipped_, no_bias_;
    uint64_t version_ = 0;  // of the weights, counts set_weights()
};

// Throws Error(UNSUPPORTED) for a method that is not method_available().
std::unique_ptr<Conv3x3> make_conv3x3(const Method &method, int slots);

std::unique_ptr<Conv3x3> make_conv3x3_halide();
std::unique_ptr<Conv3x3> make_conv3x3_onednn(const Method &method, int slots);

// Whether this oneDNN can make the method's primitives on this CPU.
bool onednn_has(const Method &method);

// Bytes that a slot holds at most after calls with up to `pixels` of source. For Winograd oneDNN
// 2.6 asks for 6.6 to 9.9 MB whatever the region, and the maps in its layout are added. For bf16
// its backward weights transpose both maps.
size_t conv3x3_scratch_bytes(const Method &method, size_t pixels);

}  // namespace zsn2n
