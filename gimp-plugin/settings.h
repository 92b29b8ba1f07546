// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_SETTINGS_H
#define ZSN2N_GIMP_SETTINGS_H

#include <zsn2n/zsn2n.h>

// What a run was asked for. Plain data: GIMP keeps it as bytes for the next run of the session.
struct Settings {
    zsn2n_params params;
    bool random_seed;  // a new seed at every run
};

inline Settings default_settings() {
    Settings settings = {};
    zsn2n_params_default(&settings.params);
    return settings;
}

// The engine's line about an option; the name is one of zsn2n_params' fields.
const zsn2n_option &option_of(const char *name);

#endif
