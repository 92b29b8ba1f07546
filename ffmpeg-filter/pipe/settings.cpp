// SPDX-License-Identifier: LGPL-2.1-or-later
#include "settings.h"

#include <cstdio>
#include <cstring>
#include <sstream>
#include <stdexcept>

namespace {

// Sets a file's name from "name=value"; false where the item is another option.
bool take_file(const std::string &item, const char *name, std::string &file) {
    const std::string start = std::string(name) + "=";
    if (item.compare(0, start.size(), start) != 0) return false;
    file = item.substr(start.size());
    if (file.empty()) throw std::invalid_argument(start + ": the name of a file is missing");
    return true;
}

}  // namespace

PipeSettings parse_settings(int count, char **words) {
    PipeSettings settings;
    zsn2n_params_default(&settings.params);
    char message[512];
    for (int i = 0; i < count; ++i) {
        std::istringstream items(words[i]);
        std::string options;  // all but files: the engine knows which of its values have a colon
        for (std::string item; std::getline(items, item, ':');) {
            if (take_file(item, "state_in", settings.state_in) ||
                take_file(item, "state_out", settings.state_out))
                continue;
            options += (options.empty() ? "" : ":") + item;
        }
        if (zsn2n_params_parse(&settings.params, options.c_str(), message, sizeof message) !=
            ZSN2N_OK)
            throw std::invalid_argument(message);
    }
    if (zsn2n_params_validate(&settings.params, message, sizeof message) != ZSN2N_OK)
        throw std::invalid_argument(message);
    zsn2n_params_video(&settings.params);
    return settings;
}

std::string usage() {
    std::string text =
        "usage: zsn2n-pipe [OPTION=VALUE[:OPTION=VALUE]...] < noisy.y4m > clean.y4m\n"
        "Denoises a YUV4MPEG2 stream, for programs without the FFmpeg filter:\n"
        "  ffmpeg -i noisy.mkv -f yuv4mpegpipe -strict -1 - | zsn2n-pipe | x264 --demuxer y4m -o "
        "clean.264 -\n\n"
        "--help, --version\n\noptions:\n";
    for (int i = 0; i < zsn2n_option_count(); ++i) {
        const zsn2n_option *option = zsn2n_option_get(i);
        if (std::strcmp(option->name, "video") == 0) continue;  // a stream is one
        char range[96];
        std::string values;
        if (option->type == ZSN2N_OPTION_ENUM) {
            for (const char *const *name = option->names; *name; ++name)
                values += (values.empty() ? "" : ", ") + std::string(*name);
        } else {
            std::snprintf(range, sizeof range, "%.10g..%.10g, default %.10g", option->min,
                          option->max, option->default_value);
            values = range;
            if (option->type == ZSN2N_OPTION_REGION) values = "four numbers, each " + values;
        }
        text +=
            "  " + std::string(option->name) + " (" + values + ")\n      " + option->help + "\n";
    }
    return text +
           "  state_in, state_out (a file)\n      the state to go on from, and the state after the "
           "last frame\n";
}
