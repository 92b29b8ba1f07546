// SPDX-License-Identifier: BSD-2-Clause
// The one option table. Functions throw Error(INVALID_ARGUMENT) that says what is accepted.
#pragma once

#include <string>

#include "base/error.h"

namespace zsn2n {

void default_params(zsn2n_params &params);
// Where they leave it open, as it suits frames of a video.
void video_params(zsn2n_params &params);
void set_param(zsn2n_params &params, const std::string &name, const std::string &value);
void parse_params(zsn2n_params &params, const std::string &text);
void validate_params(const zsn2n_params &params);

int option_count();
const zsn2n_option *option_at(int index);

}  // namespace zsn2n
