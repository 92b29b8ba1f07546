// SPDX-License-Identifier: GPL-3.0-or-later
// The plug-in as GIMP 3 sees it: its class, its one procedure.
#include <libgimp/gimp.h>

#include <cstring>
#include <string>

#include "core/catalog.h"
#include "core/i18n.h"
#include "core/running.h"
#include "gimp3/arguments.h"
#include "gimp3/run.h"

namespace {

struct Zsn2nPlugIn {
    GimpPlugIn parent;
};

struct Zsn2nPlugInClass {
    GimpPlugInClass parent;
};

GType zsn2n_plug_in_get_type();
G_DEFINE_TYPE(Zsn2nPlugIn, zsn2n_plug_in, GIMP_TYPE_PLUG_IN)

GimpValueArray *run(GimpProcedure *procedure, GimpRunMode mode, GimpImage *image,
                    GimpDrawable **drawables, GimpProcedureConfig *config, gpointer) {
    gegl_init(nullptr, nullptr);
    const RunResult result = run_denoise(procedure, mode, image, drawables, config);
    GError *error = nullptr;
    if (!result.message.empty())
        g_set_error_literal(&error, GIMP_PLUG_IN_ERROR, 0, result.message.c_str());
    return gimp_procedure_new_return_values(procedure, result.status, error);
}

GList *query_procedures(GimpPlugIn *) {
    return g_list_append(nullptr, g_strdup(kProcedure));
}

GimpProcedure *create_procedure(GimpPlugIn *plug_in, const gchar *name) {
    if (std::strcmp(name, kProcedure) != 0) return nullptr;
    GimpProcedure *procedure =
        gimp_image_procedure_new(plug_in, name, GIMP_PDB_PROC_TYPE_PLUGIN, run, nullptr, nullptr);
    gimp_procedure_set_image_types(procedure, "RGB*, GRAY*");
    gimp_procedure_set_sensitivity_mask(
        procedure, GIMP_PROCEDURE_SENSITIVE_DRAWABLE | GIMP_PROCEDURE_SENSITIVE_DRAWABLES);
    gimp_procedure_set_menu_label(procedure, _("Zero-Shot _Denoise..."));
    gimp_procedure_add_menu_path(procedure, "<Image>/Filters/Enhance");
    GFile *icon =
        g_file_new_for_path(beside_program(gimp_get_progname(), "icon/zsn2n-16.png").c_str());
    gimp_procedure_set_icon_file(procedure, icon);
    g_object_unref(icon);
    const std::string help = std::string(_(kProcedureHelp)) + " " +
                             _("Several layers are denoised one by one and undone in one step.");
    gimp_procedure_set_documentation(procedure, _(kProcedureBlurb), help.c_str(), kProcedure);
    gimp_procedure_set_attribution(procedure, "The zsn2n developers", "The zsn2n developers",
                                   "2026");
    add_arguments(procedure);
    return procedure;
}

gboolean set_i18n(GimpPlugIn *, const gchar *, gchar **domain, gchar **folder) {
    *domain = g_strdup(kTextDomain);
    *folder = g_strdup(kCatalogFolder);
    return TRUE;
}

void quit(GimpPlugIn *) {
    stop_run();
}

void zsn2n_plug_in_class_init(Zsn2nPlugInClass *type) {
    GimpPlugInClass *plug_in = GIMP_PLUG_IN_CLASS(type);
    plug_in->query_procedures = query_procedures;
    plug_in->create_procedure = create_procedure;
    plug_in->set_i18n = set_i18n;
    plug_in->quit = quit;
}

void zsn2n_plug_in_init(Zsn2nPlugIn *) {}

}  // namespace

GIMP_MAIN(zsn2n_plug_in_get_type())
