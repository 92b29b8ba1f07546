// SPDX-License-Identifier: BSD-2-Clause
#pragma once

#include <string>
#include <vector>

namespace bench {

// Debian's own, where python3-torch lives.
constexpr const char *kPython = "/usr/bin/python3";

// Runs a program (absolute path first), lets its stderr through and returns its stdout; throws when
// it cannot be started or fails.
std::string run_process(const std::vector<std::string> &words);

// The value of `key` in a line of key=value pairs; throws if it is not there.
double number_of(const std::string &line, const std::string &key);

}  // namespace bench
