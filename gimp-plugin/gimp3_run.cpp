// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp3_run.h"

#include <libgimp/gimpui.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include "dialog.h"
#include "dialog_text.h"
#include "gimp3_arguments.h"
#include "gimp3_drawable.h"
#include "i18n.h"
#include "layer_pixels.h"
#include "session.h"
#include "session_loop.h"
#include "trace.h"

namespace {

constexpr size_t kMessageSize = 512;

// An error that the caller is told as status and text.
struct Failure : std::runtime_error {
    Failure(GimpPDBStatusType failed, const std::string &text)
        : std::runtime_error(text), status(failed) {}
    GimpPDBStatusType status;
};

struct Job {
    GimpDrawable *drawable;
    int id;
    Target target;
    PixelLayout layout;
    std::unique_ptr<LayerPixels> noisy;
    std::unique_ptr<Session> session;
    GimpLayer *copy;  // what is inserted where the output is a new layer
};

// With several drawables a message says which it is about.
std::string about(GimpDrawable *drawable, bool several, const std::string &text) {
    return several ? "\"" + drawable_name(drawable) + "\": " + text : text;
}

Session *running_session = nullptr;

// The session that stop_run() stops.
class Running {
  public:
    explicit Running(Session *session) { running_session = session; }
    ~Running() { running_session = nullptr; }
    Running(const Running &) = delete;
    Running &operator=(const Running &) = delete;
};

Job checked_job(GimpDrawable *drawable, bool several) {
    const Target target = inspect_drawable(drawable);
    const std::string refused = refusal(target);
    if (!refused.empty())
        throw Failure(GIMP_PDB_EXECUTION_ERROR, about(drawable, several, refused));
    const PixelLayout layout = drawable_layout(drawable, target);
    char message[kMessageSize] = "";
    const zsn2n_image image = describe_layer(target.width, target.height, layout);
    if (zsn2n_image_supported(&image, message, sizeof message) != ZSN2N_OK)
        throw Failure(GIMP_PDB_EXECUTION_ERROR, about(drawable, several, message));
    return {drawable, gimp_item_get_id(GIMP_ITEM(drawable)), target, layout, {}, {}, nullptr};
}

// All of them, before any work. A drawable given twice is denoised once.
std::vector<Job> checked_jobs(GimpDrawable **drawables) {
    std::vector<GimpDrawable *> different;
    for (; *drawables; ++drawables)
        if (std::find(different.begin(), different.end(), *drawables) == different.end())
            different.push_back(*drawables);
    if (different.empty())
        throw Failure(GIMP_PDB_CALLING_ERROR, _("No layer, channel or mask was given to denoise."));
    std::vector<Job> jobs;
    for (GimpDrawable *drawable : different)
        jobs.push_back(checked_job(drawable, different.size() > 1));
    return jobs;
}

void check_output(const std::vector<Job> &jobs, Output output) {
    for (const Job &job : jobs) {
        const std::string refused = refusal(job.target, output);
        if (!refused.empty())
            throw Failure(GIMP_PDB_CALLING_ERROR, about(job.drawable, jobs.size() > 1, refused));
    }
}

void read(Job *job) {
    const Stopwatch stopwatch;
    job->noisy = std::make_unique<LayerPixels>(job->target.width, job->target.height, job->layout);
    read_drawable(job->drawable, job->noisy.get());
    job->session = std::make_unique<Session>(*job->noisy);
    trace("read: %.2f s", stopwatch.seconds());
}

// The dialog shows the first drawable; false where the user cancelled.
bool ask(Job *first, bool takes_new_layer, Settings *settings) {
    read(first);
    const Running running(first->session.get());
    gimp_ui_init(kProcedure);
    Dialog dialog(*settings, *first->noisy, first->session.get(), takes_new_layer);
    if (!dialog.run()) return false;
    *settings = dialog.settings();
    return true;
}

// Trains and denoises one drawable's pixels; false where the user cancelled. At once where the
// dialog has done it.
bool compute(const Settings &settings, Job *job, size_t index, size_t count) {
    if (!job->session) read(job);
    Session *session = job->session.get();
    const Running running(session);
    session->want(settings.params, 0);
    wait_for_session(session, [=] {
        gimp_progress_update((double(index) + session->progress()) / double(count));
        gimp_progress_set_text(progress_text(*session).c_str());
    });
    if (session->state() == Session::State::kFailed)
        throw Failure(GIMP_PDB_EXECUTION_ERROR, about(job->drawable, count > 1, session->error()));
    return session->state() == Session::State::kReady;
}

void check_unchanged(const std::vector<Job> &jobs) {
    for (const Job &job : jobs) {
        const std::string changed = changed_since(job.id, job.target);
        if (!changed.empty()) throw Failure(GIMP_PDB_EXECUTION_ERROR, changed);
    }
}

bool apply(const Job &job) {
    return job.copy ? insert_above(GIMP_LAYER(job.drawable), job.copy) : apply_shade(job.drawable);
}

// First what takes time and changes nothing to be seen, then the changes, in one undo group.
void write(GimpImage *image, const Settings &settings, std::vector<Job> *jobs) {
    const Stopwatch stopwatch;
    check_unchanged(*jobs);
    for (Job &job : *jobs) {
        const LayerPixels &pixels = job.session->finish(settings.params);
        if (settings.output == Output::kLayer) {
            shade_drawable(job.drawable, pixels);
        } else if (!(job.copy = denoised_copy(GIMP_LAYER(job.drawable), pixels))) {
            throw Failure(GIMP_PDB_EXECUTION_ERROR, _("GIMP could not make the new layer."));
        }
        job.session.reset();
        job.noisy.reset();
    }
    gimp_image_undo_group_start(image);
    const bool applied = std::all_of(jobs->begin(), jobs->end(), apply);
    gimp_image_undo_group_end(image);
    if (!applied)
        throw Failure(GIMP_PDB_EXECUTION_ERROR, _("GIMP did not accept the denoised pixels."));
    trace("written: %.2f s", stopwatch.seconds());
}

GimpPDBStatusType denoise(GimpRunMode mode, GimpImage *image, GimpDrawable **drawables,
                          GimpProcedureConfig *config) {
    std::vector<Job> jobs = checked_jobs(drawables);
    Settings settings = read_settings(config);
    if (mode == GIMP_RUN_INTERACTIVE) {
        const bool layers = std::all_of(jobs.begin(), jobs.end(),
                                        [](const Job &job) { return takes_new_layer(job.target); });
        if (!ask(&jobs.front(), layers, &settings)) return GIMP_PDB_CANCEL;
        write_settings(settings, config);
    }
    check_output(jobs, settings.output);

    gimp_progress_init(_("Denoising"));
    for (size_t i = 0; i < jobs.size(); ++i)
        if (!compute(settings, &jobs[i], i, jobs.size())) return GIMP_PDB_CANCEL;
    gimp_progress_end();
    write(image, settings, &jobs);
    if (mode != GIMP_RUN_NONINTERACTIVE) gimp_displays_flush();
    return GIMP_PDB_SUCCESS;
}

}  // namespace

RunResult run_denoise(GimpProcedure *, GimpRunMode mode, GimpImage *image, GimpDrawable **drawables,
                      GimpProcedureConfig *config) {
    try {
        return {denoise(mode, image, drawables, config), ""};
    } catch (const Failure &failure) {
        return {failure.status, failure.what()};
    } catch (const std::bad_alloc &) {
        return {GIMP_PDB_EXECUTION_ERROR, _("Not enough memory for the layer's pixels.")};
    } catch (const std::exception &error) {
        return {GIMP_PDB_EXECUTION_ERROR, error.what()};
    }
}

void stop_run() {
    if (running_session) running_session->stop();
}
