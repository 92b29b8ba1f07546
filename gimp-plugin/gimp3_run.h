// SPDX-License-Identifier: GPL-3.0-or-later
// One run of the procedure over the selected drawables of an image.
#ifndef ZSN2N_GIMP_GIMP3_RUN_H
#define ZSN2N_GIMP_GIMP3_RUN_H

#include <libgimp/gimp.h>

#include <string>

constexpr char kProcedure[] = "plug-in-zsn2n";

struct RunResult {
    GimpPDBStatusType status;
    std::string message;  // says what failed; empty after success and Cancel
};

// Never throws. Nothing is written before all is computed: a run that fails, is cancelled or killed
// leaves the image as it was.
RunResult run_denoise(GimpProcedure *procedure, GimpRunMode mode, GimpImage *image,
                      GimpDrawable **drawables, GimpProcedureConfig *config);

// Makes a run's engine stop, and waits for it: GIMP may ask the process to quit at any moment.
void stop_run();

#endif
