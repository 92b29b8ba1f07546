// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/preview_view.h"

#include <gdk/gdkkeysyms.h>

#include <exception>

#include "core/i18n.h"
#include "core/trace.h"
#include "dialog/toolkit.h"

namespace {

constexpr int kSpacing = 6;
constexpr int kWidth = 560, kHeight = 480;
constexpr double kStep = 64.0;  // pixels: of a turn of the wheel, of an arrow key

GtkWidget *split_scale(Preview *preview) {
    GtkWidget *scale =
        new_scale(GTK_ADJUSTMENT(gtk_adjustment_new(preview->split(), 0.0, 1.0, 0.05, 0.5, 0.0)));
    gtk_widget_set_tooltip_text(scale, _("Where the line between the original and the denoised "
                                         "picture is; it can be dragged in the picture too"));
    return scale;
}

GtkWidget *original_button() {
    GtkWidget *button = gtk_check_button_new_with_mnemonic(_("Show ori_ginal"));
    gtk_widget_set_tooltip_text(button, _("Or hold the right mouse button on the picture"));
    return button;
}

GtkWidget *region_button() {
    GtkWidget *button = gtk_check_button_new_with_mnemonic(_("Measure no_ise here"));
    gtk_widget_set_tooltip_text(button,
                                _("Draw a rectangle on the picture, where it should be even: the "
                                  "noise is measured there alone. Off: wherever it shows"));
    return button;
}

}  // namespace

PreviewView::PreviewView(Preview *preview, std::function<void(const GeglRectangle &)> on_region)
    : preview_(preview),
      on_region_(std::move(on_region)),
      box_(new_column_box(kSpacing)),
      area_(gtk_drawing_area_new()),
      split_(split_scale(preview)),
      measure_(region_button()),
      original_(original_button()) {
    gtk_widget_set_size_request(area_, kWidth / 2, kHeight / 2);
    gtk_widget_set_can_focus(area_, TRUE);
    gtk_widget_set_tooltip_text(area_, _("Drag the line to compare, drag the picture or turn the "
                                         "wheel to see another part of it"));
    gtk_widget_add_events(area_, GDK_BUTTON_PRESS_MASK | GDK_BUTTON_RELEASE_MASK |
                                     GDK_POINTER_MOTION_MASK | GDK_SCROLL_MASK |
                                     GDK_KEY_PRESS_MASK);
    connect_draw(area_, draw, this);
    g_signal_connect(area_, "size-allocate", G_CALLBACK(on_size), this);
    g_signal_connect(area_, "button-press-event", G_CALLBACK(on_button), this);
    g_signal_connect(area_, "button-release-event", G_CALLBACK(on_button), this);
    g_signal_connect(area_, "motion-notify-event", G_CALLBACK(on_motion), this);
    g_signal_connect(area_, "scroll-event", G_CALLBACK(on_scroll), this);
    g_signal_connect(area_, "key-press-event", G_CALLBACK(on_key), this);
    g_signal_connect(split_, "value-changed", G_CALLBACK(on_split), this);
    g_signal_connect(measure_, "toggled", G_CALLBACK(on_measure), this);
    g_signal_connect(original_, "toggled", G_CALLBACK(on_original), this);

    GtkWidget *frame = gtk_frame_new(nullptr);
    gtk_frame_set_shadow_type(GTK_FRAME(frame), GTK_SHADOW_IN);
    gtk_container_add(GTK_CONTAINER(frame), area_);
    gtk_box_pack_start(GTK_BOX(box_), frame, TRUE, TRUE, 0);
    GtkWidget *row = new_row_box(kSpacing);
    GtkWidget *label = gtk_label_new_with_mnemonic(_("Co_mpare:"));
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), split_);
    gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), split_, TRUE, TRUE, 0);
    gtk_box_pack_start(GTK_BOX(row), measure_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), original_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box_), row, FALSE, FALSE, 0);
}

