// SPDX-License-Identifier: BSD-2-Clause
#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "host.h"
#include "refused.h"

namespace {

constexpr int kPollMilliseconds = 100;
constexpr int kPatienceMilliseconds = 30000;

// Long enough to be cancelled in the middle on any machine.
constexpr char kLongOptions[] = "steps=100000";

// What the hand sets in the case "settings", saves under a name and finds again.
constexpr char kSettings[] = "steps=20:preset=paper:strength=0.5:seed=7";

// The run must end as success with the C API's pixels for `expected`: in the layer, or in a new one
// above it.
void accepted(Report *report, const char *name, host::Mode mode, const char *start,
              const char *expected, bool new_layer = false) {
    Fixture fixture(host::kU16, host::kRgba, 96, 80);
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes denoised = denoised_bytes(fixture.layer, expected);
    report->begin(name);
    std::string failed =
        not_successful(host::call_zsn2n(mode, fixture.image, {fixture.layer}, start));
    const std::vector<host::Id> layers = host::layers(fixture.image);
    if (failed.empty() && layers.size() != (new_layer ? 2 : 1))
        failed = std::to_string(layers.size()) + " layers";
    if (failed.empty()) failed = compare_denoised(noisy, denoised, stored_bytes(layers[0]));
    if (failed.empty() && new_layer && stored_bytes(fixture.layer) != noisy)
        failed = "the noisy layer changed";
    report->add(name, failed);
}

// The run must end as cancelled with the pixels untouched.
void cancelled(Report *report, const char *name, const char *start) {
    Fixture fixture(host::kU8, host::kRgb, 300, 200);
    const Bytes noisy = stored_bytes(fixture.layer);
    report->begin(name);
    const host::CallResult result =
        host::call_zsn2n(host::kInteractive, fixture.image, {fixture.layer}, start);
    if (result.status != host::kCancel)
        report->add(name, "status " + std::to_string(result.status) + " instead of cancelled");
    else
        report->add(name, stored_bytes(fixture.layer) == noisy ? "" : "pixels changed");
}

bool becomes(host::Id drawable, const Bytes &pixels) {
    for (int waited = 0; waited < kPatienceMilliseconds; waited += kPollMilliseconds) {
        if (stored_bytes(drawable) == pixels) return true;
        g_usleep(kPollMilliseconds * 1000);
    }
    return false;
}

// The layer of an open window, denoised by the menu's own action with the last settings, then
// undone, and denoised again by the filter menu's Repeat.
void from_menu(Report *report) {
    Fixture fixture(host::kU8, host::kRgb);
    const Bytes noisy = stored_bytes(fixture.layer);
    const Bytes denoised = denoised_bytes(fixture.layer, kSettings);
    const host::Id display = host::show_image(fixture.image);
    report->begin("menu");
    report->add("menu", becomes(fixture.layer, denoised) ? "" : "the layer was not denoised");
    report->begin("undo");
    report->add("undo", becomes(fixture.layer, noisy) ? "" : "one undo did not restore the layer");
    report->begin("repeat");
    report->add("repeat",
                becomes(fixture.layer, denoised) ? "" : "the layer was not denoised again");
    fixture.release_image();
    host::close_display(display);
}

// Repeat on a layer that takes some seconds, cancelled in the window's status bar; the hand says
// when it has seen the plug-in go.
void cancelled_in_status_bar(Report *report) {
    Fixture fixture(host::kU8, host::kRgb, 1600, 1200);
    const Bytes noisy = stored_bytes(fixture.layer);
    const host::Id display = host::show_image(fixture.image);
    report->begin("status-bar");
    report->wait_for("status-bar", kPatienceMilliseconds);
    report->add("status-bar", stored_bytes(fixture.layer) == noisy ? "" : "the layer changed");
    fixture.release_image();
    host::close_display(display);
}

}  // namespace

void run_dialog_cases(Report *report) {
    accepted(report, "ok", host::kInteractive, "steps=20", "steps=20");
    accepted(report, "settings", host::kInteractive, "steps=20", kSettings);
    accepted(report, "last-values", host::kWithLastValues, "", kSettings);
    from_menu(report);
    cancelled_in_status_bar(report);
    accepted(report, "amounts", host::kInteractive, "steps=20",
             "steps=20:strength=0.5:luma=0.75:chroma=0.5:detail=0.25");
    accepted(report, "noise", host::kInteractive, "steps=20",
             "steps=20:noise_level=1.5:noise_from=0:0:96:80");
    accepted(report, "saved", host::kInteractive, "steps=30:chroma=0.5", kSettings);
    accepted(report, "new-layer", host::kInteractive, "steps=20", "steps=20", true);
    cancelled(report, "cancel", "steps=20");
    cancelled(report, "cancel-training", kLongOptions);
    cancelled(report, "cancel-accepted", kLongOptions);
    cancelled(report, "escape-accepted", kLongOptions);
}
