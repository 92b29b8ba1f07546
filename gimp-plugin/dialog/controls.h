// SPDX-License-Identifier: GPL-3.0-or-later
// The settings as GTK widgets.
#ifndef ZSN2N_GIMP_CONTROLS_H
#define ZSN2N_GIMP_CONTROLS_H

#include <gtk/gtk.h>

#include <functional>

#include "core/settings.h"

class Controls {
  public:
    // on_change is called for each change by the user and for set(), once.
    Controls(const Settings &start, bool gray, bool takes_new_layer,
             std::function<void()> on_change);
    Controls(const Controls &) = delete;
    Controls &operator=(const Controls &) = delete;

    GtkWidget *widget() { return box_; }

    // Options that have no widget stay as they were set.
    Settings settings() const;
    void set(const Settings &settings);

    // The noise level moves with the mouse; when it is let go, on_change is called once more.
    bool level_moves() const { return level_moves_; }

  private:
    static void on_widget(gpointer widget, Controls *self);
    static void on_level(gpointer adjustment, Controls *self);
    static gboolean on_level_button(GtkWidget *scale, GdkEventButton *event, Controls *self);
    static void on_new_seed(GtkButton *button, Controls *self);
    void watch(gpointer object, const char *signal);
    GtkWidget *add_combo(GtkWidget *form, int row, const char *label, const char *option);
    GtkAdjustment *add_amount(GtkWidget *form, int row, const char *label, const char *option,
                              bool means_something = true);
    void add_level(GtkWidget *form, int row);
    GtkWidget *add_spin(GtkWidget *form, int row, const char *label, const char *option);
    void add_advanced();
    void show();

    Settings settings_;
    std::function<void()> on_change_;
    bool setting_ = false, syncing_ = false, level_moves_ = false;
    GtkWidget *box_, *preset_, *output_, *steps_, *seed_, *threads_;
    GtkAdjustment *strength_, *luma_, *chroma_, *detail_;
    GtkAdjustment *level_, *level_log_;  // and its logarithm to base 2, which the slider has
};

#endif
