// SPDX-License-Identifier: BSD-2-Clause
#include "base/error.h"
#include "base/kernel.h"
#include "network/conv3x3.h"

namespace zsn2n {

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
