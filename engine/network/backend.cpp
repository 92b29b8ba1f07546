// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>

#include "base/error.h"
#include "base/kernel.h"
#include "network/conv3x3.h"
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

bool backend_available(Backend backend) {
#if ZSN2N_WITH_ONEDNN
    (void)backend;
    return true;
#else
    return backend == Backend::kHalide;
#endif
}

bool bf16_available() {
#if ZSN2N_WITH_ONEDNN && defined(__x86_64__)
    // The dot product of pairs, twice the f32 rate; emulated elsewhere, below the f32 rate.
    return __builtin_cpu_supports("avx512bf16");
#else
    return false;
#endif
}

void require_backend(Backend backend, Storage storage) {
    if (!backend_available(backend)) {
        throw Error(ZSN2N_UNSUPPORTED,
                    "backend=onednn: this build has no oneDNN; use halide or auto");
    }
    if (storage == Storage::kBf16 && backend == Backend::kHalide) {
        throw Error(ZSN2N_UNSUPPORTED,
                    "precision=bf16 needs backend=onednn; backend=halide takes f32 or auto");
    }
    if (storage == Storage::kBf16 && !bf16_available()) {
        throw Error(ZSN2N_UNSUPPORTED,
                    "precision=bf16: this CPU has no bf16 dot product; use f32 or auto");
    }
}

std::unique_ptr<Conv3x3> make_conv3x3(Backend backend, Storage storage, int slots) {
    require_backend(backend, storage);
    install_kernel_error_handler();
#if ZSN2N_WITH_ONEDNN
    if (backend == Backend::kOnednn) return make_conv3x3_onednn(storage, slots);
#else
    (void)slots;
#endif
    return make_conv3x3_halide();
}

}  // namespace zsn2n
