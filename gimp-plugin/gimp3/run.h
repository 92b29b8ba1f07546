// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the procedure over the selected drawables of an image.
#ifndef ZSN2N_GIMP_GIMP3_RUN_H
#define ZSN2N_GIMP_GIMP3_RUN_H

#include <libgimp/gimp.h>

#include "dialog/procedure_run.h"

// Never throws. Nothing is written before all is computed: a run that fails, is cancelled or killed
// leaves the image as it was.
RunResult run_denoise(GimpProcedure *procedure, GimpRunMode mode, GimpImage *image,
                      GimpDrawable **drawables, GimpProcedureConfig *config);

#endif
