// SPDX-License-Identifier: BSD-2-Clause
#include "cases.h"
#include "fixture.h"
#include "refused.h"

void run_own_batch_cases(Report *report) {
    Fixture fixture(host::kU8, host::kRgb);
    report->add("unknown option", refused(fixture, fixture.layer, "stepz=5", "stepz"));
    report->add("option out of range", refused(fixture, fixture.layer, "strength=1.5", "strength"));
    report->add("unknown preset", refused(fixture, fixture.layer, "preset=best", "best"));
    report->add("unknown output", refused(fixture, fixture.layer, "output=file", "new-layer"));
    report->add("options without =", refused(fixture, fixture.layer, "steps", "steps"));
}
