// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include "arguments.h"

namespace bench {

// `reference --gradient`: every backend against PyTorch run here and now, all 22,275 entries.
void compare_gradients(const Arguments &arguments);

}  // namespace bench
