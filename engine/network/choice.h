// SPDX-License-Identifier: BSD-2-Clause
// The ways to compute the 48->48 convolution, and which of them is taken on which CPU.
#pragma once

#include <vector>

#include "base/cpu.h"
#include "network/feature_map.h"

namespace zsn2n {

enum class Backend { kHalide, kOnednn };
enum class Algorithm { kDirect, kWinograd };

// bf16 storage is for oneDNN and direct alone; Winograd is for oneDNN and f32 alone.
struct Method {
    Backend backend;
    Storage storage;
    Algorithm algorithm = Algorithm::kDirect;

    bool operator==(const Method &other) const {
        return backend == other.backend && storage == other.storage && algorithm == other.algorithm;
    }
};

const char *name(Backend backend);
const char *name(Storage storage);
const char *name(Algorithm algorithm);

// Whether this build has them on this CPU.
bool backend_available(Backend backend);
bool method_available(const Method &method);
bool bf16_available();

// Every method that this build has for such a CPU, fastest first; the same on every call.
std::vector<Method> methods_of(Cpu cpu);

// The first of them that has what was asked for; null asks for nothing. Throws Error(UNSUPPORTED),
// which says what is missing, where there is none.
Method choose_method(Cpu cpu, const Backend *backend, const Storage *storage);

}  // namespace zsn2n
