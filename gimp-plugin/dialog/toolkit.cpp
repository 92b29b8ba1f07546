// SPDX-License-Identifier: GPL-3.0-or-later
// What is the same in GTK+ 2 and GTK 3; the rest is each front's.
#include "dialog/toolkit.h"

namespace {

void forget(gpointer drawing, GClosure *) {
    delete static_cast<Drawing *>(drawing);
}

}  // namespace

void connect_drawing(GtkWidget *area, const char *signal, GCallback handler,
                     const Drawing &drawing) {
    g_signal_connect_data(area, signal, handler, new Drawing(drawing), forget, GConnectFlags(0));
}
