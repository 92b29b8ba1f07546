// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/saved_view.h"

#include <libgimp/gimp.h>

#include <stdexcept>

#include "core/i18n.h"
#include "dialog/toolkit.h"

namespace {

constexpr int kSpacing = 6;
constexpr int kNameCharacters = 12;

std::string presets_path() {
    gchar *path = g_build_filename(gimp_directory(), "zsn2n", "presets", nullptr);
    std::string copy = path;
    g_free(path);
    return copy;
}

GtkEntry *entry_of(GtkWidget *combo) {
    return GTK_ENTRY(gtk_bin_get_child(GTK_BIN(combo)));
}

}  // namespace

SavedView::SavedView(Callbacks callbacks)
    : callbacks_(std::move(callbacks)),
      presets_(presets_path()),
      table_(new_row_box(kSpacing)),
      combo_(gtk_combo_box_text_new_with_entry()) {
    GtkWidget *label = gtk_label_new_with_mnemonic(_("M_y settings:"));
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), GTK_WIDGET(entry_of(combo_)));
    gtk_entry_set_width_chars(entry_of(combo_), kNameCharacters);
    gtk_widget_set_tooltip_text(combo_, _("Choose saved settings, or give those above a name"));
    gtk_box_pack_start(GTK_BOX(table_), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(table_), combo_, TRUE, TRUE, 0);
    add_button(_("S_ave"), _("Save the settings under this name"), G_CALLBACK(on_save));
    add_button(_("_Forget"), _("Delete the saved settings of this name"), G_CALLBACK(on_delete));
    show_list();
    g_signal_connect(combo_, "changed", G_CALLBACK(on_changed), this);
}

GtkWidget *SavedView::add_button(const char *label, const char *hint, GCallback callback) {
    GtkWidget *button = gtk_button_new_with_mnemonic(label);
    gtk_widget_set_tooltip_text(button, hint);
    g_signal_connect(button, "clicked", callback, this);
    gtk_box_pack_start(GTK_BOX(table_), button, FALSE, FALSE, 0);
    return button;
}

std::string SavedView::name() const {
    return gtk_entry_get_text(entry_of(combo_));
}

void SavedView::show_list() {
    for (; shown_ > 0; --shown_) gtk_combo_box_text_remove(GTK_COMBO_BOX_TEXT(combo_), 0);
    for (const SavedPresets::Preset &preset : presets_.list()) {
        gtk_combo_box_text_append_text(GTK_COMBO_BOX_TEXT(combo_), preset.name.c_str());
        ++shown_;
    }
}

// Typing a name changes the combo box too, but makes no row the active one.
void SavedView::on_changed(GtkComboBox *combo, SavedView *self) {
    const int row = gtk_combo_box_get_active(combo);
    if (row < 0 || row >= static_cast<int>(self->presets_.list().size())) return;
    try {
        self->callbacks_.chosen(parse_settings(self->presets_.list()[row].text));
        self->callbacks_.problem("");
    } catch (const std::invalid_argument &error) {
        self->callbacks_.problem(error.what());
    }
}

void SavedView::on_save(GtkButton *, SavedView *self) {
    self->callbacks_.problem(
        self->presets_.save(self->name(), for_another_layer(self->callbacks_.current())));
    self->show_list();
}

void SavedView::on_delete(GtkButton *, SavedView *self) {
    self->callbacks_.problem(self->presets_.remove(self->name()));
    self->show_list();
    gtk_entry_set_text(entry_of(self->combo_), "");
}
