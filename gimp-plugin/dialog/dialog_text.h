// SPDX-License-Identifier: GPL-3.0-or-later
// What both dialogs say, translated.
#ifndef ZSN2N_GIMP_DIALOG_TEXT_H
#define ZSN2N_GIMP_DIALOG_TEXT_H

#include <string>

#include "core/session.h"

// The name of a preset's value to a reader.
std::string preset_caption(int preset);

// A tooltip for an option of the engine's, or "output".
const char *option_hint(const std::string &name);

// "Computing... 43 %, 2 s left", what went wrong, or "".
std::string progress_text(const Session &session);

// Why the session failed, and an engine's failure of any kind, for the user to read.
std::string failure_text(const Session &session);
std::string failure_text(zsn2n_status status, const std::string &message);

#endif
