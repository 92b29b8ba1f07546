// SPDX-License-Identifier: GPL-3.0-or-later
// Where the translations are: folder kCatalogFolder beside the executable, wherever that was
// installed.
#ifndef ZSN2N_GIMP_CATALOG_H
#define ZSN2N_GIMP_CATALOG_H

#include <string>

constexpr char kTextDomain[] = "zsn2n-gimp";
constexpr char kCatalogFolder[] = "locale";

// FOLDER/name for the folder that the program lies in.
std::string beside_program(const char *program, const char *name);

// Makes _() translate. Fronts whose GIMP does that by itself need not call it.
void use_catalogs(const std::string &folder);

#endif
