// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_CASES_H
#define ZSN2N_TESTS_GIMP_CASES_H

#include "report.h"

void run_batch_cases(Report *report);

// A part of the batch cases: output=new-layer.
void new_layer_cases(Report *report);

// A part of the batch cases: calls at random in one session.
void random_cases(Report *report);

// The plug-in killed at random moments: test_gimp_kill.sh.
void run_kill_cases(Report *report);

// Those of this GIMP alone: gimp2_cases.cpp, gimp3_cases.cpp.
void run_own_batch_cases(Report *report);

// Each case waits for a hand at the dialog: test_gimp_dialog.sh.
void run_dialog_cases(Report *report);

#endif
