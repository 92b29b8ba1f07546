// SPDX-License-Identifier: GPL-3.0-or-later
// The plug-in as GIMP 2.10 sees it: its procedure, the run modes, the last values.
#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>

#include "denoise_worker.h"
#include "gimp2_dialog.h"
#include "gimp2_drawable.h"
#include "layer_pixels.h"
#include "settings.h"
#include "wait_for_worker.h"

namespace {

constexpr char kProcedure[] = "plug-in-zsn2n";
constexpr size_t kMessageSize = 512;

enum { kRunMode, kImage, kDrawable, kOptions, kArgumentCount };

// An error that the caller is told as status and text.
struct Failure : std::runtime_error {
    Failure(GimpPDBStatusType failed, const std::string &text)
        : std::runtime_error(text), status(failed) {}
    GimpPDBStatusType status;
};

// GIMP may ask the process to quit while the engine works: it must not exit under a running thread.
DenoiseWorker *running_worker = nullptr;

void quit() {
    if (!running_worker) return;
    running_worker->cancel();
    while (!running_worker->finished()) g_usleep(1000);
}

void query() {
    std::string options_help =
        "The engine's options as name=value:name=value, \"\" for the defaults; an interactive run "
        "starts its dialog from them. Options:";
    for (int i = 0; i < zsn2n_option_count(); ++i)
        options_help += std::string(i ? ", " : " ") + zsn2n_option_get(i)->name;

    const GimpParamDef arguments[kArgumentCount] = {
        {GIMP_PDB_INT32, const_cast<gchar *>("run-mode"),
         const_cast<gchar *>("The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), "
                             "RUN-WITH-LAST-VALS (2) }")},
        {GIMP_PDB_IMAGE, const_cast<gchar *>("image"), const_cast<gchar *>("Input image")},
        {GIMP_PDB_DRAWABLE, const_cast<gchar *>("drawable"),
         const_cast<gchar *>("The layer, channel or mask to denoise")},
        {GIMP_PDB_STRING, const_cast<gchar *>("options"), options_help.data()},
    };
    gimp_install_procedure(
        kProcedure, "Remove noise with a network trained on this layer alone",
        "Zero-Shot Noise2Noise: a small network learns the noise of the layer from two half-size "
        "views of it; no training data and no noise model. The network is trained on the whole "
        "layer and only the selected pixels are written. Alpha is kept, and fully transparent "
        "pixels are neither learnt from nor changed.",
        "The zsn2n developers", "The zsn2n developers", "2026", "Zero-Shot _Denoise...",
        "RGB*, GRAY*", GIMP_PLUGIN, kArgumentCount, 0, arguments, nullptr);
    gimp_plugin_menu_register(kProcedure, "<Image>/Filters/Enhance");
}

Settings last_settings() {
    Settings settings = default_settings();
    const size_t engine_size = settings.params.struct_size;
    Settings kept;
    if (gimp_get_data_size(kProcedure) == sizeof kept && gimp_get_data(kProcedure, &kept) &&
        kept.params.struct_size == engine_size)
        settings = kept;
    return settings;
}

Settings parse_settings(const std::string &text) {
    Settings settings = default_settings();
    char message[kMessageSize] = "";
    const zsn2n_status status =
        zsn2n_params_parse(&settings.params, text.c_str(), message, sizeof message);
    if (status != ZSN2N_OK)
        throw Failure(GIMP_PDB_CALLING_ERROR, "Options \"" + text + "\": " + message);
    return settings;
}

void check_size(const Target &target, const PixelLayout &layout) {
    char message[kMessageSize] = "";
    const zsn2n_image image = describe_layer(target.width, target.height, layout);
    if (zsn2n_image_supported(&image, message, sizeof message) != ZSN2N_OK)
        throw Failure(GIMP_PDB_EXECUTION_ERROR, message);
}

// Trains and denoises; false where the user cancelled. Without a dialog GIMP shows the progress.
bool run_worker(const Settings &settings, LayerPixels *pixels, Gimp2Dialog *dialog) {
    DenoiseWorker worker(settings.params, pixels->image());
    running_worker = &worker;
    if (dialog) {
        dialog->show_progress(&worker);
    } else {
        gimp_progress_init("Zero-shot denoise");
        wait_for_worker(worker, [](double fraction) { gimp_progress_update(fraction); });
        gimp_progress_end();
    }
    running_worker = nullptr;
    const DenoiseWorker::Result &result = worker.result();
    if (result.status == ZSN2N_CANCELLED) return false;
    if (result.status != ZSN2N_OK) throw Failure(GIMP_PDB_EXECUTION_ERROR, result.message);
    return true;
}

GimpPDBStatusType denoise(GimpRunMode mode, gint32 drawable, const std::string &options) {
    const bool from_text = mode == GIMP_RUN_NONINTERACTIVE || !options.empty();
    Settings settings =
        from_text && mode != GIMP_RUN_WITH_LAST_VALS ? parse_settings(options) : last_settings();
    const Target target = inspect_drawable(drawable);
    const std::string refused = refusal(target);
    if (!refused.empty()) throw Failure(GIMP_PDB_EXECUTION_ERROR, refused);
    const PixelLayout layout = drawable_layout(drawable, target);
    check_size(target, layout);

    std::optional<Gimp2Dialog> dialog;
    if (mode == GIMP_RUN_INTERACTIVE) {
        gimp_ui_init(kProcedure, FALSE);
        dialog.emplace(settings);
        if (!dialog->ask()) return GIMP_PDB_CANCEL;
        settings = dialog->settings();
    }
    if (settings.random_seed) settings.params.seed = g_random_int();

    LayerPixels pixels(target.width, target.height, layout);
    read_drawable(drawable, &pixels);
    if (!run_worker(settings, &pixels, dialog ? &*dialog : nullptr)) return GIMP_PDB_CANCEL;
    const std::string unwritten = write_drawable(drawable, target, pixels);
    if (!unwritten.empty()) throw Failure(GIMP_PDB_EXECUTION_ERROR, unwritten);

    if (mode != GIMP_RUN_NONINTERACTIVE) gimp_displays_flush();
    if (mode == GIMP_RUN_INTERACTIVE) gimp_set_data(kProcedure, &settings, sizeof settings);
    return GIMP_PDB_SUCCESS;
}

GimpPDBStatusType checked_denoise(gint count, const GimpParam *arguments) {
    if (count <= kDrawable)
        throw Failure(GIMP_PDB_CALLING_ERROR, "run-mode, image and drawable are required");
    const auto mode = static_cast<GimpRunMode>(arguments[kRunMode].data.d_int32);
    if (mode == GIMP_RUN_NONINTERACTIVE && count != kArgumentCount)
        throw Failure(GIMP_PDB_CALLING_ERROR,
                      "a non-interactive run takes run-mode, image, drawable and options");
    // GIMP's menus hand over no more than three arguments.
    const gchar *options = count > kOptions ? arguments[kOptions].data.d_string : nullptr;
    gegl_init(nullptr, nullptr);
    return denoise(mode, arguments[kDrawable].data.d_drawable, options ? options : "");
}

void run(const gchar *, gint count, const GimpParam *arguments, gint *return_count,
         GimpParam **returned) {
    static GimpParam values[2];
    static std::string message;
    GimpPDBStatusType status;
    message.clear();
    try {
        status = checked_denoise(count, arguments);
    } catch (const Failure &failure) {
        status = failure.status;
        message = failure.what();
    } catch (const std::bad_alloc &) {
        status = GIMP_PDB_EXECUTION_ERROR;
        message = "Not enough memory for the layer's pixels.";
    } catch (const std::exception &error) {
        status = GIMP_PDB_EXECUTION_ERROR;
        message = error.what();
    }
    values[0].type = GIMP_PDB_STATUS;
    values[0].data.d_status = status;
    *return_count = 1;
    if (!message.empty()) {
        values[1].type = GIMP_PDB_STRING;
        values[1].data.d_string = message.data();
        *return_count = 2;
    }
    *returned = values;
}

}  // namespace

const GimpPlugInInfo PLUG_IN_INFO = {nullptr, quit, query, run};

MAIN()
