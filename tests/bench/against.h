// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <string>

namespace bench {

// Times this build and another one, `path` its zsn2n-bench, in turn, `pairs` times; prints a TSV
// and one line of key=value pairs. Throws where this one is slower by more than 5 %.
void time_against(const std::string &path, int pairs, const std::string &threads);

}  // namespace bench
