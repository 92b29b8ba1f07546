// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <zsn2n/zsn2n.h>

#include <string>

struct PipeSettings {
    zsn2n_params params;
    std::string state_in, state_out;  // empty: none
};

// From the words of the command line, each "name=value:name=value" of the engine's options,
// state_in and state_out, with what suits video where they leave it open. Throws
// std::invalid_argument, saying what is accepted.
PipeSettings parse_settings(int count, char **words);

// How to call the program, with every option.
std::string usage();
