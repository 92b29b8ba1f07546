// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ZSN2N_GIMP_SETTINGS_H
#define ZSN2N_GIMP_SETTINGS_H

#include <zsn2n/zsn2n.h>

#include <string>

enum class Output { kLayer, kNewLayer };

// Its option's name, and the names of its values in the order of Output.
constexpr char kOutputOption[] = "output";
constexpr const char *kOutputNames[] = {"layer", "new-layer"};

// What a run was asked for. Plain data: GIMP keeps it as bytes for the next run of the session.
struct Settings {
    zsn2n_params params;
    Output output;
};

Settings default_settings();

// From "name=value:name=value": options of the engine, and output=layer or output=new-layer. Throws
// std::invalid_argument with what was wrong and what is accepted.
Settings parse_settings(const std::string &text);

// The text that parse_settings() takes, of what differs from the defaults.
std::string settings_text(const Settings &settings);

// Amounts are blends of a finished result; every other option needs a new training, but for
// threads, on which no result depends.
bool is_blend_option(const std::string &name);
bool same_training(const zsn2n_params &a, const zsn2n_params &b);

// The quickest estimate with the same noise: the light pilot alone. With a network alone, of which
// there is none, the same.
zsn2n_params draft_of(const zsn2n_params &params);

// Without what is of one picture alone: the region that the noise is measured in.
Settings for_another_layer(const Settings &settings);

// The same with all amounts full: what is trained once, for any amounts to be blended from.
zsn2n_params full_amounts(const zsn2n_params &params);

// False for the options that GIMP's users are not shown: those about later images of a sequence,
// and those that no layer's owner has to choose. A text of settings may still name them.
bool is_shown(const zsn2n_option &option);

// The engine's line about an option; the name is one of zsn2n_params' fields.
const zsn2n_option &option_of(const char *name);

#endif
