// SPDX-License-Identifier: BSD-2-Clause
#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "plug_in_call.h"

namespace {

constexpr int kPollMilliseconds = 100;
constexpr int kPatienceMilliseconds = 30000;

// Long enough to be cancelled in the middle on any machine.
constexpr char kLongOptions[] = "steps=100000";

// The run must end as success with the C API's pixels for `expected`.
void accepted(Report *report, const char *name, GimpRunMode mode, const char *start,
              const char *expected) {
    Fixture fixture(GIMP_PRECISION_U16_GAMMA, GIMP_RGBA_IMAGE);
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes denoised = denoised_bytes(fixture.layer, expected);
    report->begin(name);
    const std::string failed =
        not_successful(call_zsn2n(mode, fixture.image, fixture.layer, start));
    report->add(name, failed.empty()
                          ? compare_denoised(noisy, denoised, stored_bytes(fixture.layer))
                          : failed);
}

// The run must end as cancelled with the pixels untouched.
void cancelled(Report *report, const char *name, const char *start) {
    Fixture fixture(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE, 300, 200);
    const Bytes noisy = stored_bytes(fixture.layer);
    report->begin(name);
    const CallResult result = call_zsn2n(GIMP_RUN_INTERACTIVE, fixture.image, fixture.layer, start);
    if (result.status != GIMP_PDB_CANCEL)
        report->add(name, "status " + std::to_string(result.status) + " instead of cancelled");
    else
        report->add(name, stored_bytes(fixture.layer) == noisy ? "" : "pixels changed");
}

bool becomes(gint32 drawable, const Bytes &pixels) {
    for (int waited = 0; waited < kPatienceMilliseconds; waited += kPollMilliseconds) {
        if (stored_bytes(drawable) == pixels) return true;
        g_usleep(kPollMilliseconds * 1000);
    }
    return false;
}

// The layer of an open window, denoised by the menu's own action with the last settings, then
// undone.
void from_menu(Report *report, const char *last_settings) {
    Fixture fixture(GIMP_PRECISION_U8_GAMMA, GIMP_RGB_IMAGE);
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes denoised = denoised_bytes(fixture.layer, last_settings);
    const gint32 display = gimp_display_new(fixture.image);
    report->begin("menu");
    report->add("menu", becomes(fixture.layer, denoised) ? "" : "the layer was not denoised");
    report->begin("undo");
    report->add("undo", becomes(fixture.layer, noisy) ? "" : "one undo did not restore the layer");
    fixture.release_image();
    gimp_display_delete(display);
}

}  // namespace

void run_dialog_cases(Report *report) {
    accepted(report, "ok", GIMP_RUN_INTERACTIVE, "steps=20", "steps=20");
    accepted(report, "settings", GIMP_RUN_INTERACTIVE, "steps=20",
             "steps=20:preset=paper:strength=0.5:seed=7");
    accepted(report, "last-values", GIMP_RUN_WITH_LAST_VALS, "",
             "steps=20:preset=paper:strength=0.5:seed=7");
    from_menu(report, "steps=20:preset=paper:strength=0.5:seed=7");
    cancelled(report, "cancel", "steps=20");
    cancelled(report, "cancel-running", kLongOptions);
    cancelled(report, "escape-running", kLongOptions);
}
