// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trace.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

void trace(const char *format, ...) {
    const char *path = std::getenv("ZSN2N_GIMP_LOG");
    if (!path || !*path) return;
    std::FILE *file = std::fopen(path, "a");
    if (!file) return;
    va_list arguments;
    va_start(arguments, format);
    // The check forgets va_start() where it looks at several files at once.
    std::vfprintf(file, format, arguments);  // NOLINT(clang-analyzer-valist.Uninitialized)
    va_end(arguments);
    std::fputc('\n', file);
    std::fclose(file);
}
