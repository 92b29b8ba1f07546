// SPDX-License-Identifier: BSD-2-Clause
#include <zsn2n/zsn2n.h>

#include <type_traits>

static_assert(std::is_standard_layout<zsn2n_params>::value, "shared with C");
static_assert(std::is_standard_layout<zsn2n_image>::value, "shared with C");
static_assert(std::is_standard_layout<zsn2n_stats>::value, "shared with C");
