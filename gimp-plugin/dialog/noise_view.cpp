// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/noise_view.h"

#include <gegl.h>
#include <libgimpwidgets/gimpwidgets.h>

#include "core/i18n.h"
#include "dialog/noise_report.h"
#include "dialog/toolkit.h"

namespace {

constexpr int kSpacing = 6;
constexpr int kWidth = 280, kPlotHeight = 110;
constexpr int kWordCharacters = 36;

}  // namespace

NoiseView::NoiseView(bool gray)
    : gray_(gray),
      frame_(gimp_frame_new(_("Noise of this layer"))),
      words_(gtk_label_new(_("Being measured..."))),
      plot_(gtk_drawing_area_new()) {
    align_left(words_);
    gtk_label_set_line_wrap(GTK_LABEL(words_), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(words_), kWordCharacters);
    gtk_widget_set_size_request(words_, kWidth, -1);
    gtk_widget_set_size_request(plot_, kWidth, kPlotHeight);
    gtk_widget_set_tooltip_text(
        plot_, _("The noise's standard deviation, of 0..255. Left: over brightness, "
                 "a curve for each channel. Right: from coarse to fine structures, "
                 "gray for the brightness, violet for the colors."));
    connect_draw(plot_, draw, this);
    GtkWidget *box = new_column_box(kSpacing);
    gtk_box_pack_start(GTK_BOX(box), words_, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), plot_, FALSE, FALSE, 0);
    gtk_container_add(GTK_CONTAINER(frame_), box);
}

void NoiseView::show(const zsn2n_stats &stats) {
    stats_ = stats;
    known_ = true;
    gtk_label_set_text(GTK_LABEL(words_), noise_words(stats, gray_).c_str());
    gtk_widget_queue_draw(plot_);
}

void NoiseView::draw(GtkWidget *plot, cairo_t *cairo, gpointer data) {
    const auto *self = static_cast<NoiseView *>(data);
    if (!self->known_) return;
    GtkAllocation size;
    gtk_widget_get_allocation(plot, &size);
    draw_noise_plots(cairo, size.width, size.height, self->stats_, self->gray_);
}
