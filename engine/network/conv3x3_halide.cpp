// SPDX-License-Identifier: BSD-2-Clause
#include "network/conv3x3.h"
#include "network/map_buffer.h"
#include "zsn2n_conv3x3_backward_data.h"
#include "zsn2n_conv3x3_backward_weights.h"
#include "zsn2n_conv3x3_forward.h"

namespace zsn2n {

namespace {

class Conv3x3Halide : public Conv3x3 {
  public:
    void forward(const FeatureMap &src, const FeatureMap &dst, int) const override {
        check_kernel(zsn2n_conv3x3_forward(MapBuffer(src), WeightsBuffer(weights_),
                                           BiasBuffer(bias_), MapBuffer(dst)),
                     "conv3x3_forward");
    }

    void backward_data(const FeatureMap &diff_dst, const FeatureMap &diff_src, int) const override {
        check_kernel(
            zsn2n_conv3x3_backward_data(MapBuffer(diff_dst), WeightsBuffer(flipped_.data()),
                                        BiasBuffer(no_bias_.data()), MapBuffer(diff_src)),
            "conv3x3_backward_data");
    }

    void backward_weights(const FeatureMap &src, const FeatureMap &diff_dst, float *diff_weights,
                          float *diff_bias, int) const override {
        check_kernel(
            zsn2n_conv3x3_backward_weights(MapBuffer(src), MapBuffer(diff_dst),
                                           WeightsBuffer(diff_weights), BiasBuffer(diff_bias)),
            "conv3x3_backward_weights");
    }
};

}  // namespace

std::unique_ptr<Conv3x3> make_conv3x3_halide() {
    return std::make_unique<Conv3x3Halide>();
}

}  // namespace zsn2n
