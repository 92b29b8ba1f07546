// SPDX-License-Identifier: BSD-2-Clause
// For GIMP 2.10: a plug-in that tests another: it makes images, calls plug-in-zsn2n on them and
// compares the pixels with those of the C API. Procedures zsn2n-check-batch, -dialog and -kill; the
// argument is the report's path.
#include <gegl.h>
#include <libgimp/gimp.h>

#include <cstring>
#include <exception>

#include "cases.h"

namespace {

void query() {
    const GimpParamDef arguments[] = {{GIMP_PDB_STRING, const_cast<gchar *>("report"),
                                       const_cast<gchar *>("File that the lines are added to")}};
    for (const char *name : {"zsn2n-check-batch", "zsn2n-check-dialog", "zsn2n-check-kill"})
        gimp_install_procedure(name, "Tests plug-in-zsn2n", "", "The zsn2n developers",
                               "The zsn2n developers", "2026", nullptr, "", GIMP_PLUGIN, 1, 0,
                               arguments, nullptr);
}

void run(const gchar *name, gint, const GimpParam *arguments, gint *return_count,
         GimpParam **returned) {
    static GimpParam value;
    gegl_init(nullptr, nullptr);
    gimp_plugin_set_pdb_error_handler(GIMP_PDB_ERROR_HANDLER_PLUGIN);
    Report report(arguments[0].data.d_string);
    try {
        if (std::strcmp(name, "zsn2n-check-batch") == 0)
            run_batch_cases(&report), run_own_batch_cases(&report);
        else if (std::strcmp(name, "zsn2n-check-kill") == 0)
            run_kill_cases(&report);
        else
            run_dialog_cases(&report);
        report.end();
    } catch (const std::exception &error) {
        report.add(name, error.what());
    }
    value.type = GIMP_PDB_STATUS;
    value.data.d_status = GIMP_PDB_SUCCESS;
    *return_count = 1;
    *returned = &value;
}

}  // namespace

const GimpPlugInInfo PLUG_IN_INFO = {nullptr, nullptr, query, run};

MAIN()
