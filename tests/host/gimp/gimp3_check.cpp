// SPDX-License-Identifier: BSD-2-Clause
// For GIMP 3: a plug-in that tests another: it makes images, calls plug-in-zsn2n on them and
// compares the pixels with those of the C API. Procedures zsn2n-check-batch and zsn2n-check-dialog;
// the argument is the report's path.
#include <libgimp/gimp.h>

#include <cstring>
#include <exception>

#include "cases.h"

namespace {

constexpr const char *kProcedures[] = {"zsn2n-check-batch", "zsn2n-check-dialog",
                                       "zsn2n-check-kill"};

struct CheckPlugIn {
    GimpPlugIn parent;
};

struct CheckPlugInClass {
    GimpPlugInClass parent;
};

GType check_plug_in_get_type();
G_DEFINE_TYPE(CheckPlugIn, check_plug_in, GIMP_TYPE_PLUG_IN)

GimpValueArray *run(GimpProcedure *procedure, GimpProcedureConfig *config, gpointer) {
    gegl_init(nullptr, nullptr);
    gimp_plug_in_set_pdb_error_handler(gimp_procedure_get_plug_in(procedure),
                                       GIMP_PDB_ERROR_HANDLER_PLUGIN);
    gchar *path = nullptr;
    g_object_get(config, "report", &path, nullptr);
    Report report(path);
    g_free(path);
    const char *name = gimp_procedure_get_name(procedure);
    try {
        if (std::strcmp(name, kProcedures[0]) == 0)
            run_batch_cases(&report), run_own_batch_cases(&report);
        else if (std::strcmp(name, kProcedures[2]) == 0)
            run_kill_cases(&report);
        else
            run_dialog_cases(&report);
        report.end();
    } catch (const std::exception &error) {
        report.add(name, error.what());
    }
    return gimp_procedure_new_return_values(procedure, GIMP_PDB_SUCCESS, nullptr);
}

GList *query_procedures(GimpPlugIn *) {
    GList *names = nullptr;
    for (const char *name : kProcedures) names = g_list_append(names, g_strdup(name));
    return names;
}

GimpProcedure *create_procedure(GimpPlugIn *plug_in, const gchar *name) {
    GimpProcedure *procedure =
        gimp_procedure_new(plug_in, name, GIMP_PDB_PROC_TYPE_PLUGIN, run, nullptr, nullptr);
    gimp_procedure_set_documentation(procedure, "Tests plug-in-zsn2n", nullptr, nullptr);
    gimp_procedure_add_string_argument(
        procedure, "report", "Report", "File that the lines are added to", "",
        static_cast<GParamFlags>(G_PARAM_READWRITE | GIMP_PARAM_STATIC_STRINGS));
    return procedure;
}

void check_plug_in_class_init(CheckPlugInClass *type) {
    GimpPlugInClass *plug_in = GIMP_PLUG_IN_CLASS(type);
    plug_in->query_procedures = query_procedures;
    plug_in->create_procedure = create_procedure;
    plug_in->set_i18n = nullptr;
}

void check_plug_in_init(CheckPlugIn *) {}

}  // namespace

GIMP_MAIN(check_plug_in_get_type())
