// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_CASES_H
#define ZSN2N_TESTS_GIMP_CASES_H

#include <libgimp/gimp.h>

#include "report.h"

void run_batch_cases(Report *report);

// Each case waits for a hand at the dialog: test_gimp_dialog.sh.
void run_dialog_cases(Report *report);

#endif
