// SPDX-License-Identifier: BSD-2-Clause
#include "plug_in_call.h"

CallResult call_zsn2n(GimpRunMode mode, gint32 image, gint32 drawable, const std::string &options) {
    gint count = 0;
    GimpParam *values = gimp_run_procedure("plug-in-zsn2n", &count, GIMP_PDB_INT32, mode,
                                           GIMP_PDB_IMAGE, image, GIMP_PDB_DRAWABLE, drawable,
                                           GIMP_PDB_STRING, options.c_str(), GIMP_PDB_END);
    CallResult result = {values[0].data.d_status, ""};
    if (count > 1 && values[1].type == GIMP_PDB_STRING && values[1].data.d_string)
        result.message = values[1].data.d_string;
    gimp_destroy_params(values, count);
    return result;
}

std::string not_successful(const CallResult &result) {
    if (result.status == GIMP_PDB_SUCCESS) return "";
    return "status " + std::to_string(result.status) + ", \"" + result.message + "\"";
}
