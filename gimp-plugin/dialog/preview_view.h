// SPDX-License-Identifier: GPL-3.0-or-later
// The preview as a GTK widget: the mouse drags the line or the picture, the wheel scrolls,
// the right button or the check box shows the original.
#ifndef ZSN2N_GIMP_PREVIEW_VIEW_H
#define ZSN2N_GIMP_PREVIEW_VIEW_H

#include <gtk/gtk.h>

#include <functional>

#include "dialog/preview.h"

class PreviewView {
  public:
    // on_region is called where the user has drawn the region that the noise is measured in, or
    // gives it up: then it has no width.
    PreviewView(Preview *preview, std::function<void(const GeglRectangle &)> on_region);
    PreviewView(const PreviewView &) = delete;
    PreviewView &operator=(const PreviewView &) = delete;

    GtkWidget *widget() { return box_; }
    GtkWidget *measure_button() { return measure_; }
    // What the settings say of it.
    void show_region(const GeglRectangle &region);
    void redraw() { gtk_widget_queue_draw(area_); }

  private:
    static void draw(GtkWidget *area, cairo_t *cairo, gpointer self);
    static void on_size(GtkWidget *area, GdkRectangle *size, PreviewView *self);
    static gboolean on_button(GtkWidget *area, GdkEventButton *event, PreviewView *self);
    static gboolean on_motion(GtkWidget *area, GdkEventMotion *event, PreviewView *self);
    static gboolean on_scroll(GtkWidget *area, GdkEventScroll *event, PreviewView *self);
    static gboolean on_key(GtkWidget *area, GdkEventKey *event, PreviewView *self);
    static void on_split(GtkRange *range, PreviewView *self);
    static void on_measure(GtkToggleButton *button, PreviewView *self);
    static void on_original(GtkToggleButton *button, PreviewView *self);
    void moved(bool changed);
    void pan(double dx, double dy) { moved(preview_->pan(dx, dy)); }
    void show_cursor(double x, double y);
    void show_original();

    Preview *preview_;
    std::function<void(const GeglRectangle &)> on_region_;
    GtkWidget *box_, *area_, *split_, *measure_, *original_;
    bool held_ = false, showing_ = false;
};

#endif
