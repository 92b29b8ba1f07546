// SPDX-License-Identifier: GPL-3.0-or-later
// What was found out about the noise, as GTK widgets.
#ifndef ZSN2N_GIMP_NOISE_VIEW_H
#define ZSN2N_GIMP_NOISE_VIEW_H

#include <gtk/gtk.h>
#include <zsn2n/zsn2n.h>

class NoiseView {
  public:
    explicit NoiseView(bool gray);
    NoiseView(const NoiseView &) = delete;
    NoiseView &operator=(const NoiseView &) = delete;

    GtkWidget *widget() { return frame_; }
    void show(const zsn2n_stats &stats);

  private:
    static void draw(GtkWidget *plot, cairo_t *cairo, gpointer self);

    const bool gray_;
    bool known_ = false;
    zsn2n_stats stats_ = {};
    GtkWidget *frame_, *words_, *plot_;
};

#endif
