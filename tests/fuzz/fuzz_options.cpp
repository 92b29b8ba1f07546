// SPDX-License-Identifier: BSD-2-Clause
// Option text: what is taken is valid and can be written again; what is not changes nothing.
#include <zsn2n/zsn2n.h>

#include <cstring>
#include <string>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const std::string text(reinterpret_cast<const char *>(data), size);
    zsn2n_params params, before;
    zsn2n_params_default(&params);
    before = params;
    char message[64];
    std::memset(message, 'x', sizeof message);
    // Messages of any length, to the bound.
    const size_t room = size % (sizeof message + 1);
    const zsn2n_status status = zsn2n_params_parse(&params, text.c_str(), message, room);
    require(status == ZSN2N_OK || status == ZSN2N_INVALID_ARGUMENT, "a status of another kind");
    if (status == ZSN2N_OK) {
        require(zsn2n_params_validate(&params, nullptr, 0) == ZSN2N_OK, "taken but not valid");
        zsn2n_lookahead(&params);
        zsn2n_params_video(&params);
        require(zsn2n_params_validate(&params, nullptr, 0) == ZSN2N_OK, "not valid for video");
    } else {
        require(std::memcmp(&params, &before, sizeof params) == 0, "refused, yet changed");
        require(room == 0 || std::memchr(message, 0, room) != nullptr, "a message without an end");
    }
    for (size_t i = room; i < sizeof message; ++i)
        require(message[i] == 'x', "written behind the message");
    const size_t middle = text.find('=');
    if (middle == std::string::npos) return 0;
    zsn2n_params_set(&params, text.substr(0, middle).c_str(), text.substr(middle + 1).c_str(),
                     nullptr, 0);
    require(zsn2n_params_validate(&params, nullptr, 0) == ZSN2N_OK, "set but not valid");
    return 0;
}
