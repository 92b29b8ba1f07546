// SPDX-License-Identifier: BSD-2-Clause
// Each verb prints a TSV and, last, one line of key=value pairs; it throws std::runtime_error on
// failure.
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

extern const Verb kBackends, kMemory, kNoise, kPilot, kQuality, kReference, kSpeed, kVideo;

}  // namespace bench
