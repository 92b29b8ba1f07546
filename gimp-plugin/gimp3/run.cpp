// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp3/run.h"

#include <libgimp/gimpui.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "core/i18n.h"
#include "core/layer_pixels.h"
#include "core/running.h"
#include "core/session.h"
#include "core/trace.h"
#include "dialog/dialog.h"
#include "dialog/dialog_text.h"
#include "dialog/procedure_run.h"
#include "gimp3/arguments.h"
#include "gimp3/drawable.h"

namespace {

struct Job {
    GimpDrawable *drawable;
    int id;
    Target target;
    PixelLayout layout;
    std::unique_ptr<LayerPixels> noisy;
    std::unique_ptr<Session> session;
    GimpLayer *copy;  // what is inserted where the output is a new layer
};

// With several drawables a message says which it is about; "" stays "".
std::string about(GimpDrawable *drawable, bool several, const std::string &text) {
    return several && !text.empty() ? "\"" + drawable_name(drawable) + "\": " + text : text;
}

Job checked_job(GimpDrawable *drawable, bool several) {
    const Target target = inspect_drawable(drawable);
    check(about(drawable, several, refusal(target)));
    const PixelLayout layout = drawable_layout(drawable, target);
    check(about(drawable, several, refusal(target, layout)));
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
    const Session::State ended = compute_with_progress(session, settings.params, index, count);
    if (ended == Session::State::kFailed)
        check(about(job->drawable, count > 1, failure_text(*session)));
    return ended == Session::State::kReady;
}

void check_unchanged(const std::vector<Job> &jobs) {
    for (const Job &job : jobs) check(changed_since(job.id, job.target));
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
            check(_("GIMP could not make the new layer."));
        }
        job.session.reset();
        job.noisy.reset();
    }
    gimp_image_undo_group_start(image);
    const bool applied = std::all_of(jobs->begin(), jobs->end(), apply);
    gimp_image_undo_group_end(image);
    if (!applied) check(_("GIMP did not accept the denoised pixels."));
    trace("written: %.2f s", stopwatch.seconds());
}

Settings asked_settings(GimpProcedureConfig *config) {
    try {
        return read_settings(config);
    } catch (const std::invalid_argument &error) {
        throw Failure(GIMP_PDB_CALLING_ERROR, error.what());
    }
}

GimpPDBStatusType denoise(GimpRunMode mode, GimpImage *image, GimpDrawable **drawables,
                          GimpProcedureConfig *config) {
    std::vector<Job> jobs = checked_jobs(drawables);
    Settings settings = asked_settings(config);
    if (mode == GIMP_RUN_INTERACTIVE) {
        const bool layers = std::all_of(jobs.begin(), jobs.end(),
                                        [](const Job &job) { return takes_new_layer(job.target); });
        if (!ask(&jobs.front(), layers, &settings)) return GIMP_PDB_CANCEL;
        write_settings(for_another_layer(settings), config);
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
    return run_guarded([&] { return denoise(mode, image, drawables, config); });
}
