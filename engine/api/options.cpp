// SPDX-License-Identifier: BSD-2-Clause
// The option table and everything that reads it.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

#include "api/options.h"
#include "base/names.h"

namespace zsn2n {

namespace {

#define FIELD(name) #name
#define OFFSET(name) offsetof(zsn2n_params, name)

const zsn2n_option kOptions[] = {
    {FIELD(preset),
     "fast: the pilot alone; medium: corrected by a network of 300 training steps; slow: of 2000, "
     "at any size; paper: the published method, a network without a pilot",
     "", ZSN2N_OPTION_ENUM, 0, 3, ZSN2N_PRESET_MEDIUM, kPresetNames, OFFSET(preset)},
    {FIELD(steps), "training steps of the first image where a network is trained; 0: the preset's",
     "steps", ZSN2N_OPTION_INT, 0, 1000000, 0, nullptr, OFFSET(steps)},
    {FIELD(warm_steps),
     "training steps of each later image of the same shape, where a network learns from it",
     "steps", ZSN2N_OPTION_INT, 0, 1000000, 20, nullptr, OFFSET(warm_steps)},
    {FIELD(strength), "blend from noisy (0) to denoised (1)", "", ZSN2N_OPTION_DOUBLE, 0, 1, 1,
     nullptr, OFFSET(strength)},
    {FIELD(luma), "share of the change kept in brightness", "", ZSN2N_OPTION_DOUBLE, 0, 1, 1,
     nullptr, OFFSET(luma)},
    {FIELD(chroma), "share of the change kept in colour", "", ZSN2N_OPTION_DOUBLE, 0, 1, 1, nullptr,
     OFFSET(chroma)},
    {FIELD(detail), "share given back of what was taken beyond what the noise explains", "",
     ZSN2N_OPTION_DOUBLE, 0, 1, 0, nullptr, OFFSET(detail)},
    {FIELD(scene), "score from which an image shows a new scene and starts afresh; 1: never", "",
     ZSN2N_OPTION_DOUBLE, 0, 1, 0.4, nullptr, OFFSET(scene)},
    {FIELD(temporal),
     "0: each image by itself; above: it goes on from the last result along the motion, and so "
     "many "
     "earlier images are averaged where nothing moves; -1: 0, in video 16 but with preset paper",
     "images", ZSN2N_OPTION_INT, -1, 64, -1, nullptr, OFFSET(temporal)},
    {FIELD(seed), "seed of the initial weights and the crops", "", ZSN2N_OPTION_UINT64, 0,
     4294967295.0, 0, nullptr, OFFSET(seed)},
    {FIELD(threads), "threads to compute with; 0: all cores", "threads", ZSN2N_OPTION_INT, 0, 256,
     0, nullptr, OFFSET(threads)},
    {FIELD(planes), "bit mask of the planes to denoise; the others are copied", "",
     ZSN2N_OPTION_INT, 0, 7, 7, nullptr, OFFSET(planes)},
    {FIELD(backend), "code behind the 48->48 convolution", "", ZSN2N_OPTION_ENUM, 0, 2,
     ZSN2N_BACKEND_AUTO, kBackendNames, OFFSET(backend)},
    {FIELD(precision), "storage of activations; auto: bf16 where the CPU has its dot product", "",
     ZSN2N_OPTION_ENUM, 0, 2, ZSN2N_PRECISION_AUTO, kPrecisionNames, OFFSET(precision)},
    {FIELD(guides),
     "the pilot, a denoiser by formula: none, pilot (DCT and BM3D second stage), dct (a fifth of "
     "the time), quick (pilot with a third of the second stage); auto: none with preset paper, dct "
     "above 4 megapixels with preset fast, else pilot; in video quick (dct with preset fast and "
     "above 4 megapixels, pilot with slow)",
     "", ZSN2N_OPTION_ENUM, 0, 4, ZSN2N_GUIDES_AUTO, kGuidesNames, OFFSET(guides)},
    {FIELD(memory_cap),
     "memory the library may hold for one call; larger images are worked on in strips, but not in "
     "place, with preset paper or with temporal; 0: no bound",
     "bytes", ZSN2N_OPTION_UINT64, 0, 9007199254740992.0, 0, nullptr, OFFSET(memory_cap)},
    {FIELD(video), "0: images by themselves, 1: frames of a video", "", ZSN2N_OPTION_INT, 0, 1, 0,
     nullptr, OFFSET(video)},
    {FIELD(noise_level), "factor on the standard deviation of the noise found", "",
     ZSN2N_OPTION_DOUBLE, 0.25, 4, 1, nullptr, OFFSET(noise_level)},
    {FIELD(noise), "kind of noise; auto: as it is found; white: of all spatial frequencies alike",
     "", ZSN2N_OPTION_ENUM, 0, 1, ZSN2N_NOISE_AUTO, kNoiseNames, OFFSET(noise)},
    {FIELD(noise_from), "region to measure the noise in, as x:y:width:height; 0:0:0:0: anywhere",
     "pixels", ZSN2N_OPTION_REGION, 0, ZSN2N_MAX_SIDE, 0, nullptr, OFFSET(noise_from)},
    {FIELD(lookahead),
     "so many images after each, where the caller knows them, are fused with it as the last result "
     "is; not with temporal=0 or guides=none; -1: 0, in video with preset slow 2",
     "images", ZSN2N_OPTION_INT, -1, ZSN2N_MAX_LOOKAHEAD, -1, nullptr, OFFSET(lookahead)},
};
constexpr int kOptionCount = sizeof kOptions / sizeof kOptions[0];

std::string trimmed(const std::string &text) {
    const size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// Shortest exact form; like from_chars() below it takes no notice of the host's locale.
std::string number(double value) {
    char text[32];
    if (std::abs(value) < 9007199254740992.0 && value == std::floor(value)) {
        return {text, std::to_chars(text, text + sizeof text, static_cast<long long>(value)).ptr};
    }
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// "500..1000", "medium, paper" or "x:y:width:height ...".
std::string accepted(const zsn2n_option &option) {
    if (option.type == ZSN2N_OPTION_REGION) {
        return "x:y:width:height, each " + number(option.min) + ".." + number(option.max) +
               ", width and height " + number(ZSN2N_MIN_NOISE_SIDE) + " or more; 0:0:0:0: none";
    }
    if (option.type != ZSN2N_OPTION_ENUM) return number(option.min) + ".." + number(option.max);
    std::string names;
    for (const char *const *name = option.names; *name; ++name) {
        if (!names.empty()) names += ", ";
        names += *name;
    }
    return names;
}

std::string region_text(const int (&region)[4]) {
    return number(region[0]) + ":" + number(region[1]) + ":" + number(region[2]) + ":" +
           number(region[3]);
}

Error refusal(const zsn2n_option &option, const std::string &value) {
    return Error(ZSN2N_INVALID_ARGUMENT,
                 std::string(option.name) + "=" + value + ": accepted is " + accepted(option));
}

void *field(zsn2n_params &params, const zsn2n_option &option) {
    return reinterpret_cast<char *>(&params) + option.offset;
}

double get(const zsn2n_params &params, const zsn2n_option &option) {
    const void *value = field(const_cast<zsn2n_params &>(params), option);
    switch (option.type) {
        case ZSN2N_OPTION_UINT64:
            return static_cast<double>(*static_cast<const uint64_t *>(value));
        case ZSN2N_OPTION_DOUBLE:
            return *static_cast<const double *>(value);
        default:
            return *static_cast<const int *>(value);
    }
}

// Of a region: all four numbers.
void put(zsn2n_params &params, const zsn2n_option &option, double value) {
    switch (option.type) {
        case ZSN2N_OPTION_REGION:
            std::fill_n(static_cast<int *>(field(params, option)), 4, static_cast<int>(value));
            break;
        case ZSN2N_OPTION_UINT64:
            *static_cast<uint64_t *>(field(params, option)) = static_cast<uint64_t>(value);
            break;
        case ZSN2N_OPTION_DOUBLE:
            *static_cast<double *>(field(params, option)) = value;
            break;
        default:
            *static_cast<int *>(field(params, option)) = static_cast<int>(value);
    }
}

using RegionField = int[4];

// A copy of the four numbers.
struct RegionValue {
    RegionField sides;

    bool valid(const zsn2n_option &option) const {
        for (const int side : sides) {
            if (side < option.min || side > option.max) return false;
        }
        if (sides[2] == 0 && sides[3] == 0) return sides[0] == 0 && sides[1] == 0;
        return sides[2] >= ZSN2N_MIN_NOISE_SIDE && sides[3] >= ZSN2N_MIN_NOISE_SIDE;
    }
};

RegionValue get_region(const zsn2n_params &params, const zsn2n_option &option) {
    RegionValue region;
    std::memcpy(region.sides, field(const_cast<zsn2n_params &>(params), option), sizeof region);
    return region;
}

RegionValue parse_region(const zsn2n_option &option, const std::string &value) {
    RegionValue region{};
    const char *at = value.data(), *const end = at + value.size();
    for (int i = 0; i < 4; ++i) {
        const auto [next, error] = std::from_chars(at, end, region.sides[i]);
        const bool last = i == 3;
        if (error != std::errc() || (last ? next != end : next == end || *next != ':'))
            throw refusal(option, value);
        at = next + 1;
    }
    if (!region.valid(option)) throw refusal(option, value);
    return region;
}

// Every range stays below 2^53, so a double holds every accepted value exactly.
double parse(const zsn2n_option &option, const std::string &value) {
    if (option.type == ZSN2N_OPTION_ENUM) {
        for (int i = 0; option.names[i]; ++i) {
            if (value == option.names[i]) return i;
        }
        throw refusal(option, value);
    }
    double parsed = 0;
    const char *end_of_value = value.data() + value.size();
    const auto [end, error] = std::from_chars(value.data(), end_of_value, parsed);
    std::string suffix = trimmed(std::string(end, end_of_value));
    if (std::strcmp(option.unit, "bytes") == 0) {
        const char *const suffixes[] = {"", "KiB", "MiB", "GiB"};
        for (int i = 1; i < 4; ++i) {
            if (suffix == suffixes[i]) {
                parsed *= std::ldexp(1.0, 10 * i);
                suffix.clear();
            }
        }
    }
    const bool whole = option.type == ZSN2N_OPTION_DOUBLE || parsed == std::floor(parsed);
    if (error != std::errc() || !suffix.empty() || !std::isfinite(parsed) || !whole ||
        parsed < option.min || parsed > option.max) {
        throw refusal(option, value);
    }
    return parsed;
}

void put_text(zsn2n_params &params, const zsn2n_option &option, const std::string &value) {
    if (option.type != ZSN2N_OPTION_REGION) return put(params, option, parse(option, value));
    const RegionValue region = parse_region(option, value);
    std::memcpy(field(params, option), region.sides, sizeof region.sides);
}

// End of the item at `begin` of "name=value:name=value". A number alone belongs to the region
// before it.
size_t end_of_item(const std::string &text, size_t begin) {
    size_t end = std::min(text.find(':', begin), text.size());
    while (end < text.size()) {
        const size_t next = std::min(text.find(':', end + 1), text.size());
        const std::string item = trimmed(text.substr(end + 1, next - end - 1));
        if (item.empty() || item.find_first_not_of("0123456789") != std::string::npos) break;
        end = next;
    }
    return end;
}

}  // namespace

zsn2n_params default_params() {
    zsn2n_params params{};
    params.struct_size = sizeof params;
    for (const zsn2n_option &option : kOptions) put(params, option, option.default_value);
    return params;
}

void first_version_video(zsn2n_params &params) {
    constexpr int kImages = 16;
    if (params.temporal < 0) params.temporal = params.preset == ZSN2N_PRESET_PAPER ? 0 : kImages;
    if (params.guides != ZSN2N_GUIDES_AUTO) return;
    if (params.preset == ZSN2N_PRESET_MEDIUM) params.guides = ZSN2N_GUIDES_QUICK;
    if (params.preset == ZSN2N_PRESET_FAST) params.guides = ZSN2N_GUIDES_DCT;
}

void set_param(zsn2n_params &params, const std::string &name, const std::string &value) {
    std::string names;
    for (const zsn2n_option &option : kOptions) {
        if (option.offset >= params.struct_size) continue;
        if (name == option.name) return put_text(params, option, trimmed(value));
        if (!names.empty()) names += ", ";
        names += option.name;
    }
    throw Error(ZSN2N_INVALID_ARGUMENT, "unknown option '" + name + "'; accepted are " + names);
}

void parse_params(zsn2n_params &params, const std::string &text) {
    if (trimmed(text).empty()) return;
    for (size_t begin = 0; begin <= text.size();) {
        const size_t end = end_of_item(text, begin);
        const std::string item = trimmed(text.substr(begin, end - begin));
        const size_t equals = item.find('=');
        if (equals == std::string::npos) {
            throw Error(ZSN2N_INVALID_ARGUMENT,
                        "'" + item + "' is not name=value; options are joined by ':'");
        }
        set_param(params, trimmed(item.substr(0, equals)), item.substr(equals + 1));
        begin = end + 1;
    }
}

void validate_params(const zsn2n_params &params) {
    for (const zsn2n_option &option : kOptions) {
        if (option.type == ZSN2N_OPTION_REGION) {
            const RegionValue region = get_region(params, option);
            if (!region.valid(option)) throw refusal(option, region_text(region.sides));
            continue;
        }
        const double value = get(params, option);
        if (!(value >= option.min && value <= option.max)) throw refusal(option, number(value));
    }
    if (params.preset == ZSN2N_PRESET_PAPER && params.guides >= ZSN2N_GUIDES_PILOT) {
        throw Error(ZSN2N_INVALID_ARGUMENT,
                    "preset=paper takes guides=none or auto; the other presets take all");
    }
}

const zsn2n_option *option_at(size_t struct_size, int index) {
    if (index < 0 || index >= kOptionCount) return nullptr;
    const zsn2n_option &option = kOptions[index];
    return option.offset < struct_size ? &option : nullptr;
}

}  // namespace zsn2n
