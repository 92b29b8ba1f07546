// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/dialog.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <algorithm>

#include "core/i18n.h"
#include "core/trace.h"
#include "dialog/dialog_text.h"
#include "dialog/toolkit.h"

namespace {

constexpr char kHelp[] = "plug-in-zsn2n";
constexpr int kBorder = 12;
constexpr int kSpacing = 12;
constexpr int kWidth = 980, kHeight = 620;
constexpr int kResponseReset = 1;

void pack(GtkWidget *box, GtkWidget *widget, bool grows = false) {
    gtk_box_pack_start(GTK_BOX(box), widget, grows, grows, 0);
}

}  // namespace

Dialog::Dialog(const Settings &start, const LayerPixels &noisy, Session *session,
               bool takes_new_layer)
    : session_(session),
      preview_(noisy, *session),
      bar_(new_progress_bar()),
      problem_(gtk_label_new("")),
      window_(new_window()),
      controls_(start, noisy.layout().color == ZSN2N_COLOR_GRAY, takes_new_layer,
                [this] { guarded([this] { change(); }); }),
      saved_({[this] { return controls_.settings(); },
              [this](const Settings &settings) { controls_.set(settings); },
              [this](const std::string &problem) { show_problem(problem); }}),
      noise_(noisy.layout().color == ZSN2N_COLOR_GRAY),
      view_(&preview_, [this](const GeglRectangle &region) { guarded([&] { measure(region); }); }),
      loop_(g_main_loop_new(nullptr, FALSE)) {
    GtkWidget *left = new_column_box(kSpacing), *right = new_column_box(kSpacing);
    pack(left, view_.widget(), true);
    pack(left, new_status());
    pack(right, controls_.widget());
    pack(right, saved_.widget());
    pack(right, noise_.widget());
    GtkWidget *box = new_row_box(kSpacing);
    gtk_container_set_border_width(GTK_CONTAINER(box), kBorder);
    pack(box, left, true);
    pack(box, right);
    pack(gtk_dialog_get_content_area(GTK_DIALOG(window_)), box, true);
    gtk_widget_show_all(box);
    gtk_widget_hide(problem_);
}

Dialog::~Dialog() {
    if (timer_) g_source_remove(timer_);
    gtk_widget_destroy(window_);
    g_main_loop_unref(loop_);
    // The window goes now, not when the engine has come to its stop.
    gdk_display_flush(gdk_display_get_default());
}

GtkWidget *Dialog::new_window() {
    GtkWidget *window =
        gimp_dialog_new(_("Zero-Shot Denoise"), "zsn2n", nullptr, GtkDialogFlags(0),
                        gimp_standard_help_func, kHelp, _("_Reset"), kResponseReset, _("_Cancel"),
                        GTK_RESPONSE_CANCEL, _("_OK"), GTK_RESPONSE_OK, nullptr);
    gtk_dialog_set_default_response(GTK_DIALOG(window), GTK_RESPONSE_OK);
    order_buttons(window, GTK_RESPONSE_OK, kResponseReset, GTK_RESPONSE_CANCEL);
    gtk_window_set_default_size(GTK_WINDOW(window), kWidth, kHeight);
    gimp_window_set_transient(GTK_WINDOW(window));
    g_signal_connect(window, "response", G_CALLBACK(on_response), this);
    // Closing it is a response too; the destructor destroys it.
    g_signal_connect(window, "delete-event", G_CALLBACK(gtk_true), nullptr);
    return window;
}

GtkWidget *Dialog::new_status() {
    GtkWidget *box = new_column_box(kSpacing / 2);
    // Text of any kind reserves its line.
    gtk_progress_bar_set_text(GTK_PROGRESS_BAR(bar_), " ");
    align_left(problem_);
    gtk_label_set_line_wrap(GTK_LABEL(problem_), TRUE);
    pack(box, bar_);
    pack(box, problem_);
    return box;
}

