// SPDX-License-Identifier: BSD-2-Clause
// Lets this process run as on a lesser CPU.
#pragma once

#include "base/cpu.h"

namespace bench {

// The engine and oneDNN use no instructions beyond `cpu`'s from here on. To be called before
// zsn2n::this_cpu() and the first use of oneDNN: each looks once a process.
void limit_cpu(zsn2n::Cpu cpu);

}  // namespace bench
