// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp2/run.h"

#include <libgimp/gimpui.h>

#include <stdexcept>

#include "core/i18n.h"
#include "core/layer_pixels.h"
#include "core/running.h"
#include "core/session.h"
#include "core/settings.h"
#include "core/trace.h"
#include "dialog/dialog.h"
#include "dialog/dialog_text.h"
#include "dialog/procedure_run.h"
#include "gimp2/drawable.h"

namespace {

// GIMP keeps the text until it ends.
Settings last_settings() {
    const gint size = gimp_get_data_size(kProcedure);
    if (size <= 0) return default_settings();
    std::string text(static_cast<size_t>(size), '\0');
    gimp_get_data(kProcedure, &text[0]);
    return parse_settings(text);
}

void keep_settings(const Settings &settings) {
    // A text of no bytes would be no data.
    const std::string text = settings_text(settings) + " ";
    gimp_set_data(kProcedure, text.data(), static_cast<guint32>(text.size()));
}

Settings asked_settings(GimpRunMode mode, const std::string &options) {
    const bool from_text = mode == GIMP_RUN_NONINTERACTIVE || !options.empty();
    if (mode == GIMP_RUN_WITH_LAST_VALS || !from_text) return last_settings();
    try {
        return parse_settings(options);
    } catch (const std::invalid_argument &error) {
        throw Failure(GIMP_PDB_CALLING_ERROR, "\"" + options + "\": " + error.what());
    }
}

// Without a dialog GIMP shows the progress. False where the user cancelled.
bool compute(Session *session, const Settings &settings) {
    gimp_progress_init(_("Denoising"));
    const Session::State ended = compute_with_progress(session, settings.params);
    gimp_progress_end();
    if (ended == Session::State::kFailed) check(failure_text(*session));
    return ended == Session::State::kReady;
}

GimpPDBStatusType denoise(GimpRunMode mode, gint32 drawable, const std::string &options) {
    Settings settings = asked_settings(mode, options);
    const Target target = inspect_drawable(drawable);
    const bool ask = mode == GIMP_RUN_INTERACTIVE;
    check(ask ? refusal(target) : refusal(target, settings.output));
    const PixelLayout layout = drawable_layout(drawable, target);
    check(refusal(target, layout));

    Stopwatch stopwatch;
    LayerPixels pixels(target.width, target.height, layout);
    read_drawable(drawable, &pixels);
    trace("read: %.2f s", stopwatch.seconds());
    Session session(pixels);
    const Running running(&session);
    if (ask) {
        gimp_ui_init(kProcedure, TRUE);
        Dialog dialog(settings, pixels, &session, takes_new_layer(target));
        if (!dialog.run()) return GIMP_PDB_CANCEL;
        settings = dialog.settings();
    } else if (!compute(&session, settings)) {
        return GIMP_PDB_CANCEL;
    }
    stopwatch = Stopwatch();
    check(write_drawable(drawable, target, session.finish(settings.params), settings.output));
    trace("written: %.2f s", stopwatch.seconds());
    if (mode != GIMP_RUN_NONINTERACTIVE) gimp_displays_flush();
    if (ask) keep_settings(for_another_layer(settings));
    return GIMP_PDB_SUCCESS;
}

}  // namespace

RunResult run_denoise(GimpRunMode mode, gint32 drawable, const std::string &options) {
    return run_guarded([&] { return denoise(mode, drawable, options); });
}
