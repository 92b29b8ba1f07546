// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/toolkit.h"

namespace {

gboolean on_expose(GtkWidget *area, GdkEventExpose *, Drawing *drawing) {
    cairo_t *cairo = gdk_cairo_create(gtk_widget_get_window(area));
    drawing->draw(area, cairo, drawing->data);
    cairo_destroy(cairo);
    return TRUE;
}

void attach(GtkWidget *form, GtkWidget *widget, int left, int right, int row,
            GtkAttachOptions options) {
    gtk_table_attach(GTK_TABLE(form), widget, left, right, row, row + 1, options, GTK_FILL, 0, 0);
}

}  // namespace

GtkWidget *new_row_box(int spacing) {
    return gtk_hbox_new(FALSE, spacing);
}

GtkWidget *new_column_box(int spacing) {
    return gtk_vbox_new(FALSE, spacing);
}

GtkWidget *new_scale(GtkAdjustment *adjustment) {
    GtkWidget *scale = gtk_hscale_new(adjustment);
    gtk_scale_set_draw_value(GTK_SCALE(scale), FALSE);
    return scale;
}

GtkWidget *new_progress_bar() {
    return gtk_progress_bar_new();
}

GtkWidget *new_form(int rows, int spacing) {
    GtkWidget *form = gtk_table_new(rows, 3, FALSE);
    gtk_table_set_row_spacings(GTK_TABLE(form), spacing);
    gtk_table_set_col_spacings(GTK_TABLE(form), spacing);
    return form;
}

void put_in_form(GtkWidget *form, int row, const char *label, GtkWidget *widget, GtkWidget *keyed,
                 bool wide) {
    GtkWidget *name = gtk_label_new_with_mnemonic(label);
    gtk_label_set_mnemonic_widget(GTK_LABEL(name), keyed);
    align_left(name);
    attach(form, name, 0, 1, row, GTK_FILL);
    attach(form, widget, 1, wide ? 3 : 2, row, GtkAttachOptions(GTK_EXPAND | GTK_FILL));
}

void put_beside(GtkWidget *form, int row, GtkWidget *widget) {
    attach(form, widget, 2, 3, row, GTK_FILL);
}

void align_left(GtkWidget *label) {
    gtk_misc_set_alignment(GTK_MISC(label), 0.0, 0.5);
}

void connect_draw(GtkWidget *area, Draw draw, gpointer data) {
    connect_drawing(area, "expose-event", G_CALLBACK(on_expose), {draw, data});
}

void set_cursor(GtkWidget *area, GdkCursorType type) {
    GdkCursor *cursor = gdk_cursor_new_for_display(gtk_widget_get_display(area), type);
    gdk_window_set_cursor(gtk_widget_get_window(area), cursor);
    gdk_cursor_unref(cursor);
}

void order_buttons(GtkWidget *dialog, int first, int second, int third) {
    gtk_dialog_set_alternative_button_order(GTK_DIALOG(dialog), first, second, third, -1);
}
