// SPDX-License-Identifier: GPL-3.0-or-later
// The plug-in as GIMP 2.10 sees it: its procedure, its place in the menus, its arguments.
#include <libgimp/gimp.h>

#include <string>

#include "catalog.h"
#include "gimp2_run.h"
#include "i18n.h"
#include "settings.h"

namespace {

enum { kRunMode, kImage, kDrawable, kOptions, kArgumentCount };

std::string program;

void query() {
    std::string options_help =
        "The engine's options as name=value:name=value, and output=layer or output=new-layer; \"\" "
        "for the defaults. An interactive run starts its dialog from them. Options:";
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const std::string name = zsn2n_option_get(i)->name;
        if (name != "video") options_help += (i ? ", " : " ") + name;
    }

    const GimpParamDef arguments[kArgumentCount] = {
        {GIMP_PDB_INT32, const_cast<gchar *>("run-mode"),
         const_cast<gchar *>("The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), "
                             "RUN-WITH-LAST-VALS (2) }")},
        {GIMP_PDB_IMAGE, const_cast<gchar *>("image"), const_cast<gchar *>("Input image")},
        {GIMP_PDB_DRAWABLE, const_cast<gchar *>("drawable"),
         const_cast<gchar *>("The layer, channel or mask to denoise")},
        {GIMP_PDB_STRING, const_cast<gchar *>("options"), options_help.data()},
    };
    // GIMP translates what it shows by the domain; the texts go to it as they are.
    const std::string catalogs = beside_program(program.c_str(), kCatalogFolder);
    gimp_plugin_domain_register(kTextDomain, catalogs.c_str());
    const std::string help = beside_program(program.c_str(), "help");
    if (gchar *uri = g_filename_to_uri(help.c_str(), nullptr, nullptr)) {
        gimp_plugin_help_register(kProcedure, uri);
        g_free(uri);
    }
    gimp_install_procedure(
        kProcedure, N_("Remove noise with a network trained on this layer alone"),
        "Zero-Shot Noise2Noise: a small network learns the noise of the layer from two half-size "
        "views of it; no training data and no noise model. The network is trained on the whole "
        "layer and only the selected pixels are written. Alpha is kept, and fully transparent "
        "pixels are neither learnt from nor changed.",
        "The zsn2n developers", "The zsn2n developers", "2026", N_("Zero-Shot _Denoise..."),
        "RGB*, GRAY*", GIMP_PLUGIN, kArgumentCount, 0, arguments, nullptr);
    gimp_plugin_menu_register(kProcedure, "<Image>/Filters/Enhance");
    const std::string icon = beside_program(program.c_str(), "icon/zsn2n-16.png");
    gimp_plugin_icon_register(kProcedure, GIMP_ICON_TYPE_IMAGE_FILE,
                              reinterpret_cast<const guint8 *>(icon.c_str()));
}

RunResult checked_run(gint count, const GimpParam *arguments) {
    if (count <= kDrawable)
        return {GIMP_PDB_CALLING_ERROR, "run-mode, image and drawable are required"};
    const auto mode = static_cast<GimpRunMode>(arguments[kRunMode].data.d_int32);
    if (mode == GIMP_RUN_NONINTERACTIVE && count != kArgumentCount)
        return {GIMP_PDB_CALLING_ERROR,
                "a non-interactive run takes run-mode, image, drawable and options"};
    // GIMP's menus hand over no more than three arguments.
    const gchar *options = count > kOptions ? arguments[kOptions].data.d_string : nullptr;
    gegl_init(nullptr, nullptr);
    return run_denoise(mode, arguments[kDrawable].data.d_drawable, options ? options : "");
}

void run(const gchar *, gint count, const GimpParam *arguments, gint *return_count,
         GimpParam **returned) {
    static GimpParam values[2];
    static std::string message;
    use_catalogs(beside_program(program.c_str(), kCatalogFolder));
    const RunResult result = checked_run(count, arguments);
    message = result.message;
    values[0].type = GIMP_PDB_STATUS;
    values[0].data.d_status = result.status;
    *return_count = 1;
    if (!message.empty()) {
        values[1].type = GIMP_PDB_STRING;
        values[1].data.d_string = &message[0];
        *return_count = 2;
    }
    *returned = values;
}

}  // namespace

const GimpPlugInInfo PLUG_IN_INFO = {nullptr, stop_run, query, run};

int main(int argc, char *argv[]) {
    program = argv[0];
    return gimp_main(&PLUG_IN_INFO, argc, argv);
}
