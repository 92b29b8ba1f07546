// SPDX-License-Identifier: BSD-2-Clause
#include "base/names.h"

namespace zsn2n {

const char *const kPresetNames[] = {"medium", "paper", "fast", "slow", nullptr};
const char *const kGuidesNames[] = {"auto", "none", "pilot", "dct", "quick", nullptr};
const char *const kBackendNames[] = {"auto", "halide", "onednn", nullptr};
const char *const kPrecisionNames[] = {"auto", "f32", "bf16", nullptr};
const char *const kNoiseNames[] = {"auto", "white", nullptr};

const char *value_name(const char *const *names, int value) {
    for (int i = 0; names[i]; ++i) {
        if (i == value) return names[i];
    }
    return "unknown";
}

}  // namespace zsn2n