// No exception may pass through GTK+: it ends the dialog, and run() throws it.
template <typename Action>
void Dialog::guarded(Action action) {
    try {
        action();
    } catch (...) {
        failure_ = std::current_exception();
        g_main_loop_quit(loop_);
    }
}

bool Dialog::run() {
    change();
    timer_ = g_timeout_add(kPollMilliseconds, on_timer, this);
    gtk_widget_show(window_);
    g_main_loop_run(loop_);
    if (failure_) std::rethrow_exception(failure_);
    return accepted_;
}

void Dialog::on_response(GtkDialog *, gint response, Dialog *self) {
    self->guarded([=] { self->respond(response); });
}

gboolean Dialog::on_timer(gpointer data) {
    auto *self = static_cast<Dialog *>(data);
    self->guarded([self] {
        if (self->session_->poll()) self->show_state();
    });
    return G_SOURCE_CONTINUE;
}

void Dialog::respond(int response) {
    switch (response) {
        case GTK_RESPONSE_OK:
            accept();
            break;
        case kResponseReset:
            controls_.set(default_settings());
            break;
        case GTK_RESPONSE_HELP:
            break;
        default:
            trace("dialog cancelled");
            session_->cancel();
            g_main_loop_quit(loop_);
    }
}

void Dialog::change() {
    const zsn2n_params params = controls_.settings().params;
    // What moves with the mouse is shown as fast as it can be computed, then as it will be applied.
    const bool moves = controls_.level_moves();
    const bool keeps = moves || moved_;
    preview_.keep_last(keeps);
    if (moves)
        session_->follow(draft_of(params));
    else
        session_->want(params, moved_ ? 0 : kDebounceMilliseconds);
    moved_ = moves;
    const int(&region)[4] = params.noise_from;
    view_.show_region({region[0], region[1], region[2], region[3]});
    preview_.set_amounts(params);
    view_.redraw();
    show_state();
}

void Dialog::measure(const GeglRectangle &region) {
    Settings settings = controls_.settings();
    int(&from)[4] = settings.params.noise_from;
    from[0] = region.x;
    from[1] = region.y;
    // Of a layer smaller than the least region the engine takes what there is.
    from[2] = region.width ? std::max(region.width, ZSN2N_MIN_NOISE_SIDE) : 0;
    from[3] = region.height ? std::max(region.height, ZSN2N_MIN_NOISE_SIDE) : 0;
    moved_ = true;  // nothing else will change
    controls_.set(settings);
}

void Dialog::accept() {
    waiting_ = true;
    set_editable(false);
    session_->want(controls_.settings().params, 0);
    show_state();
}

void Dialog::set_editable(bool editable) {
    gtk_widget_set_sensitive(controls_.widget(), editable);
    gtk_widget_set_sensitive(view_.measure_button(), editable);
    gtk_widget_set_sensitive(saved_.widget(), editable);
    for (const int response : {int(GTK_RESPONSE_OK), kResponseReset})
        gtk_dialog_set_response_sensitive(GTK_DIALOG(window_), response, editable);
}

void Dialog::show_state() {
    const Session::State state = session_->state();
    const bool failed = state == Session::State::kFailed;
    const bool changed = state != shown_;
    shown_ = state;
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(bar_), session_->progress());
    gtk_progress_bar_set_text(GTK_PROGRESS_BAR(bar_),
                              failed ? " " : progress_text(*session_).c_str());
    if (changed) {
        show_problem(failed ? failure_text(*session_) : "");
        if (state == Session::State::kReady) noise_.show(session_->stats());
        preview_.set_amounts(controls_.settings().params);
        view_.redraw();
    }
    if (!waiting_ || state == Session::State::kTraining) return;
    waiting_ = false;
    accepted_ = state == Session::State::kReady;
    if (accepted_)
        g_main_loop_quit(loop_);
    else
        set_editable(true);
}

void Dialog::show_problem(const std::string &problem) {
    gtk_label_set_text(GTK_LABEL(problem_), problem.c_str());
    gtk_widget_set_visible(problem_, !problem.empty());
}
