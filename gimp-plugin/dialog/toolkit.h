// SPDX-License-Identifier: GPL-3.0-or-later
// What GTK+ 2 with GIMP 2.10 and GTK 3 with GIMP 3 have under different names. The dialog is
// written to this and to what both have alike; each front links its own toolkit.
#ifndef ZSN2N_GIMP_TOOLKIT_H
#define ZSN2N_GIMP_TOOLKIT_H

#include <gtk/gtk.h>

GtkWidget *new_row_box(int spacing);
GtkWidget *new_column_box(int spacing);
GtkWidget *new_scale(GtkAdjustment *adjustment);  // horizontal, without its value
GtkWidget *new_progress_bar();                    // with its text

// A form of so many rows: a label, what it is of, and room for one thing more. The label's mnemonic
// goes to `keyed`.
GtkWidget *new_form(int rows, int spacing);
void put_in_form(GtkWidget *form, int row, const char *label, GtkWidget *widget, GtkWidget *keyed,
                 bool wide);
void put_beside(GtkWidget *form, int row, GtkWidget *widget);

void align_left(GtkWidget *label);

// draw(area, cairo, data) paints all of the area.
using Draw = void (*)(GtkWidget *area, cairo_t *cairo, gpointer data);
void connect_draw(GtkWidget *area, Draw draw, gpointer data);

// For connect_draw(): the signal's handler gets a copy of the drawing as its data, which goes with
// the widget.
struct Drawing {
    Draw draw;
    gpointer data;
};
void connect_drawing(GtkWidget *area, const char *signal, GCallback handler,
                     const Drawing &drawing);

// Of the pointer over the area, a shown one.
void set_cursor(GtkWidget *area, GdkCursorType type);

// Of a GIMP dialog's buttons, by response, where the desktop puts OK first.
void order_buttons(GtkWidget *dialog, int first, int second, int third);

#endif
