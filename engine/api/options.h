// SPDX-License-Identifier: BSD-2-Clause
// The one option table. Functions throw Error(INVALID_ARGUMENT) that says what is accepted.
#pragma once

#include <string>

#include "base/error.h"

namespace zsn2n {

// Of the whole struct.
zsn2n_params default_params();
// What zsn2n_params_video() does to params of version 0.1.0, which have no field `video`.
void first_version_video(zsn2n_params &params);
// Options past params.struct_size are unknown.
void set_param(zsn2n_params &params, const std::string &name, const std::string &value);
void parse_params(zsn2n_params &params, const std::string &text);
void validate_params(const zsn2n_params &params);

// Of a zsn2n_params of struct_size bytes; nullptr past the last.
const zsn2n_option *option_at(size_t struct_size, int index);

}  // namespace zsn2n
