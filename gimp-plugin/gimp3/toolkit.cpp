// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/toolkit.h"

#include <libgimp/gimpui.h>

namespace {

gboolean on_draw(GtkWidget *area, cairo_t *cairo, Drawing *drawing) {
    drawing->draw(area, cairo, drawing->data);
    return TRUE;
}

}  // namespace

GtkWidget *new_row_box(int spacing) {
    return gtk_box_new(GTK_ORIENTATION_HORIZONTAL, spacing);
}

GtkWidget *new_column_box(int spacing) {
    return gtk_box_new(GTK_ORIENTATION_VERTICAL, spacing);
}

GtkWidget *new_scale(GtkAdjustment *adjustment) {
    GtkWidget *scale = gtk_scale_new(GTK_ORIENTATION_HORIZONTAL, adjustment);
    gtk_scale_set_draw_value(GTK_SCALE(scale), FALSE);
    return scale;
}

GtkWidget *new_progress_bar() {
    GtkWidget *bar = gtk_progress_bar_new();
    gtk_progress_bar_set_show_text(GTK_PROGRESS_BAR(bar), TRUE);
    return bar;
}

GtkWidget *new_form(int, int spacing) {
    GtkWidget *form = gtk_grid_new();
    gtk_grid_set_row_spacing(GTK_GRID(form), spacing);
    gtk_grid_set_column_spacing(GTK_GRID(form), spacing);
    // Its widgets fill it; it does not take room from the preview for them.
    gtk_widget_set_hexpand(form, FALSE);
    return form;
}

void put_in_form(GtkWidget *form, int row, const char *label, GtkWidget *widget, GtkWidget *keyed,
                 bool wide) {
    GtkWidget *name = gtk_label_new_with_mnemonic(label);
    gtk_label_set_mnemonic_widget(GTK_LABEL(name), keyed);
    align_left(name);
    gtk_widget_set_hexpand(widget, TRUE);
    gtk_grid_attach(GTK_GRID(form), name, 0, row, 1, 1);
    gtk_grid_attach(GTK_GRID(form), widget, 1, row, wide ? 2 : 1, 1);
}

void put_beside(GtkWidget *form, int row, GtkWidget *widget) {
    gtk_grid_attach(GTK_GRID(form), widget, 2, row, 1, 1);
}

void align_left(GtkWidget *label) {
    gtk_label_set_xalign(GTK_LABEL(label), 0.0f);
}

void connect_draw(GtkWidget *area, Draw draw, gpointer data) {
    connect_drawing(area, "draw", G_CALLBACK(on_draw), {draw, data});
}

void set_cursor(GtkWidget *area, GdkCursorType type) {
    GdkCursor *cursor = gdk_cursor_new_for_display(gtk_widget_get_display(area), type);
    gdk_window_set_cursor(gtk_widget_get_window(area), cursor);
    g_object_unref(cursor);
}

void order_buttons(GtkWidget *dialog, int first, int second, int third) {
    gint order[] = {first, second, third};
    gimp_dialog_set_alternative_button_order_from_array(GIMP_DIALOG(dialog), 3, order);
}
