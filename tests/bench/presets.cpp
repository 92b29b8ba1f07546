// SPDX-License-Identifier: BSD-2-Clause
// The table of presets (engine/doc/options.md), printed from the engine's recipes.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/names.h"
#include "denoiser/recipe.h"
#include "verbs.h"

namespace bench {
namespace {

using zsn2n::GroupFacts;
using zsn2n::GroupRecipe;
using zsn2n::Settings;
using zsn2n::Shape;

constexpr char kBegin[] = "<!-- presets -->\n", kEnd[] = "<!-- /presets -->\n";
constexpr int kPresets[] = {ZSN2N_PRESET_FAST, ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_SLOW,
                            ZSN2N_PRESET_PAPER};

// One row of a preset: plane groups from the smallest image that the row is of to the largest.
struct Kind {
    const char *name;
    bool video, rgb;
    int guides;
    std::vector<Shape> groups;
};

const Kind kKinds[] = {
    {"image up to 4 megapixels", false, true, ZSN2N_GUIDES_AUTO, {{160, 160, 3}, {2048, 2048, 3}}},
    {"larger image", false, true, ZSN2N_GUIDES_AUTO, {{2048, 2049, 3}, {20000, 20000, 3}}},
    {"image, `guides=none`", false, true, ZSN2N_GUIDES_NONE, {{160, 160, 3}, {20000, 20000, 3}}},
    {"video, 4:2:0", true, false, ZSN2N_GUIDES_AUTO, {{1920, 1080, 1}, {960, 540, 2}}},
    {"video, RGB", true, true, ZSN2N_GUIDES_AUTO, {{160, 160, 3}, {1920, 1080, 3}}},
};

std::string range(const std::vector<int> &values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (*least == *most) return std::to_string(*least);
    return std::to_string(*least) + " to " + std::to_string(*most);
}

std::string cells(const Settings &settings, const Kind &kind) {
    std::vector<int> steps, later_steps, views, temporal, lookahead;
    std::string pilot, upto;
    for (const Shape &shape : kind.groups) {
        GroupFacts facts;
        facts.shape = shape;
        facts.rgb = kind.rgb;
        facts.next = ZSN2N_MAX_LOOKAHEAD;
        const GroupRecipe first = group_recipe(settings, facts);
        facts.warm = true;
        facts.corrects = first.pilot && first.training.steps > 0;
        const GroupRecipe later = group_recipe(settings, facts);
        const std::string name = std::string(zsn2n::value_name(zsn2n::kGuidesNames, first.guides)) +
                                 " | " + (first.coarser ? "yes" : "no");
        if (!pilot.empty() && name != pilot)
            throw std::runtime_error(std::string(kind.name) + ": the groups have several pilots");
        pilot = name;
        if (first.training.early_stop) upto = "up to ";
        if (first.on_frames) upto = "coloured noise: ";
        steps.push_back(first.on_frames ? first.training.first_steps : first.training.steps);
        later_steps.push_back(later.training.steps);
        views.push_back(first.network ? first.views : 0);
        temporal.push_back(first.temporal);
        lookahead.push_back(first.lookahead);
    }
    return pilot + " | " + upto + range(steps) + " | " + (kind.video ? range(later_steps) : "") +
           " | " + range(views) + " | " + range(temporal) + " | " + range(lookahead);
}

std::string table() {
    std::string text =
        "| preset | input | `guides` | half the size | steps | later steps | views | "
        "`temporal` | `lookahead` |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    for (const int preset : kPresets) {
        std::string name = std::string("`") + zsn2n::value_name(zsn2n::kPresetNames, preset) + "`";
        for (const Kind &kind : kKinds) {
            zsn2n_params params;
            zsn2n_params_default(&params);
            params.preset = preset;
            params.guides = kind.guides;
            if (kind.video) zsn2n_params_video(&params);
            text += "| " + name + " | " + kind.name + " | " +
                    cells(zsn2n::resolve_settings(params), kind) + " |\n";
            name.clear();
        }
    }
    return text;
}

std::string read(const std::string &path) {
    std::ifstream file(path);
    std::stringstream text;
    if (!file || !(text << file.rdbuf())) throw std::runtime_error(path + " cannot be read");
    return text.str();
}

void run(const Arguments &arguments) {
    const std::string wanted = table();
    const bool check = arguments.has("--check"), update = arguments.has("--update");
    if (!check && !update) {
        std::fputs(wanted.c_str(), stdout);
        return;
    }
    const std::string path = arguments.required(check ? "--check" : "--update");
    std::string text = read(path);
    const size_t mark = text.find(kBegin), begin = mark + sizeof kBegin - 1;
    const size_t end = text.find(kEnd, std::min(begin, text.size()));
    if (mark == std::string::npos || end == std::string::npos)
        throw std::runtime_error(path + " has no lines <!-- presets --> and <!-- /presets -->");
    if (check) {
        if (text.compare(begin, end - begin, wanted) == 0) return;
        throw std::runtime_error(path + " has another table of presets; `presets --update " + path +
                                 "` corrects it");
    }
    text.replace(begin, end - begin, wanted);
    std::ofstream file(path);
    if (!(file << text << std::flush)) throw std::runtime_error(path + " cannot be written");
}

}  // namespace

const Verb kPresetTable = {
    "presets",
    "what each preset runs, as a table in Markdown",
    {{"--check", Option::kValue, "FILE: print nothing, fail unless FILE has this very table"},
     {"--update", Option::kValue, "FILE: put the table between FILE's marks"}},
    run};

}  // namespace bench
