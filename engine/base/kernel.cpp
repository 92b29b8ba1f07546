// SPDX-License-Identifier: BSD-2-Clause
#include "base/kernel.h"

#include <cstdio>

#include "base/cpu.h"
#include "base/error.h"

namespace zsn2n {

namespace {

// Plain array: a thread that outlives this library must not find a destructor to run.
thread_local char last_message[256];

void keep_message(void *, const char *message) {
    std::snprintf(last_message, sizeof last_message, "%s", message);
}

// A kernel asks with the feature set of one of its versions.
int can_use(int count, const uint64_t *features) {
    const auto asks_for = [=](int feature) {
        return feature / 64 < count && (features[feature / 64] >> (feature % 64) & 1);
    };
    const Cpu needed = asks_for(halide_target_feature_avx512) ? Cpu::kAvx512
                       : asks_for(halide_target_feature_avx2) ? Cpu::kAvx2
                                                              : Cpu::kBaseline;
    return needed <= this_cpu() && halide_default_can_use_target_features(count, features);
}

}  // namespace

void prepare_kernels() {
    halide_set_error_handler(keep_message);
    halide_set_custom_can_use_target_features(can_use);
}

void refuse_stride(ptrdiff_t stride) {
    throw Error(ZSN2N_UNSUPPORTED, "a stride of " + std::to_string(stride) +
                                       " samples is beyond what kernels address");
}

void check_kernel(int result, const char *name) {
    if (result == 0) return;
    const zsn2n_status status =
        result == halide_error_code_out_of_memory ? ZSN2N_OUT_OF_MEMORY : ZSN2N_BACKEND;
    throw Error(status, std::string("kernel ") + name + " failed (" + std::to_string(result) +
                            "): " + last_message);
}

}  // namespace zsn2n
