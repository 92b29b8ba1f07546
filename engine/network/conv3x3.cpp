// SPDX-License-Identifier: BSD-2-Clause
#include "network/conv3x3.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "base/kernel.h"
#include "network/map_buffer.h"
#include "zsn2n_conv3x3_flip_weights.h"

namespace zsn2n {

Conv3x3::Conv3x3() : flipped_(static_cast<size_t>(9) * kWidth * kWidth), no_bias_(kWidth) {
    std::fill_n(no_bias_.data(), kWidth, 0.0f);
}

void Conv3x3::set_weights(const float *weights, const float *bias) {
    weights_ = weights;
    bias_ = bias;
    ++version_;
    check_kernel(zsn2n_conv3x3_flip_weights(WeightsBuffer(weights), WeightsBuffer(flipped_.data())),
                 "conv3x3_flip_weights");
}

std::unique_ptr<Conv3x3> make_conv3x3(const Method &method, int slots) {
    if (!method_available(method)) {
        throw Error(ZSN2N_UNSUPPORTED, std::string("this CPU and build have no convolution with ") +
                                           "backend=" + name(method.backend) +
                                           " precision=" + name(method.storage) +
                                           " algorithm=" + name(method.algorithm));
    }
    prepare_kernels();
#if ZSN2N_WITH_ONEDNN
    if (method.backend == Backend::kOnednn) return make_conv3x3_onednn(method, slots);
#else
    (void)slots;
#endif
    return make_conv3x3_halide();
}

size_t conv3x3_scratch_bytes(const Method &method, size_t pixels) {
    constexpr size_t kWinograd = size_t{10} << 20, kTransposedBf16 = 208;
    if (method.algorithm == Algorithm::kWinograd) {
        return kWinograd + 2 * pixels * kWidth * sizeof(float);
    }
    return method.storage == Storage::kBf16 ? pixels * kTransposedBf16 : 0;
}

}  // namespace zsn2n
