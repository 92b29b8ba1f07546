// SPDX-License-Identifier: BSD-2-Clause
// --level=baseline|avx2|best limits the instruction sets that the kernels' run-time dispatch may
// pick (each kernel picks once a process); --time prints timings as well.
#include <HalideRuntime.h>
#include <gtest/gtest.h>

#include <cstring>

#include "base/kernel.h"
#include "base/thread_scope.h"
#include "timing.h"

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

int main(int argc, char **argv) {
    testing::InitGoogleTest(&argc, argv);
    zsn2n::install_kernel_error_handler();
    const zsn2n::ThreadScope scope;  // as the engine's own threads: one core, no denormals
    for (int i = 1; i < argc; ++i) {
        if (!std::strcmp(argv[i], "--time")) zsn2n_test::enable_timing();
        if (!std::strcmp(argv[i], "--level=baseline")) {
            halide_set_custom_can_use_target_features(only_baseline);
        }
        if (!std::strcmp(argv[i], "--level=avx2")) {
            halide_set_custom_can_use_target_features(up_to_avx2);
        }
    }
    return RUN_ALL_TESTS();
}
