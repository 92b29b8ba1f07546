// SPDX-License-Identifier: GPL-3.0-or-later
// A row to save settings under a name, to take them again and to delete them.
#ifndef ZSN2N_GIMP_SAVED_VIEW_H
#define ZSN2N_GIMP_SAVED_VIEW_H

#include <gtk/gtk.h>

#include <functional>
#include <string>

#include "core/saved_presets.h"

class SavedView {
  public:
    struct Callbacks {
        std::function<Settings()> current;
        std::function<void(const Settings &)> chosen;
        std::function<void(const std::string &)> problem;  // "" after success
    };

    explicit SavedView(Callbacks callbacks);
    SavedView(const SavedView &) = delete;
    SavedView &operator=(const SavedView &) = delete;

    GtkWidget *widget() { return table_; }

  private:
    static void on_changed(GtkComboBox *combo, SavedView *self);
    static void on_save(GtkButton *button, SavedView *self);
    static void on_delete(GtkButton *button, SavedView *self);
    GtkWidget *add_button(const char *label, const char *hint, GCallback callback);
    std::string name() const;
    void show_list();

    Callbacks callbacks_;
    SavedPresets presets_;
    GtkWidget *table_, *combo_;
    int shown_ = 0;
};

#endif
