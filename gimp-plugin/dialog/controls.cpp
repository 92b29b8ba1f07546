// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/controls.h"

#include <gegl.h>

#include <cmath>

#include "core/i18n.h"
#include "dialog/dialog_text.h"
#include "dialog/toolkit.h"

namespace {

constexpr int kSpacing = 6;
constexpr int kSliderWidth = 140;

// The presets in the order of the time they take, not of their numbers.
constexpr int kPresets[] = {ZSN2N_PRESET_FAST, ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_SLOW,
                            ZSN2N_PRESET_PAPER};

int preset_row(int preset) {
    for (int i = 0; i < 4; ++i)
        if (kPresets[i] == preset) return i;
    return 0;
}

}  // namespace

Controls::Controls(const Settings &start, bool gray, bool takes_new_layer,
                   std::function<void()> on_change)
    : settings_(start), on_change_(std::move(on_change)), box_(new_column_box(kSpacing)) {
    GtkWidget *form = new_form(7, kSpacing);
    gtk_box_pack_start(GTK_BOX(box_), form, FALSE, FALSE, 0);
    preset_ = add_combo(form, 0, _("_Preset:"), "preset");
    for (const int preset : kPresets)
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(preset_), preset_caption(preset).c_str());
    strength_ = add_amount(form, 1, _("_Strength:"), "strength");
    luma_ = add_amount(form, 2, _("_Brightness:"), "luma");
    chroma_ = add_amount(form, 3, _("Co_lor:"), "chroma", !gray);
    detail_ = add_amount(form, 4, _("_Detail:"), "detail");
    add_level(form, 5);
    output_ = add_combo(form, 6, _("O_utput:"), "output");
    gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(output_), _("The layer itself"));
    gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(output_), _("A new layer above it"));
    if (!takes_new_layer) {
        settings_.output = Output::kLayer;
        gtk_widget_set_sensitive(output_, FALSE);
    }
    add_advanced();
    show();
    watch(preset_, "changed");
    watch(output_, "changed");
    for (GtkAdjustment *amount : {strength_, luma_, chroma_, detail_})
        watch(amount, "value-changed");
    for (GtkAdjustment *level : {level_, level_log_})
        g_signal_connect(level, "value-changed", G_CALLBACK(on_level), this);
    for (GtkWidget *number : {steps_, seed_, threads_}) watch(number, "value-changed");
}

void Controls::watch(gpointer object, const char *signal) {
    g_signal_connect(object, signal, G_CALLBACK(on_widget), this);
}

GtkWidget *Controls::add_combo(GtkWidget *form, int row, const char *label, const char *option) {
    GtkWidget *combo = gtk_combo_box_text_new();
    gtk_widget_set_tooltip_text(combo, option_hint(option));
    put_in_form(form, row, label, combo, combo, true);
    return combo;
}

// A slider and a number, one value.
GtkAdjustment *Controls::add_amount(GtkWidget *form, int row, const char *label, const char *name,
                                    bool means_something) {
    const zsn2n_option &option = option_of(name);
    GtkAdjustment *amount = GTK_ADJUSTMENT(
        gtk_adjustment_new(option.default_value, option.min, option.max, 0.01, 0.1, 0.0));
    GtkWidget *scale = new_scale(amount), *spin = gtk_spin_button_new(amount, 0.01, 2);
    gtk_widget_set_size_request(scale, kSliderWidth, -1);
    for (GtkWidget *widget : {scale, spin}) {
        gtk_widget_set_tooltip_text(widget, option_hint(name));
        gtk_widget_set_sensitive(widget, means_something);
    }
    put_in_form(form, row, label, scale, spin, false);
    put_beside(form, row, spin);
    return amount;
}

// Half and twice are as far from 1 on the slider; the number is the factor itself.
void Controls::add_level(GtkWidget *form, int row) {
    const zsn2n_option &option = option_of("noise_level");
    level_ = GTK_ADJUSTMENT(
        gtk_adjustment_new(option.default_value, option.min, option.max, 0.05, 0.25, 0.0));
    level_log_ =
        GTK_ADJUSTMENT(gtk_adjustment_new(std::log2(option.default_value), std::log2(option.min),
                                          std::log2(option.max), 0.1, 0.5, 0.0));
    GtkWidget *scale = new_scale(level_log_), *spin = gtk_spin_button_new(level_, 0.05, 2);
    gtk_widget_set_size_request(scale, kSliderWidth, -1);
    for (GtkWidget *widget : {scale, spin})
        gtk_widget_set_tooltip_text(widget, option_hint("noise_level"));
    for (const char *signal : {"button-press-event", "button-release-event"})
        g_signal_connect(scale, signal, G_CALLBACK(on_level_button), this);
    put_in_form(form, row, _("_Noise level:"), scale, spin, false);
    put_beside(form, row, spin);
}

