// SPDX-License-Identifier: GPL-3.0-or-later
#include "gimp3/arguments.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/i18n.h"
#include "dialog/dialog_text.h"

namespace {

struct Label {
    const char *option;
    const char *text;
};

constexpr Label kLabels[] = {
    {"preset", N_("_Preset")},   {"strength", N_("_Strength")},
    {"luma", N_("_Brightness")}, {"chroma", N_("_Color")},
    {"detail", N_("_Detail")},   {"steps", N_("S_teps")},
    {"seed", N_("S_eed")},       {"threads", N_("T_hreads")},
    {"guides", N_("_Guides")},   {"noise_level", N_("Noise _level")},
    {"noise", N_("_Noise")},     {"noise_from", N_("_Measure the noise in")},
};

constexpr char kNoRegion[] = "0:0:0:0";

// libgimp's macro of that name adds int to an enumeration, which C++ does not take. GIMP keeps the
// pointers to names, labels and help: all of them are static.
constexpr auto kReadWrite = static_cast<GParamFlags>(G_PARAM_READWRITE | GIMP_PARAM_STATIC_STRINGS);

std::string caption(const char *name) {
    std::string text = name;
    text[0] = g_ascii_toupper(text[0]);
    return text;
}

const char *label_of(const zsn2n_option &option) {
    for (const Label &label : kLabels)
        if (std::strcmp(label.option, option.name) == 0) return _(label.text);
    return option.name;
}

// As GIMP has its arguments' names: noise-level.
const char *name_of(const zsn2n_option &option) {
    std::string name = option.name;
    std::replace(name.begin(), name.end(), '_', '-');
    return g_intern_string(name.c_str());
}

// The options of the engine that are arguments.
std::vector<const zsn2n_option *> arguments() {
    std::vector<const zsn2n_option *> shown;
    for (int i = 0; i < zsn2n_option_count(); ++i)
        if (is_shown(*zsn2n_option_get(i))) shown.push_back(zsn2n_option_get(i));
    return shown;
}

GimpChoice *choice_of(const zsn2n_option &option) {
    GimpChoice *choice = gimp_choice_new();
    for (int i = 0; option.names[i]; ++i)
        gimp_choice_add(choice, option.names[i], i, caption(option.names[i]).c_str(), nullptr);
    return choice;
}

void add_argument(GimpProcedure *procedure, const zsn2n_option &option, const char *label) {
    const char *help = option_hint(option.name);
    switch (option.type) {
        case ZSN2N_OPTION_ENUM:
            gimp_procedure_add_choice_argument(procedure, name_of(option), label, help,
                                               choice_of(option),
                                               option.names[int(option.default_value)], kReadWrite);
            break;
        case ZSN2N_OPTION_DOUBLE:
            gimp_procedure_add_double_argument(procedure, name_of(option), label, help, option.min,
                                               option.max, option.default_value, kReadWrite);
            break;
        case ZSN2N_OPTION_REGION:
            gimp_procedure_add_string_argument(procedure, name_of(option), label, help, kNoRegion,
                                               kReadWrite);
            break;
        default:
            // A script's integers have 32 bits with a sign.
            gimp_procedure_add_int_argument(
                procedure, name_of(option), label, help, int(option.min),
                int(std::min(option.max, double(G_MAXINT))), int(option.default_value), kReadWrite);
    }
}

// Throws std::invalid_argument.
void read_region(GimpProcedureConfig *config, const zsn2n_option &option, zsn2n_params *params) {
    gchar *text = nullptr;
    g_object_get(config, name_of(option), &text, nullptr);
    const std::string region = text && *text ? text : kNoRegion;
    g_free(text);
    char message[256] = "";
    if (zsn2n_params_set(params, option.name, region.c_str(), message, sizeof message) != ZSN2N_OK)
        throw std::invalid_argument(message);
}

void read_option(GimpProcedureConfig *config, const zsn2n_option &option, zsn2n_params *params) {
    char *field = reinterpret_cast<char *>(params) + option.offset;
    gint number = 0;
    switch (option.type) {
        case ZSN2N_OPTION_REGION:
            read_region(config, option, params);
            break;
        case ZSN2N_OPTION_ENUM:
            *reinterpret_cast<int *>(field) =
                gimp_procedure_config_get_choice_id(config, name_of(option));
            break;
        case ZSN2N_OPTION_DOUBLE:
            g_object_get(config, name_of(option), reinterpret_cast<double *>(field), nullptr);
            break;
        case ZSN2N_OPTION_INT:
            g_object_get(config, name_of(option), reinterpret_cast<int *>(field), nullptr);
            break;
        case ZSN2N_OPTION_UINT64:
            g_object_get(config, name_of(option), &number, nullptr);
            *reinterpret_cast<uint64_t *>(field) = static_cast<uint64_t>(number);
    }
}

void write_option(const zsn2n_params &params, const zsn2n_option &option,
                  GimpProcedureConfig *config) {
    const char *field = reinterpret_cast<const char *>(&params) + option.offset;
    switch (option.type) {
        case ZSN2N_OPTION_REGION: {
            const int *side = reinterpret_cast<const int *>(field);
            gchar *text = g_strdup_printf("%d:%d:%d:%d", side[0], side[1], side[2], side[3]);
            g_object_set(config, name_of(option), text, nullptr);
            g_free(text);
            break;
        }
        case ZSN2N_OPTION_ENUM:
            g_object_set(config, name_of(option),
                         option.names[*reinterpret_cast<const int *>(field)], nullptr);
            break;
        case ZSN2N_OPTION_DOUBLE:
            g_object_set(config, name_of(option), *reinterpret_cast<const double *>(field),
                         nullptr);
            break;
        case ZSN2N_OPTION_INT:
            g_object_set(config, name_of(option), *reinterpret_cast<const int *>(field), nullptr);
            break;
        case ZSN2N_OPTION_UINT64:
            g_object_set(
                config, name_of(option),
                int(std::min(*reinterpret_cast<const uint64_t *>(field), uint64_t{G_MAXINT})),
                nullptr);
    }
}

}  // namespace

void add_arguments(GimpProcedure *procedure) {
    for (const zsn2n_option *option : arguments())
        add_argument(procedure, *option, label_of(*option));
    GimpChoice *output = gimp_choice_new();
    gimp_choice_add(output, kOutputNames[0], int(Output::kLayer), _("The layer itself"), nullptr);
    gimp_choice_add(output, kOutputNames[1], int(Output::kNewLayer), _("A new layer above it"),
                    nullptr);
    gimp_procedure_add_choice_argument(procedure, kOutputOption, _("O_utput"),
                                       _("Where the denoised pixels go"), output, kOutputNames[0],
                                       kReadWrite);
}

Settings read_settings(GimpProcedureConfig *config) {
    Settings settings = default_settings();
    for (const zsn2n_option *option : arguments()) read_option(config, *option, &settings.params);
    settings.output =
        static_cast<Output>(gimp_procedure_config_get_choice_id(config, kOutputOption));
    return settings;
}

void write_settings(const Settings &settings, GimpProcedureConfig *config) {
    for (const zsn2n_option *option : arguments()) write_option(settings.params, *option, config);
    g_object_set(config, kOutputOption, kOutputNames[int(settings.output)], nullptr);
}
