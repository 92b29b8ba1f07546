// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings.h"

#include <glib.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <stdexcept>

#include "core/i18n.h"

namespace {

constexpr const char *kHidden[] = {"warm_steps", "scene",     "temporal",   "video",    "planes",
                                   "backend",    "precision", "memory_cap", "lookahead"};
constexpr size_t kMessageSize = 512;

std::string trimmed(const std::string &text) {
    const size_t first = text.find_first_not_of(" \t\n");
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

Output parse_output(const std::string &value) {
    for (int i = 0; i < 2; ++i)
        if (value == kOutputNames[i]) return static_cast<Output>(i);
    gchar *text = g_strdup_printf(_("output=%s: accepted are layer and new-layer"), value.c_str());
    const std::string message = text;
    g_free(text);
    throw std::invalid_argument(message);
}

// Takes output=VALUE out of the text, the engine gets the rest.
std::string take_output(const std::string &text, Output *output) {
    std::string rest;
    for (size_t at = 0; at <= text.size();) {
        const size_t end = std::min(text.find(':', at), text.size());
        const std::string item = text.substr(at, end - at);
        const size_t equals = item.find('=');
        if (equals != std::string::npos && trimmed(item.substr(0, equals)) == kOutputOption)
            *output = parse_output(trimmed(item.substr(equals + 1)));
        else
            rest += (rest.empty() ? "" : ":") + item;
        at = end + 1;
    }
    return rest;
}

template <typename T>
const T &field(const zsn2n_params &params, const zsn2n_option &option) {
    return *reinterpret_cast<const T *>(reinterpret_cast<const char *>(&params) + option.offset);
}

// As short as it can be read back, whatever the language's decimal sign.
std::string number_text(double value) {
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(text, sizeof text, "%.6g", value);
    if (g_ascii_strtod(text, nullptr) != value) g_ascii_dtostr(text, sizeof text, value);
    return text;
}

std::string region_text(const int (&region)[4]) {
    return std::to_string(region[0]) + ":" + std::to_string(region[1]) + ":" +
           std::to_string(region[2]) + ":" + std::to_string(region[3]);
}

std::string value_text(const zsn2n_params &params, const zsn2n_option &option) {
    switch (option.type) {
        case ZSN2N_OPTION_REGION:
            return region_text(params.noise_from);
        case ZSN2N_OPTION_ENUM:
            return option.names[field<int>(params, option)];
        case ZSN2N_OPTION_INT:
            return std::to_string(field<int>(params, option));
        case ZSN2N_OPTION_UINT64:
            return std::to_string(field<uint64_t>(params, option));
        case ZSN2N_OPTION_DOUBLE:
            break;
    }
    return number_text(field<double>(params, option));
}

}  // namespace

Settings default_settings() {
    Settings settings = {};
    zsn2n_params_default(&settings.params);
    return settings;
}

Settings parse_settings(const std::string &text) {
    Settings settings = default_settings();
    char message[kMessageSize] = "";
    const std::string rest = take_output(text, &settings.output);
    if (zsn2n_params_parse(&settings.params, rest.c_str(), message, sizeof message) != ZSN2N_OK)
        throw std::invalid_argument(message);
    return settings;
}

std::string settings_text(const Settings &settings) {
    const Settings defaults = default_settings();
    std::string text;
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const zsn2n_option &option = *zsn2n_option_get(i);
        const std::string value = value_text(settings.params, option);
        if (value == value_text(defaults.params, option)) continue;
        text += (text.empty() ? "" : ":") + std::string(option.name) + "=" + value;
    }
    if (settings.output != defaults.output)
        text += (text.empty() ? "" : ":") + std::string(kOutputOption) + "=" +
                kOutputNames[static_cast<int>(settings.output)];
    return text;
}

bool is_blend_option(const std::string &name) {
    return name == "strength" || name == "luma" || name == "chroma" || name == "detail";
}

bool same_training(const zsn2n_params &a, const zsn2n_params &b) {
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const zsn2n_option &option = *zsn2n_option_get(i);
        if (is_blend_option(option.name) || std::strcmp(option.name, "threads") == 0) continue;
        if (value_text(a, option) != value_text(b, option)) return false;
    }
    return true;
}

zsn2n_params draft_of(const zsn2n_params &params) {
    zsn2n_params draft = params;
    if (params.preset == ZSN2N_PRESET_PAPER || params.guides == ZSN2N_GUIDES_NONE) return draft;
    draft.preset = ZSN2N_PRESET_FAST;
    draft.guides = ZSN2N_GUIDES_DCT;
    draft.steps = 0;
    return draft;
}

Settings for_another_layer(const Settings &settings) {
    Settings other = settings;
    std::fill(std::begin(other.params.noise_from), std::end(other.params.noise_from), 0);
    return other;
}

zsn2n_params full_amounts(const zsn2n_params &params) {
    zsn2n_params full = params;
    full.strength = full.luma = full.chroma = 1.0;
    full.detail = 0.0;
    return full;
}

bool is_shown(const zsn2n_option &option) {
    return std::none_of(std::begin(kHidden), std::end(kHidden),
                        [&](const char *name) { return std::strcmp(option.name, name) == 0; });
}

const zsn2n_option &option_of(const char *name) {
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const zsn2n_option *option = zsn2n_option_get(i);
        if (std::strcmp(option->name, name) == 0) return *option;
    }
    throw std::runtime_error(std::string("libzsn2n has no option named ") + name +
                             ": the plug-in and the library do not belong together");
}
