// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp2_run.h"

#include <libgimp/gimpui.h>

#include <new>
#include <stdexcept>

#include "dialog.h"
#include "dialog_text.h"
#include "gimp2_drawable.h"
#include "i18n.h"
#include "layer_pixels.h"
#include "session.h"
#include "session_loop.h"
#include "settings.h"
#include "trace.h"

namespace {

constexpr size_t kMessageSize = 512;

// An error that the caller is told as status and text.
struct Failure : std::runtime_error {
    Failure(GimpPDBStatusType failed, const std::string &text)
        : std::runtime_error(text), status(failed) {}
    GimpPDBStatusType status;
};

Session *running_session = nullptr;

// The session that stop_run() stops.
class Running {
  public:
    explicit Running(Session *session) { running_session = session; }
    ~Running() { running_session = nullptr; }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;
};

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

void check(const std::string &problem) {
    if (!problem.empty()) throw Failure(GIMP_PDB_EXECUTION_ERROR, problem);
}

void check_supported(const Target &target, const PixelLayout &layout) {
    char message[kMessageSize] = "";
    const zsn2n_image image = describe_layer(target.width, target.height, layout);
    if (zsn2n_image_supported(&image, message, sizeof message) != ZSN2N_OK) check(message);
}

// Without a dialog GIMP shows the progress. False where the user cancelled.
bool compute(Session *session, const Settings &settings) {
    gimp_progress_init(_("Denoising"));
    session->want(settings.params, 0);
    wait_for_session(session, [=] {
        gimp_progress_update(session->progress());
        gimp_progress_set_text(progress_text(*session).c_str());
    });
    gimp_progress_end();
    if (session->state() == Session::State::kFailed) check(session->error());
    return session->state() == Session::State::kReady;
}

GimpPDBStatusType denoise(GimpRunMode mode, gint32 drawable, const std::string &options) {
    Settings settings = asked_settings(mode, options);
    const Target target = inspect_drawable(drawable);
    const bool ask = mode == GIMP_RUN_INTERACTIVE;
    check(ask ? refusal(target) : refusal(target, settings.output));
    const PixelLayout layout = drawable_layout(drawable, target);
    check_supported(target, layout);

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
    if (ask) keep_settings(settings);
    return GIMP_PDB_SUCCESS;
}

}  // namespace

RunResult run_denoise(GimpRunMode mode, gint32 drawable, const std::string &options) {
    try {
        return {denoise(mode, drawable, options), ""};
    } catch (const Failure &failure) {
        return {failure.status, failure.what()};
    } catch (const std::bad_alloc &) {
        return {GIMP_PDB_EXECUTION_ERROR, _("Not enough memory for the layer's pixels.")};
    } catch (const std::exception &error) {
        return {GIMP_PDB_EXECUTION_ERROR, error.what()};
    }
}

void stop_run() {
    if (running_session) running_session->stop();
}
