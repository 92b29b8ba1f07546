// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine found out about a layer's noise, in words and as a small plot.
#ifndef ZSN2N_GIMP_NOISE_REPORT_H
#define ZSN2N_GIMP_NOISE_REPORT_H

#include <cairo.h>
#include <zsn2n/zsn2n.h>

#include <string>

// "Strong noise (sigma 12.4 of 255), stronger where it is bright, fine-grained."
std::string noise_words(const zsn2n_stats &stats, bool gray);

// Two plots side by side on a light ground of that size: sigma over brightness, a curve for each
// channel, and over spatial frequency, one for the brightness and one for the colours.
void draw_noise_plots(cairo_t *cairo, int width, int height, const zsn2n_stats &stats, bool gray);

#endif
