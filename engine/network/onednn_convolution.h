// SPDX-License-Identifier: BSD-2-Clause
// oneDNN's primitives of the 48->48 convolution. No other place knows how oneDNN's versions
// describe them.
#pragma once

#include <oneapi/dnnl/dnnl.hpp>

#include <tuple>

#include "network/choice.h"

namespace zsn2n {

// Sizes and padding of one call. The padding on the far sides follows from them.
struct ConvolutionGeometry {
    int src_width, src_height, dst_width, dst_height, pad_left, pad_top;

    ConvolutionGeometry(const Region &src, const Region &dst)
        : src_width(src.width()),
          src_height(src.height()),
          dst_width(dst.width()),
          dst_height(dst.height()),
          pad_left(src.left - dst.left + 1),
          pad_top(src.top - dst.top + 1) {}

    bool operator<(const ConvolutionGeometry &other) const { return key() < other.key(); }

  private:
    std::tuple<int, int, int, int, int, int> key() const {
        return {src_width, src_height, dst_width, dst_height, pad_left, pad_top};
    }
};

// Backward data is a forward convolution without activation.
enum class ConvolutionPass { kForward, kBackwardData, kBackwardWeights };

// Arguments: SRC, WEIGHTS, BIAS, DST, or SRC, DIFF_DST, DIFF_WEIGHTS, DIFF_BIAS; and SCRATCHPAD.
struct OnednnConvolution {
    dnnl::primitive primitive;
    // Direct: channels last, a forward pass ends with LeakyReLU. Winograd: blocks of 16 channels
    // (network/blocks.h), no activation.
    dnnl::memory::desc src, dst;
    dnnl::memory::desc weights;  // the primitive's own layout; f32 for backward weights
    dnnl::memory::desc scratchpad;
};

// Both throw dnnl::error where this oneDNN on this CPU has no such primitive; the first makes none,
// which takes 3 ms each.
void check_onednn_convolution(const dnnl::engine &engine, const Method &method,
                              ConvolutionPass pass, const ConvolutionGeometry &geometry);
OnednnConvolution make_onednn_convolution(const dnnl::engine &engine, const Method &method,
                                          ConvolutionPass pass,
                                          const ConvolutionGeometry &geometry);

// Descriptions of the weights as set_weights() takes them, and of a bias.
dnnl::memory::desc onednn_weights_desc();
dnnl::memory::desc onednn_bias_desc();

}  // namespace zsn2n
