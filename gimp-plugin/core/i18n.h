// SPDX-License-Identifier: GPL-3.0-or-later
// _("text") is the text in the user's language, N_() marks one that is translated later.
#ifndef ZSN2N_GIMP_I18N_H
#define ZSN2N_GIMP_I18N_H

#include <glib/gi18n.h>

#endif
