// SPDX-License-Identifier: BSD-2-Clause
// What a call of plug-in-zsn2n came to, in words for the report.
#ifndef ZSN2N_TESTS_GIMP_REFUSED_H
#define ZSN2N_TESTS_GIMP_REFUSED_H

#include <string>

#include "fixture.h"
#include "host.h"

// "" after success, else what the plug-in said.
std::string not_successful(const host::CallResult &result);

// "" where the call fails, says `word`, and leaves the drawables' pixels alone.
std::string refused(const Fixture &fixture, const std::vector<host::Id> &drawables,
                    const std::string &options, const char *word);
std::string refused(const Fixture &fixture, host::Id drawable, const std::string &options,
                    const char *word);

#endif
