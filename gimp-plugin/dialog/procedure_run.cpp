// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/procedure_run.h"

#include <new>

#include "core/i18n.h"
#include "core/session_loop.h"
#include "dialog/dialog_text.h"

const char *const kProcedureBlurb = N_("Measure the noise of this layer and remove it");

const char *const kProcedureHelp =
    N_("The plug-in measures the noise of the layer. A filter by formula, told that noise, makes "
       "an estimate: DCT, then the second stage of BM3D. A small network, trained on this layer "
       "alone, corrects the estimate. Layers above 4 megapixels get the estimate alone, "
       "unless the preset is slow. With preset=fast no network is trained; with guides=none the "
       "network works alone. There is no training data and no camera profile. The whole layer is "
       "measured and only the selected pixels are written. Alpha is kept. Fully transparent pixels "
       "are neither used nor changed.");

void check(const std::string &problem) {
    if (!problem.empty()) throw Failure(GIMP_PDB_EXECUTION_ERROR, problem);
}

RunResult run_guarded(const std::function<GimpPDBStatusType()> &denoise) {
    try {
        return {denoise(), ""};
    } catch (const Failure &failure) {
        return {failure.status, failure.what()};
    } catch (const EngineError &error) {
        return {GIMP_PDB_EXECUTION_ERROR, failure_text(error.status, error.what())};
    } catch (const std::bad_alloc &) {
        return {GIMP_PDB_EXECUTION_ERROR, _("Not enough memory for the layer's pixels.")};
    } catch (const std::exception &error) {
        return {GIMP_PDB_EXECUTION_ERROR, error.what()};
    }
}

Session::State compute_with_progress(Session *session, const zsn2n_params &params, size_t index,
                                     size_t count) {
    session->want(params, 0);
    wait_for_session(session, [=] {
        gimp_progress_update((double(index) + session->progress()) / double(count));
        gimp_progress_set_text(progress_text(*session).c_str());
    });
    return session->state();
}
