// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of the procedure is in either GIMP: how it ends, and its progress in GIMP's own bar.
#ifndef ZSN2N_GIMP_PROCEDURE_RUN_H
#define ZSN2N_GIMP_PROCEDURE_RUN_H

#include <libgimp/gimp.h>

#include <functional>
#include <stdexcept>
#include <string>

#include "core/session.h"

constexpr char kProcedure[] = "plug-in-zsn2n";

// What the procedure says of itself, not translated yet.
extern const char *const kProcedureBlurb;
extern const char *const kProcedureHelp;

struct RunResult {
    GimpPDBStatusType status;
    std::string message;  // says what failed; empty after success and Cancel
};

// An error that the caller of the procedure is told as status and text.
struct Failure : std::runtime_error {
    Failure(GimpPDBStatusType failed, const std::string &text)
        : std::runtime_error(text), status(failed) {}
    GimpPDBStatusType status;
};

// Throws Failure with GIMP_PDB_EXECUTION_ERROR where there is a problem.
void check(const std::string &problem);

// What `denoise` returns, or the failure that it threw. Never throws.
RunResult run_guarded(const std::function<GimpPDBStatusType()> &denoise);

// Waits for the session's result with these settings, and shows GIMP the progress of the index-th
// of `count` layers. Returns how the session ended: kReady, kFailed, or kEmpty where it was
// cancelled.
Session::State compute_with_progress(Session *session, const zsn2n_params &params, size_t index = 0,
                                     size_t count = 1);

#endif
