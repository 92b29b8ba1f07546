// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalog.h"

#include <glib.h>
#include <libintl.h>

std::string beside_program(const char *program, const char *name) {
    gchar *folder = g_path_get_dirname(program);
    gchar *path = g_build_filename(folder, name, nullptr);
    std::string found = path;
    g_free(path);
    g_free(folder);
    return found;
}

void use_catalogs(const std::string &folder) {
    bindtextdomain(kTextDomain, folder.c_str());
    bind_textdomain_codeset(kTextDomain, "UTF-8");
    textdomain(kTextDomain);
}
