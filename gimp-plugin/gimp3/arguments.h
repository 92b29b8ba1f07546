// SPDX-License-Identifier: GPL-3.0-or-later
// The procedure's named arguments in GIMP 3: options of the engine's table, and where the result
// goes.
#ifndef ZSN2N_GIMP_GIMP3_ARGUMENTS_H
#define ZSN2N_GIMP_GIMP3_ARGUMENTS_H

#include <libgimp/gimp.h>

#include "core/settings.h"

void add_arguments(GimpProcedure *procedure);

// What the arguments ask for; every option that is no argument has its default.
Settings read_settings(GimpProcedureConfig *config);

// The other way round: GIMP keeps the arguments for the next run.
void write_settings(const Settings &settings, GimpProcedureConfig *config);

#endif
