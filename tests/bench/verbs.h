// SPDX-License-Identifier: BSD-2-Clause
// Each verb but `presets` prints a TSV and, last, one line of key=value pairs. All throw
// std::runtime_error on failure.
#pragma once

#include <vector>

#include "arguments.h"

namespace bench {

struct Verb {
    const char *name;
    const char *summary;
    std::vector<Option> options;
    void (*run)(const Arguments &arguments);
};

extern const Verb kBackends, kCases, kMemory, kNoise, kPilot, kPresetTable, kQuality, kReference,
    kSpeed, kVideo, kVideoStages;

}  // namespace bench
