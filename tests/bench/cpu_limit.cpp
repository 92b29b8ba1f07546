// SPDX-License-Identifier: BSD-2-Clause
#include "cpu_limit.h"

#include <HalideRuntime.h>

#include <cstdlib>

namespace bench {
namespace {

// A kernel asks with the feature set of one of its versions.
bool asks_for(int count, const uint64_t *features, int feature) {
    return feature / 64 < count && (features[feature / 64] >> (feature % 64) & 1);
}

int only_baseline(int count, const uint64_t *features) {
    return !asks_for(count, features, halide_target_feature_sse41);
}

int up_to_avx2(int count, const uint64_t *features) {
    return !asks_for(count, features, halide_target_feature_avx512) &&
           halide_default_can_use_target_features(count, features);
}

}  // namespace

void limit_cpu(zsn2n::Cpu cpu) {
    const char *isa = "AVX512_CORE_BF16";
    switch (cpu) {
        case zsn2n::Cpu::kBaseline:
            halide_set_custom_can_use_target_features(only_baseline);
            isa = "SSE41";
            break;
        case zsn2n::Cpu::kAvx2:
            halide_set_custom_can_use_target_features(up_to_avx2);
            isa = "AVX2";
            break;
        case zsn2n::Cpu::kAvx512:
            isa = "AVX512_CORE";
            break;
        case zsn2n::Cpu::kAvx512Bf16:
            break;
    }
    setenv("DNNL_MAX_CPU_ISA", isa, 1);
}

}  // namespace bench
