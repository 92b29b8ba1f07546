// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialog_text.h"

#include <glib.h>

#include <cmath>

#include "i18n.h"
#include "settings.h"

namespace {

struct Hint {
    const char *option;
    const char *text;
};

constexpr Hint kHints[] = {
    {"preset",
     N_("How much time is spent: Fast filters by formula, Medium and Slow let a network that "
        "is trained on this layer correct the result, As published is the method of the "
        "paper.")},
    {"strength", N_("How much of the noise is taken: from none to all that was found")},
    {"luma", N_("How much of the noise in the brightness is taken: grain")},
    {"chroma", N_("How much of the noise in the colors is taken: blotches")},
    {"detail", N_("Gives back what was taken where it looks like detail rather than noise")},
    {"steps", N_("Training steps; 0 leaves it to the preset")},
    {"seed", N_("Where the training starts from: the same number gives the same result")},
    {"threads", N_("Processor cores to use; 0 for all. The result does not depend on it.")},
    {"guides",
     N_("What the network corrects: nothing, or a filter by formula, the quick one (dct) or the "
        "good one (pilot)")},
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
            return session.error();
        case Session::State::kEmpty:
            break;
    }
    return "";
}

std::string failure_text(zsn2n_status status, const std::string &message) {
    if (status == ZSN2N_OUT_OF_MEMORY)
        return std::string(_("Not enough memory to denoise this layer.")) + " (" + message + ")";
    return formatted(g_strdup_printf(_("The layer could not be denoised: %s"), message.c_str()));
}