GtkWidget *Controls::add_spin(GtkWidget *form, int row, const char *label, const char *name) {
    const zsn2n_option &option = option_of(name);
    GtkWidget *spin = gtk_spin_button_new_with_range(option.min, option.max, 1.0);
    gtk_widget_set_tooltip_text(spin, option_hint(name));
    put_in_form(form, row, label, spin, spin, false);
    return spin;
}

void Controls::add_advanced() {
    GtkWidget *expander = gtk_expander_new_with_mnemonic(_("Ad_vanced"));
    GtkWidget *form = new_form(3, kSpacing);
    gtk_container_set_border_width(GTK_CONTAINER(form), kSpacing);
    steps_ = add_spin(form, 0, _("S_teps:"), "steps");
    seed_ = add_spin(form, 1, _("S_eed:"), "seed");
    threads_ = add_spin(form, 2, _("Wor_ker threads:"), "threads");
    GtkWidget *button = gtk_button_new_with_mnemonic(_("Ne_w"));
    gtk_widget_set_tooltip_text(button, _("Another seed, at random"));
    g_signal_connect(button, "clicked", G_CALLBACK(on_new_seed), this);
    put_beside(form, 1, button);
    gtk_container_add(GTK_CONTAINER(expander), form);
    gtk_box_pack_start(GTK_BOX(box_), expander, FALSE, FALSE, 0);
}

void Controls::on_widget(gpointer, Controls *self) {
    if (!self->setting_) self->on_change_();
}

void Controls::on_level(gpointer adjustment, Controls *self) {
    if (self->syncing_) return;
    self->syncing_ = true;
    if (adjustment == self->level_) {
        gtk_adjustment_set_value(self->level_log_,
                                 std::log2(gtk_adjustment_get_value(self->level_)));
    } else {
        const double level = std::exp2(gtk_adjustment_get_value(self->level_log_));
        gtk_adjustment_set_value(self->level_, std::round(100 * level) / 100);
    }
    self->syncing_ = false;
    on_widget(adjustment, self);
}

gboolean Controls::on_level_button(GtkWidget *, GdkEventButton *event, Controls *self) {
    const bool moved = self->level_moves_;
    self->level_moves_ = event->type == GDK_BUTTON_PRESS;
    if (moved && !self->level_moves_) self->on_change_();
    return FALSE;
}

void Controls::on_new_seed(GtkButton *, Controls *self) {
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(self->seed_), g_random_int());
}

void Controls::show() {
    const zsn2n_params &params = settings_.params;
    gtk_combo_box_set_active(GTK_COMBO_BOX(preset_), preset_row(params.preset));
    gtk_combo_box_set_active(GTK_COMBO_BOX(output_), static_cast<int>(settings_.output));
    gtk_adjustment_set_value(strength_, params.strength);
    gtk_adjustment_set_value(luma_, params.luma);
    gtk_adjustment_set_value(chroma_, params.chroma);
    gtk_adjustment_set_value(detail_, params.detail);
    gtk_adjustment_set_value(level_, params.noise_level);
    gtk_adjustment_set_value(level_log_, std::log2(params.noise_level));
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(steps_), params.steps);
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(seed_), static_cast<double>(params.seed));
    gtk_spin_button_set_value(GTK_SPIN_BUTTON(threads_), params.threads);
}

void Controls::set(const Settings &settings) {
    settings_ = settings;
    if (!gtk_widget_get_sensitive(output_)) settings_.output = Output::kLayer;
    setting_ = true;
    show();
    setting_ = false;
    on_change_();
}

Settings Controls::settings() const {
    Settings settings = settings_;
    zsn2n_params &params = settings.params;
    params.preset = kPresets[gtk_combo_box_get_active(GTK_COMBO_BOX(preset_))];
    settings.output = static_cast<Output>(gtk_combo_box_get_active(GTK_COMBO_BOX(output_)));
    params.strength = gtk_adjustment_get_value(strength_);
    params.luma = gtk_adjustment_get_value(luma_);
    params.chroma = gtk_adjustment_get_value(chroma_);
    params.detail = gtk_adjustment_get_value(detail_);
    params.noise_level = gtk_adjustment_get_value(level_);
    params.steps = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(steps_));
    params.seed = static_cast<uint64_t>(gtk_spin_button_get_value(GTK_SPIN_BUTTON(seed_)));
    params.threads = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(threads_));
    return settings;
}
