// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp2_dialog.h"

#include <cstdio>
#include <string>

#include "wait_for_worker.h"

namespace {

constexpr int kBorder = 12;
constexpr int kSpacing = 6;
constexpr int kSliderWidth = 200;
constexpr int kSpinCharacters = 6;

// "medium" as the engine spells it is "Medium" to a reader.
std::string caption(const char *name) {
    std::string text = name;
    if (!text.empty()) text[0] = g_ascii_toupper(text[0]);
    return text;
}

void on_response(GtkDialog *, gint, gpointer worker) {
    static_cast<DenoiseWorker *>(worker)->cancel();
}

}  // namespace

Gimp2Dialog::Gimp2Dialog(const Settings &start)
    : settings_(start),
      seed_(static_cast<guint32>(start.params.seed)),
      random_seed_(start.random_seed) {
    dialog_ =
        gimp_dialog_new("Zero-Shot Denoise", "zsn2n", nullptr, GtkDialogFlags(0), nullptr, nullptr,
                        "_Cancel", GTK_RESPONSE_CANCEL, "_OK", GTK_RESPONSE_OK, nullptr);
    gtk_dialog_set_default_response(GTK_DIALOG(dialog_), GTK_RESPONSE_OK);
    gtk_dialog_set_alternative_button_order(GTK_DIALOG(dialog_), GTK_RESPONSE_OK,
                                            GTK_RESPONSE_CANCEL, -1);
    gtk_window_set_resizable(GTK_WINDOW(dialog_), FALSE);
    gimp_window_set_transient(GTK_WINDOW(dialog_));

    GtkWidget *box = gtk_vbox_new(FALSE, kBorder);
    gtk_container_set_border_width(GTK_CONTAINER(box), kBorder);
    gtk_box_pack_start(GTK_BOX(gtk_dialog_get_content_area(GTK_DIALOG(dialog_))), box, TRUE, TRUE,
                       0);

    GtkWidget *hint = gtk_label_new("The noise is learnt from this layer alone.");
    gtk_misc_set_alignment(GTK_MISC(hint), 0.0, 0.5);
    gtk_box_pack_start(GTK_BOX(box), hint, FALSE, FALSE, 0);

    controls_ = gtk_table_new(3, 3, FALSE);
    GtkTable *table = GTK_TABLE(controls_);
    gtk_table_set_row_spacings(table, kSpacing);
    gtk_table_set_col_spacings(table, kSpacing);
    add_preset(table, 0);
    add_strength(table, 1);
    add_seed(table, 2);
    gtk_box_pack_start(GTK_BOX(box), controls_, FALSE, FALSE, 0);

    bar_ = gtk_progress_bar_new();
    // Text of any kind reserves its line: the window keeps its height when the run begins.
    gtk_progress_bar_set_text(GTK_PROGRESS_BAR(bar_), " ");
    gtk_box_pack_start(GTK_BOX(box), bar_, FALSE, FALSE, 0);
    gtk_widget_show_all(box);
}

Gimp2Dialog::~Gimp2Dialog() {
    gtk_widget_destroy(dialog_);
}

void Gimp2Dialog::add_preset(GtkTable *table, int row) {
    const zsn2n_option &option = option_of("preset");
    preset_ = gtk_combo_box_text_new();
    for (const char *const *name = option.names; *name; ++name)
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(preset_), caption(*name).c_str());
    gtk_combo_box_set_active(GTK_COMBO_BOX(preset_), settings_.params.preset);
    gimp_help_set_help_data(preset_, option.help, nullptr);
    gimp_table_attach_aligned(table, 0, row, "_Preset:", 0.0, 0.5, preset_, 2, FALSE);
}

void Gimp2Dialog::add_strength(GtkTable *table, int row) {
    const zsn2n_option &option = option_of("strength");
    strength_ = gimp_scale_entry_new(table, 0, row, "_Strength:", kSliderWidth, kSpinCharacters,
                                     settings_.params.strength, option.min, option.max, 0.01, 0.1,
                                     2, TRUE, 0.0, 0.0, option.help, nullptr);
}

void Gimp2Dialog::add_seed(GtkTable *table, int row) {
    GtkWidget *seed = gimp_random_seed_new(&seed_, &random_seed_);
    auto *spin = GTK_WIDGET(GIMP_RANDOM_SEED_SPINBUTTON(seed));
    gimp_help_set_help_data(spin, option_of("seed").help, nullptr);
    GtkWidget *label = gimp_table_attach_aligned(table, 0, row, "S_eed:", 0.0, 0.5, seed, 2, TRUE);
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), spin);
}

bool Gimp2Dialog::ask() {
    gtk_widget_show(dialog_);
    if (gimp_dialog_run(GIMP_DIALOG(dialog_)) != GTK_RESPONSE_OK) return false;
    settings_.params.preset = gtk_combo_box_get_active(GTK_COMBO_BOX(preset_));
    settings_.params.strength = gtk_adjustment_get_value(GTK_ADJUSTMENT(strength_));
    settings_.random_seed = random_seed_;
    settings_.params.seed = seed_;
    return true;
}

void Gimp2Dialog::show_progress(DenoiseWorker *worker) {
    gtk_widget_set_sensitive(controls_, FALSE);
    gtk_dialog_set_response_sensitive(GTK_DIALOG(dialog_), GTK_RESPONSE_OK, FALSE);
    g_signal_connect(dialog_, "response", G_CALLBACK(on_response), worker);
    g_signal_connect(dialog_, "delete-event", G_CALLBACK(gtk_true), nullptr);
    wait_for_worker(*worker, [this](double fraction) {
        char text[32];
        std::snprintf(text, sizeof text, "Denoising: %.0f %%", 100.0 * fraction);
        gtk_progress_bar_set_text(GTK_PROGRESS_BAR(bar_), text);
        gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar_), fraction);
    });
    g_signal_handlers_disconnect_by_func(dialog_, gpointer(on_response), worker);
}
