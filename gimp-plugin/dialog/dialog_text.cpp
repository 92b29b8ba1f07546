// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog/dialog_text.h"

#include <glib.h>

#include <cmath>

#include "core/i18n.h"
#include "core/settings.h"

namespace {

struct Hint {
    const char *option;
    const char *text;
};

constexpr Hint kHints[] = {
    {"preset",
     N_("How much time is spent. A filter by formula, told the noise of this layer, comes first. "
        "Fast ends there. Medium trains a small network on this layer, which corrects the "
        "estimate, up to 4 megapixels. Slow trains it longer, at any size. As published uses "
        "the network alone.")},
    {"strength", N_("How much of the noise is taken: from none to all that was found")},
    {"luma", N_("How much of the noise in the brightness is taken: grain")},
    {"chroma", N_("How much of the noise in the colors is taken: blotches")},
    {"detail", N_("Gives back what was taken where it looks like detail rather than noise")},
    {"noise_level",
     N_("How strong the noise is taken to be: times what was found. Above 1 more is taken for "
        "noise, below 1 less.")},
    {"noise",
     N_("auto: as it is found. white: independent from pixel to pixel, whatever is found.")},
    {"noise_from",
     N_("Where the noise is measured, as x:y:width:height in pixels of the layer, 32x32 or more; "
        "0:0:0:0: wherever it shows")},
    {"steps",
     N_("Training steps of the network. 0 leaves them to the preset. With any other number a "
        "network is trained, whatever the preset and the size.")},
    {"seed",
     N_("Where the training of the network starts. The same number gives the same result.")},
    {"threads", N_("Processor cores to use; 0 for all. The result does not depend on it.")},
    {"guides",
     N_("The filter by formula, whose estimate the network corrects. pilot: DCT, then the second "
        "stage of BM3D. dct: a fast DCT. quick: DCT, then a third of the second stage. none: "
        "no filter, the network works alone. auto: pilot, or dct above 4 megapixels with preset "
        "fast.")},
    {"output",
     N_("The layer itself, or a new layer above it, whose opacity and mask you can change "
        "later")},
};

std::string formatted(gchar *text) {
    std::string copy = text;
    g_free(text);
    return copy;
}

std::string computing_text(const Session &session) {
    const int percent = static_cast<int>(100.0 * session.progress());
    const double left = session.seconds_left();
    if (left < 0) return formatted(g_strdup_printf(_("Computing... %d %%"), percent));
    if (left < 90)
        return formatted(g_strdup_printf(_("Computing... %d %%, %d s left"), percent,
                                         static_cast<int>(std::ceil(left))));
    return formatted(g_strdup_printf(_("Computing... %d %%, %d min left"), percent,
                                     static_cast<int>(std::ceil(left / 60))));
}

}  // namespace

std::string preset_caption(int preset) {
    switch (preset) {
        case ZSN2N_PRESET_FAST:
            return _("Fast");
        case ZSN2N_PRESET_MEDIUM:
            return _("Medium");
        case ZSN2N_PRESET_SLOW:
            return _("Slow");
        case ZSN2N_PRESET_PAPER:
            return _("As published");
    }
    return option_of("preset").names[preset];
}

const char *option_hint(const std::string &name) {
    for (const Hint &hint : kHints)
        if (name == hint.option) return _(hint.text);
    return option_of(name.c_str()).help;
}

std::string progress_text(const Session &session) {
    switch (session.state()) {
        case Session::State::kTraining:
            return computing_text(session);
        case Session::State::kReady:
            return _("Ready");
        case Session::State::kFailed:
            return failure_text(session);
        case Session::State::kEmpty:
            break;
    }
    return "";
}

std::string failure_text(const Session &session) {
    const Session::Failure &failure = session.failure();
    if (!failure.layer_finite)
        return _(
            "The layer has values that are not finite (NaN or infinite). Replace them before "
            "denoising.");
    return failure_text(failure.status, failure.message);
}

std::string failure_text(zsn2n_status status, const std::string &message) {
    if (status == ZSN2N_OUT_OF_MEMORY)
        return std::string(_("Not enough memory to denoise this layer.")) + " (" + message + ")";
    return formatted(g_strdup_printf(_("The layer could not be denoised: %s"), message.c_str()));
}
