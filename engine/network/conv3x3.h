// SPDX-License-Identifier: BSD-2-Clause
// The 48->48 convolution, 93.5 % of the network's arithmetic, behind one interface for every
// method.
#pragma once

#include <memory>

#include "network/choice.h"

namespace zsn2n {

// Source regions may end at the image's edge: a pixel the destination needs and the source lacks is
// zero (one row or column on any side). With Winograd the bits of a pixel depend on its place in
// its 4x4 block of the destination, so that regions agree with each other where they begin at
// multiples of four and end there or at the image's edge. `slot` (0..slots-1) is the caller's own
// among concurrent calls of the const members.
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

// Throws Error(UNSUPPORTED) for a method that is not method_available().
std::unique_ptr<Conv3x3> make_conv3x3(const Method &method, int slots);

std::unique_ptr<Conv3x3> make_conv3x3_halide();
std::unique_ptr<Conv3x3> make_conv3x3_onednn(const Method &method, int slots);

// Whether the oneDNN at hand can make the primitives of a method of its own on this CPU.
bool onednn_has(const Method &method);

// What a slot holds at most after calls with up to `pixels` of source: oneDNN 2.6 asks for 6.6 to
// 9.9 MB for Winograd whatever the region, and the maps in its layout come to it; for bf16 its
// backward weights transpose both.
size_t conv3x3_scratch_bytes(const Method &method, size_t pixels);

}  // namespace zsn2n
