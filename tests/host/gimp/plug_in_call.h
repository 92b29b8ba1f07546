// SPDX-License-Identifier: BSD-2-Clause
#ifndef ZSN2N_TESTS_GIMP_PLUG_IN_CALL_H
#define ZSN2N_TESTS_GIMP_PLUG_IN_CALL_H

#include <libgimp/gimp.h>

#include <string>

struct CallResult {
    GimpPDBStatusType status;
    std::string message;
};

// Calls plug-in-zsn2n as a script would.
CallResult call_zsn2n(GimpRunMode mode, gint32 image, gint32 drawable, const std::string &options);

// "" after success, else what the plug-in said.
std::string not_successful(const CallResult &result);

#endif
