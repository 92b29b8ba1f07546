// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings.h"

#include <cstring>
#include <stdexcept>
#include <string>

const zsn2n_option &option_of(const char *name) {
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const zsn2n_option *option = zsn2n_option_get(i);
        if (std::strcmp(option->name, name) == 0) return *option;
    }
    throw std::runtime_error(std::string("libzsn2n has no option named ") + name +
                             ": the plug-in and the library do not belong together");
}