void PreviewView::draw(GtkWidget *, cairo_t *cairo, gpointer self) {
    // An exception must not pass through GTK.
    try {
        static_cast<PreviewView *>(self)->preview_->draw(cairo);
    } catch (const std::exception &error) {
        trace("preview: %s", error.what());
    }
}

void PreviewView::on_size(GtkWidget *, GdkRectangle *size, PreviewView *self) {
    self->preview_->resize(size->width, size->height);
}

// The line may have been moved in the picture: the scale follows, and the other way round.
void PreviewView::moved(bool changed) {
    if (!changed) return;
    gtk_range_set_value(GTK_RANGE(split_), preview_->split());
    redraw();
}

void PreviewView::show_cursor(double x, double y) {
    switch (preview_->cursor_at(x, y)) {
        case Preview::Cursor::kDraw:
            return set_cursor(area_, GDK_CROSSHAIR);
        case Preview::Cursor::kSplit:
            return set_cursor(area_, GDK_SB_H_DOUBLE_ARROW);
        case Preview::Cursor::kMove:
            set_cursor(area_, GDK_FLEUR);
    }
}

void PreviewView::show_original() {
    const bool ticked = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(original_));
    if (preview_->show_original(held_ || ticked)) redraw();
}

gboolean PreviewView::on_button(GtkWidget *area, GdkEventButton *event, PreviewView *self) {
    const bool pressed = event->type == GDK_BUTTON_PRESS;
    if (event->button == 3) {
        self->held_ = pressed;
        self->show_original();
    } else if (pressed) {
        gtk_widget_grab_focus(area);
        self->moved(self->preview_->press(event->x, event->y));
    } else {
        // The last movements may have been left out, on a busy machine.
        self->moved(self->preview_->drag(event->x, event->y));
        if (self->preview_->release()) {
            self->redraw();
            self->on_region_(self->preview_->region());
        }
    }
    return TRUE;
}

gboolean PreviewView::on_motion(GtkWidget *, GdkEventMotion *event, PreviewView *self) {
    self->moved(self->preview_->drag(event->x, event->y));
    self->show_cursor(event->x, event->y);
    return TRUE;
}

gboolean PreviewView::on_scroll(GtkWidget *, GdkEventScroll *event, PreviewView *self) {
    const bool sideways = event->state & GDK_SHIFT_MASK;
    if (event->direction == GDK_SCROLL_LEFT || (sideways && event->direction == GDK_SCROLL_UP))
        self->pan(kStep, 0);
    else if (event->direction == GDK_SCROLL_RIGHT || sideways)
        self->pan(-kStep, 0);
    else
        self->pan(0, event->direction == GDK_SCROLL_UP ? kStep : -kStep);
    return TRUE;
}

gboolean PreviewView::on_key(GtkWidget *, GdkEventKey *event, PreviewView *self) {
    switch (event->keyval) {
        case GDK_KEY_Left:
            self->pan(kStep, 0);
            return TRUE;
        case GDK_KEY_Right:
            self->pan(-kStep, 0);
            return TRUE;
        case GDK_KEY_Up:
            self->pan(0, kStep);
            return TRUE;
        case GDK_KEY_Down:
            self->pan(0, -kStep);
            return TRUE;
    }
    return FALSE;
}

void PreviewView::on_split(GtkRange *range, PreviewView *self) {
    if (self->preview_->set_split(gtk_range_get_value(range))) self->redraw();
}

void PreviewView::on_measure(GtkToggleButton *button, PreviewView *self) {
    const bool on = gtk_toggle_button_get_active(button);
    self->preview_->measure(on);
    if (self->showing_ || on) return;
    if (self->preview_->show_region({0, 0, 0, 0})) self->redraw();
    self->on_region_({0, 0, 0, 0});
}

// Where there is no region yet the button stays as it is: one may be about to be drawn.
void PreviewView::show_region(const GeglRectangle &region) {
    const bool changed = preview_->show_region(region);
    if (!changed) return;
    showing_ = true;
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(measure_), region.width > 0);
    showing_ = false;
    redraw();
}

void PreviewView::on_original(GtkToggleButton *, PreviewView *self) {
    self->show_original();
}
