// SPDX-License-Identifier: GPL-3.0-or-later
// The window of an interactive run: settings, preview, progress.
#ifndef ZSN2N_GIMP_DIALOG_H
#define ZSN2N_GIMP_DIALOG_H

#include <gtk/gtk.h>

#include <exception>

#include "core/session.h"
#include "dialog/controls.h"
#include "dialog/noise_view.h"
#include "dialog/preview.h"
#include "dialog/preview_view.h"
#include "dialog/saved_view.h"

class Dialog {
  public:
    // Noisy pixels and session outlive the dialog.
    Dialog(const Settings &start, const LayerPixels &noisy, Session *session, bool takes_new_layer);
    ~Dialog();  // takes the window away
    Dialog(const Dialog &) = delete;
    Dialog &operator=(const Dialog &) = delete;

    // True where the user accepted the settings and the session has their result, false where the
    // user cancelled, while settings were made or while the result was awaited. Throws what the
    // session throws.
    bool run();

    Settings settings() const { return controls_.settings(); }

  private:
    static void on_response(GtkDialog *dialog, gint response, Dialog *self);
    static gboolean on_timer(gpointer self);
    template <typename Action>
    void guarded(Action action);
    GtkWidget *new_window();
    GtkWidget *new_status();
    void respond(int response);
    void change();
    void measure(const GeglRectangle &region);
    void accept();
    void set_editable(bool editable);
    void show_state();
    void show_problem(const std::string &problem);

    Session *session_;
    Preview preview_;
    GtkWidget *bar_, *problem_, *window_;
    Controls controls_;
    SavedView saved_;
    NoiseView noise_;
    PreviewView view_;
    GMainLoop *loop_;
    guint timer_ = 0;
    Session::State shown_ = Session::State::kEmpty;
    bool waiting_ = false, accepted_ = false;
    bool moved_ = false;  // the level did, with the mouse
    std::exception_ptr failure_;
};

#endif
