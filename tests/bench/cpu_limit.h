// SPDX-License-Identifier: BSD-2-Clause
// Lets this process run as on a lesser CPU.
#pragma once

#include "network/choice.h"

namespace bench {

// Halide's kernels and oneDNN use no instructions beyond `cpu`'s from here on. To be called before
// the first of either: each picks once a process.
void limit_cpu(zsn2n::Cpu cpu);

}  // namespace bench
