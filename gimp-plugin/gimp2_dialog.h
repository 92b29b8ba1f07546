// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_GIMP2_DIALOG_H
#define ZSN2N_GIMP_GIMP2_DIALOG_H

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "denoise_worker.h"
#include "settings.h"

// The window of an interactive run: first asks for the settings, then shows the progress.
class Gimp2Dialog {
  public:
    explicit Gimp2Dialog(const Settings &start);
    ~Gimp2Dialog();
    Gimp2Dialog(const Gimp2Dialog &) = delete;
    Gimp2Dialog &operator=(const Gimp2Dialog &) = delete;

    // False where the user cancelled.
    bool ask();
    const Settings &settings() const { return settings_; }

    // Until the worker has finished; the Cancel button, Escape and closing the window cancel it.
    void show_progress(DenoiseWorker *worker);

  private:
    void add_preset(GtkTable *table, int row);
    void add_strength(GtkTable *table, int row);
    void add_seed(GtkTable *table, int row);

    Settings settings_;
    guint32 seed_;
    gboolean random_seed_;
    GtkWidget *dialog_;
    GtkWidget *controls_;
    GtkWidget *preset_ = nullptr;
    GtkObject *strength_ = nullptr;
    GtkWidget *bar_;
};

#endif
