// SPDX-License-Identifier: BSD-2-Clause
#include <zsn2n/zsn2n.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "cases.h"
#include "expected.h"
#include "fixture.h"
#include "gimp3_call.h"
#include "refused.h"

namespace {

constexpr char kOptions[] = "steps=20";

// Each argument says the same as the engine's option of its name.
std::string departs_from_option(GParamSpec *spec, const zsn2n_option &option) {
    if (G_IS_PARAM_SPEC_DOUBLE(spec)) {
        const GParamSpecDouble *of = G_PARAM_SPEC_DOUBLE(spec);
        return of->minimum == option.min && of->maximum == option.max &&
                       of->default_value == option.default_value
                   ? ""
                   : "range or default";
    }
    if (G_IS_PARAM_SPEC_INT(spec)) {
        const GParamSpecInt *of = G_PARAM_SPEC_INT(spec);
        return of->minimum == option.min && of->maximum == std::min(option.max, double(G_MAXINT)) &&
                       of->default_value == option.default_value
                   ? ""
                   : "range or default";
    }
    // A choice is a string, too.
    if (G_IS_PARAM_SPEC_STRING(spec) && !GIMP_IS_PARAM_SPEC_CHOICE(spec)) {
        const GParamSpecString *of = G_PARAM_SPEC_STRING(spec);
        return option.type == ZSN2N_OPTION_REGION && of->default_value == std::string("0:0:0:0")
                   ? ""
                   : "default";
    }
    GimpChoice *choice = gimp_param_spec_choice_get_choice(spec);
    for (int i = 0; i <= option.max; ++i)
        if (gimp_choice_get_id(choice, option.names[i]) != i) return option.names[i];
    GList *names = gimp_choice_list_nicks(choice);
    if (g_list_length(names) != option.max + 1) return "number of choices";
    if (std::strcmp(gimp_param_spec_choice_get_default(spec),
                    option.names[int(option.default_value)]) != 0)
        return "default";
    return "";
}

void arguments(Report *report) {
    GimpProcedure *procedure = Call::procedure();
    for (const char *name : {"preset", "strength", "luma", "chroma", "detail", "steps", "seed",
                             "threads", "guides", "noise_level", "noise", "noise_from"}) {
        std::string argument = name;
        std::replace(argument.begin(), argument.end(), '_', '-');
        GParamSpec *spec = gimp_procedure_find_argument(procedure, argument.c_str());
        const zsn2n_option *option = nullptr;
        for (int i = 0; i < zsn2n_option_count(); ++i)
            if (std::strcmp(zsn2n_option_get(i)->name, name) == 0) option = zsn2n_option_get(i);
        report->add(std::string("argument ") + name, !spec ? "missing"
                                                     : !option
                                                         ? "no option of the engine"
                                                         : departs_from_option(spec, *option));
    }
}

void several_drawables(Report *report) {
    Fixture fixture(host::kU8, host::kRgba);
    const host::Id second = host::add_layer(fixture.image, host::kRgb, 40, 50);
    const host::Id channel = host::add_channel(fixture.image, 48, 40);
    fill_with_noise(second, false);
    fill_with_noise(channel, false);
    const std::vector<host::Id> drawables = {fixture.layer, second, channel, second};
    std::vector<Bytes> noisy, expected;
    for (const host::Id drawable : drawables) {
        noisy.push_back(stored_bytes(drawable));
        expected.push_back(denoised_bytes(drawable, kOptions));
    }
    std::string failed =
        not_successful(host::call_zsn2n(host::kNonInteractive, fixture.image, drawables, kOptions));
    for (size_t i = 0; i < drawables.size() && failed.empty(); ++i)
        failed = compare_denoised(noisy[i], expected[i], stored_bytes(drawables[i]));
    report->add("several drawables", failed);

    host::lock_content(second, true);
    report->add("one of several locked", refused(fixture, drawables, kOptions, "locked"));
    report->add("no drawable", refused(fixture, std::vector<host::Id>{}, kOptions, "given"));
}

}  // namespace

void run_own_batch_cases(Report *report) {
    arguments(report);
    several_drawables(report);
}
