// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/noise_report.h"

#include <glib.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/i18n.h"

namespace {

constexpr double kPeak = 255.0;

struct Color {
    double red, green, blue;
};

constexpr Color kChannels[3] = {{0.78, 0.16, 0.16}, {0.10, 0.53, 0.18}, {0.16, 0.32, 0.80}};
constexpr Color kGray = {0.25, 0.25, 0.25};
constexpr Color kColors = {0.72, 0.22, 0.68};  // both colour differences

double sigma_at(const zsn2n_stats &stats, int channel, double brightness) {
    return std::sqrt(zsn2n_noise_variance(&stats, channel, brightness));
}

// The channels' mean, which is what the eye takes for the noise at that brightness.
double mean_sigma_at(const zsn2n_stats &stats, int channels, double brightness) {
    double sum = 0;
    for (int i = 0; i < channels; ++i) sum += sigma_at(stats, i, brightness);
    return sum / channels;
}

const char *level_words(double sigma255) {
    if (sigma255 < 0.5) return _("Hardly any noise (sigma %.1f of 255)");
    if (sigma255 < 4) return _("Weak noise (sigma %.1f of 255)");
    if (sigma255 < 12) return _("Moderate noise (sigma %.1f of 255)");
    if (sigma255 < 30) return _("Strong noise (sigma %.1f of 255)");
    return _("Very strong noise (sigma %.1f of 255)");
}

// The bound that zsn2n_stats tells: above 2 the noise spans pixels.
const char *grain_words(double coarseness) {
    if (coarseness > 2.0) return _("coarse: it spans several pixels, so that some of it may stay");
    return coarseness > 1.4 ? _("somewhat coarse") : _("fine-grained");
}

const char *brightness_words(const zsn2n_stats &stats, int channels) {
    const double dark = mean_sigma_at(stats, channels, 0.1);
    const double bright = mean_sigma_at(stats, channels, 0.9);
    if (bright > 1.3 * dark) return _("stronger where it is bright");
    if (dark > 1.3 * bright) return _("stronger where it is dark");
    return _("the same at every brightness");
}

const char *channel_words(const zsn2n_stats &stats, int channels) {
    static const char *const kStrongest[] = {N_("strongest in red"), N_("strongest in green"),
                                             N_("strongest in blue")};
    if (channels < 3) return nullptr;
    double sigma[3];
    for (int i = 0; i < 3; ++i) sigma[i] = sigma_at(stats, i, 0.5);
    const auto most = std::max_element(sigma, sigma + 3) - sigma;
    const double least = *std::min_element(sigma, sigma + 3);
    return sigma[most] > 1.3 * least ? _(kStrongest[most]) : nullptr;
}

// Beside the level, which is that of all colors together.
std::string color_words(const zsn2n_stats &stats) {
    const double ratio = stats.noise_luma > 0 ? stats.noise_chroma / stats.noise_luma : 1;
    if (stats.noise_chroma <= 0 || (ratio < 1.3 && ratio > 1 / 1.3)) return "";
    gchar *text = g_strdup_printf(_("in the brightness %.1f, in the colors %.1f"),
                                  kPeak * stats.noise_luma, kPeak * stats.noise_chroma);
    std::string words = std::string(", ") + text;
    g_free(text);
    return words;
}

std::string excluded_words(const zsn2n_stats &stats) {
    if (stats.noise_excluded < 0.005) return "";
    gchar *text = g_strdup_printf(_("%.0f %% of the layer has no noise and is left as it is."),
                                  100 * stats.noise_excluded);
    std::string words = std::string(" ") + text;
    g_free(text);
    return words;
}

std::string impulse_words(const zsn2n_stats &stats) {
    if (stats.noise_impulses <= 0) return "";
    gchar *text = g_strdup_printf(_("%.2g %% of the samples were hot or dead pixels, or salt and "
                                    "pepper, and were replaced."),
                                  100 * stats.noise_impulses);
    std::string words = std::string(" ") + text;
    g_free(text);
    return words;
}

void set_color(cairo_t *cairo, const Color &color) {
    cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
}

// The next of 1, 2, 5, 10, 20, ... for the axis to end at.
double round_up(double value) {
    for (double decade = 1;; decade *= 10)
        for (const double step : {1.0, 2.0, 5.0})
            if (step * decade >= value) return step * decade;
}

// What a plot's axis along the bottom goes from, is, and goes to.
struct Axis {
    const char *from, *name, *to;
};

void draw_axes(cairo_t *cairo, const cairo_rectangle_t &plot, double top, const Axis &axis) {
    char text[32];
    set_color(cairo, {0.85, 0.85, 0.85});
    cairo_set_line_width(cairo, 1.0);
    for (int i = 0; i <= 2; ++i) {
        const double y = std::floor(plot.y + plot.height * i / 2) + 0.5;
        cairo_move_to(cairo, plot.x, y);
        cairo_line_to(cairo, plot.x + plot.width, y);
    }
    cairo_stroke(cairo);
    set_color(cairo, {0.35, 0.35, 0.35});
    cairo_select_font_face(cairo, "sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo, 10.0);
    cairo_text_extents_t extents;
    for (int i = 0; i <= 2; ++i) {
        g_snprintf(text, sizeof text, "%g", top * (2 - i) / 2);
        cairo_text_extents(cairo, text, &extents);
        cairo_move_to(cairo, plot.x - extents.x_advance - 4, plot.y + plot.height * i / 2 + 3.5);
        cairo_show_text(cairo, text);
    }
    const double below = plot.y + plot.height + 13;
    cairo_move_to(cairo, plot.x, below);
    cairo_show_text(cairo, axis.from);
    cairo_text_extents(cairo, axis.to, &extents);
    cairo_move_to(cairo, plot.x + plot.width - extents.x_advance, below);
    cairo_show_text(cairo, axis.to);
    cairo_text_extents(cairo, axis.name, &extents);
    cairo_move_to(cairo, plot.x + (plot.width - extents.x_advance) / 2, below);
    cairo_show_text(cairo, axis.name);
}

// The points of a curve, evenly over the plot; of 0..255.
struct Curve {
    Color color;
    std::vector<double> sigma;
};

void draw_curves(cairo_t *cairo, const cairo_rectangle_t &plot, const std::vector<Curve> &curves,
                 const Axis &axis) {
    double most = 0;
    for (const Curve &curve : curves)
        most = std::max(most, *std::max_element(curve.sigma.begin(), curve.sigma.end()));
    const double top = round_up(most);
    draw_axes(cairo, plot, top, axis);
    cairo_set_line_width(cairo, 2.0);
    for (const Curve &curve : curves) {
        set_color(cairo, curve.color);
        cairo_new_path(cairo);  // text leaves a current point
        const size_t last = curve.sigma.size() - 1;
        for (size_t i = 0; i <= last; ++i)
            cairo_line_to(cairo, plot.x + plot.width * static_cast<double>(i) / last,
                          plot.y + plot.height * (1 - curve.sigma[i] / top));
        cairo_stroke(cairo);
    }
}

std::vector<Curve> over_brightness(const zsn2n_stats &stats, bool gray) {
    std::vector<Curve> curves;
    for (int c = 0; c < (gray ? 1 : 3); ++c) {
        curves.push_back({gray ? kGray : kChannels[c], {}});
        for (int x = 0; x <= 64; ++x)
            curves.back().sigma.push_back(kPeak * sigma_at(stats, c, x / 64.0));
    }
    return curves;
}

std::vector<Curve> over_frequency(const zsn2n_stats &stats, bool gray) {
    std::vector<Curve> curves;
    for (int part = 0; part < (gray ? 1 : 2); ++part) {
        curves.push_back({part ? kColors : kGray, {}});
        for (const double variance : stats.noise_spectrum[part])
            curves.back().sigma.push_back(kPeak * std::sqrt(variance));
    }
    return curves;
}

}  // namespace

std::string noise_words(const zsn2n_stats &stats, bool gray) {
    const int channels = gray ? 1 : 3;
    const double sigma255 = kPeak * stats.noise_sigma;
    if (stats.noise_kind == ZSN2N_NOISE_KIND_NONE)
        return _(
            "No noise was found, so that next to nothing is taken. If there is some, measure "
            "it where the picture is even.");
    gchar *level = g_strdup_printf(level_words(sigma255), sigma255);
    std::string words = level;
    g_free(level);
    if (sigma255 < 0.5) return words + ".";
    words += color_words(stats);
    words += std::string(", ") + brightness_words(stats, channels);
    if (const char *channel = channel_words(stats, channels)) words += std::string(", ") + channel;
    return words + ", " + grain_words(stats.noise_coarseness) + "." + excluded_words(stats) +
           impulse_words(stats);
}

void draw_noise_plots(cairo_t *cairo, int width, int height, const zsn2n_stats &stats, bool gray) {
    constexpr double kLeft = 32, kRight = 8, kTop = 8, kBottom = 20;
    const double half = width / 2.0;
    cairo_rectangle_t plot = {kLeft, kTop, half - kLeft - kRight, height - kTop - kBottom};
    cairo_save(cairo);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    draw_curves(cairo, plot, over_brightness(stats, gray), {_("dark"), _("sigma"), _("bright")});
    plot.x += half;
    draw_curves(cairo, plot, over_frequency(stats, gray), {_("coarse"), _("sigma"), _("fine")});
    cairo_restore(cairo);
}
