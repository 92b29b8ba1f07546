// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the procedure on a drawable.
#ifndef ZSN2N_GIMP_GIMP2_RUN_H
#define ZSN2N_GIMP_GIMP2_RUN_H

#include <libgimp/gimp.h>

#include <string>

#include "dialog/procedure_run.h"

// Never throws. Nothing is written before all is computed: a run that fails, is cancelled or killed
// leaves the image as it was.
RunResult run_denoise(GimpRunMode mode, gint32 drawable, const std::string &options);

#endif
