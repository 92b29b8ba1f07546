// SPDX-License-Identifier: BSD-2-Clause
// Version, status text, and the option table against the struct, the setters and the checks.
#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include <zsn2n/zsn2n.h>

namespace {

zsn2n_params defaults() {
    zsn2n_params params;
    std::memset(&params, 0xCC, sizeof params);
    zsn2n_params_default(&params);
    return params;
}

bool same(const zsn2n_params &a, const zsn2n_params &b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

std::vector<const zsn2n_option *> options() {
    std::vector<const zsn2n_option *> all;
    for (int i = 0; i < zsn2n_option_count(); ++i) all.push_back(zsn2n_option_get(i));
    return all;
}

double field(const zsn2n_params &params, const zsn2n_option &option) {
    const char *at = reinterpret_cast<const char *>(&params) + option.offset;
    if (option.type == ZSN2N_OPTION_DOUBLE) return *reinterpret_cast<const double *>(at);
    if (option.type == ZSN2N_OPTION_UINT64) {
        return static_cast<double>(*reinterpret_cast<const uint64_t *>(at));
    }
    return *reinterpret_cast<const int *>(at);
}

std::string whole(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.0f", value);
    return text;
}

std::string plain(double value) {
    char text[64];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

size_t size_of(const zsn2n_option &option) {
    switch (option.type) {
        case ZSN2N_OPTION_INT:
        case ZSN2N_OPTION_ENUM:
            return sizeof(int);
        case ZSN2N_OPTION_REGION:
            return 4 * sizeof(int);
        default:
            return 8;
    }
}

struct Outcome {
    zsn2n_status status;
    std::string message;
};

Outcome set(zsn2n_params *params, const char *name, const std::string &value) {
    char message[512] = "";
    const zsn2n_status status =
        zsn2n_params_set(params, name, value.c_str(), message, sizeof message);
    return {status, message};
}

Outcome parse(zsn2n_params *params, const char *text) {
    char message[512] = "";
    const zsn2n_status status = zsn2n_params_parse(params, text, message, sizeof message);
    return {status, message};
}

}  // namespace

TEST(Library, version_is_the_headers) {
    EXPECT_EQ(zsn2n_version(),
              static_cast<uint32_t>(ZSN2N_VERSION_MAJOR << 16 | ZSN2N_VERSION_MINOR << 8 |
                                    ZSN2N_VERSION_PATCH));
}

TEST(Library, every_status_has_its_own_sentence) {
    std::set<std::string> sentences;
    for (int status = ZSN2N_OK; status <= ZSN2N_INTERNAL; ++status) {
        const char *text = zsn2n_status_string(static_cast<zsn2n_status>(status));
        ASSERT_NE(text, nullptr);
        EXPECT_STRNE(text, "");
        sentences.insert(text);
    }
    EXPECT_EQ(sentences.size(), 7u);
    EXPECT_NE(zsn2n_status_string(static_cast<zsn2n_status>(99)), nullptr);
}

TEST(OptionTable, is_the_struct_in_order) {
    const struct {
        const char *name;
        size_t offset;
    } fields[] = {{"preset", offsetof(zsn2n_params, preset)},
                  {"steps", offsetof(zsn2n_params, steps)},
                  {"warm_steps", offsetof(zsn2n_params, warm_steps)},
                  {"strength", offsetof(zsn2n_params, strength)},
                  {"luma", offsetof(zsn2n_params, luma)},
                  {"chroma", offsetof(zsn2n_params, chroma)},
                  {"detail", offsetof(zsn2n_params, detail)},
                  {"scene", offsetof(zsn2n_params, scene)},
                  {"temporal", offsetof(zsn2n_params, temporal)},
                  {"seed", offsetof(zsn2n_params, seed)},
                  {"threads", offsetof(zsn2n_params, threads)},
                  {"planes", offsetof(zsn2n_params, planes)},
                  {"backend", offsetof(zsn2n_params, backend)},
                  {"precision", offsetof(zsn2n_params, precision)},
                  {"guides", offsetof(zsn2n_params, guides)},
                  {"memory_cap", offsetof(zsn2n_params, memory_cap)},
                  {"video", offsetof(zsn2n_params, video)},
                  {"noise_level", offsetof(zsn2n_params, noise_level)},
                  {"noise", offsetof(zsn2n_params, noise)},
                  {"noise_from", offsetof(zsn2n_params, noise_from)},
                  {"lookahead", offsetof(zsn2n_params, lookahead)}};
    const auto all = options();
    ASSERT_EQ(all.size(), sizeof fields / sizeof fields[0]);
    for (size_t i = 0; i < all.size(); ++i) {
        EXPECT_STREQ(all[i]->name, fields[i].name);
        EXPECT_EQ(all[i]->offset, fields[i].offset) << fields[i].name;
    }
    EXPECT_EQ(zsn2n_option_get(zsn2n_option_count()), nullptr);
    EXPECT_EQ(zsn2n_option_get(-1), nullptr);
}

TEST(OptionTable, says_what_each_option_is) {
    for (const zsn2n_option *option : options()) {
        ASSERT_NE(option->help, nullptr) << option->name;
        EXPECT_GT(std::strlen(option->help), 10u) << option->name;
        EXPECT_NE(option->unit, nullptr) << option->name;
        EXPECT_LT(option->min, option->max) << option->name;
        EXPECT_GE(option->default_value, option->min) << option->name;
        EXPECT_LE(option->default_value, option->max) << option->name;
        EXPECT_EQ(option->names != nullptr, option->type == ZSN2N_OPTION_ENUM) << option->name;
        if (option->names) {
            int count = 0;
            while (option->names[count]) ++count;
            EXPECT_EQ(option->min, 0) << option->name;
            EXPECT_EQ(option->max, count - 1) << option->name;
        }
    }
}

TEST(OptionTable, defaults_are_the_documented_ones) {
    const zsn2n_params params = defaults();
    EXPECT_EQ(params.struct_size, sizeof params);
    EXPECT_EQ(params.preset, ZSN2N_PRESET_MEDIUM);
    EXPECT_EQ(params.steps, 0);
    EXPECT_EQ(params.warm_steps, 20);
    EXPECT_EQ(params.strength, 1.0);
    EXPECT_EQ(params.seed, 0u);
    EXPECT_EQ(params.threads, 0);
    EXPECT_EQ(params.planes, 7);
    EXPECT_EQ(params.backend, ZSN2N_BACKEND_AUTO);
    EXPECT_EQ(params.precision, ZSN2N_PRECISION_AUTO);
    EXPECT_EQ(params.guides, ZSN2N_GUIDES_AUTO);
    EXPECT_EQ(params.memory_cap, 0u);
    EXPECT_EQ(params.video, 0);
    EXPECT_EQ(params.noise_level, 1.0);
    EXPECT_EQ(params.noise, ZSN2N_NOISE_AUTO);
    for (const int side : params.noise_from) EXPECT_EQ(side, 0);
    for (const zsn2n_option *option : options()) {
        EXPECT_EQ(field(params, *option), option->default_value) << option->name;
    }
    EXPECT_EQ(zsn2n_params_validate(&params, nullptr, 0), ZSN2N_OK);
}

TEST(OptionTable, both_ends_of_each_range_can_be_set) {
    for (const zsn2n_option *option : options()) {
        for (const double end : {option->min, option->max}) {
            zsn2n_params params = defaults();
            std::string text = option->names ? option->names[static_cast<int>(end)] : plain(end);
            if (option->type == ZSN2N_OPTION_REGION)
                text = text + ":" + text + ":" + text + ":" + text;
            const Outcome outcome = set(&params, option->name, text);
            EXPECT_EQ(outcome.status, ZSN2N_OK) << outcome.message;
            EXPECT_EQ(field(params, *option), end) << option->name;
            EXPECT_EQ(zsn2n_params_validate(&params, nullptr, 0), ZSN2N_OK) << option->name;
            zsn2n_params only_this = defaults();
            std::memcpy(reinterpret_cast<char *>(&only_this) + option->offset,
                        reinterpret_cast<char *>(&params) + option->offset, size_of(*option));
            EXPECT_TRUE(same(params, only_this)) << option->name << " changed another field";
        }
    }
}

TEST(OptionTable, refusals_name_the_option_and_what_is_accepted) {
    for (const zsn2n_option *option : options()) {
        std::vector<std::string> bad = {
            "", "abc", "1x", "nan", "inf", "1e400", "99999999999999999999999"};
        if (!option->names) {
            bad.push_back(whole(option->min - 1));
            bad.push_back(whole(option->max * 2 + 10));
        }
        if (option->type != ZSN2N_OPTION_DOUBLE) bad.push_back("0.5");
        for (const std::string &value : bad) {
            zsn2n_params params = defaults();
            const Outcome outcome = set(&params, option->name, value);
            EXPECT_EQ(outcome.status, ZSN2N_INVALID_ARGUMENT) << option->name << "=" << value;
            EXPECT_TRUE(same(params, defaults())) << option->name << "=" << value;
            EXPECT_NE(outcome.message.find(option->name), std::string::npos) << outcome.message;
            if (!option->names) {
                EXPECT_NE(outcome.message.find(whole(option->min)), std::string::npos)
                    << outcome.message;
                EXPECT_NE(outcome.message.find(whole(option->max)), std::string::npos)
                    << outcome.message;
                continue;
            }
            for (int i = 0; option->names[i]; ++i) {
                EXPECT_NE(outcome.message.find(option->names[i]), std::string::npos)
                    << outcome.message;
            }
        }
    }
}

TEST(Params, memory_sizes_take_suffixes) {
    zsn2n_params params = defaults();
    EXPECT_EQ(set(&params, "memory_cap", "12345").status, ZSN2N_OK);
    EXPECT_EQ(params.memory_cap, 12345u);
    EXPECT_EQ(set(&params, "memory_cap", "3KiB").status, ZSN2N_OK);
    EXPECT_EQ(params.memory_cap, 3072u);
    EXPECT_EQ(set(&params, "memory_cap", "16 MiB").status, ZSN2N_OK);
    EXPECT_EQ(params.memory_cap, uint64_t{16} << 20);
    EXPECT_EQ(set(&params, "memory_cap", "2GiB").status, ZSN2N_OK);
    EXPECT_EQ(params.memory_cap, uint64_t{2} << 30);
    for (const char *bad : {"16MB", "GiB", "-1", "-1GiB", "99999999999GiB", "1KiBKiB"}) {
        EXPECT_EQ(set(&params, "memory_cap", bad).status, ZSN2N_INVALID_ARGUMENT) << bad;
        EXPECT_EQ(params.memory_cap, uint64_t{2} << 30) << bad;
    }
}

TEST(Params, an_unknown_option_is_answered_with_the_known_ones) {
    zsn2n_params params = defaults();
    const Outcome outcome = set(&params, "strenght", "1");
    EXPECT_EQ(outcome.status, ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(outcome.message.find("strenght"), std::string::npos) << outcome.message;
    EXPECT_NE(outcome.message.find("strength"), std::string::npos) << outcome.message;
    EXPECT_EQ(set(&params, "", "1").status, ZSN2N_INVALID_ARGUMENT);
    EXPECT_TRUE(same(params, defaults()));
}

TEST(Params, text_sets_several) {
    zsn2n_params params = defaults();
    EXPECT_EQ(parse(&params, "preset=paper:steps=5:strength=0.25").status, ZSN2N_OK);
    EXPECT_EQ(params.preset, ZSN2N_PRESET_PAPER);
    EXPECT_EQ(params.steps, 5);
    EXPECT_EQ(params.strength, 0.25);
    EXPECT_EQ(parse(&params, "  steps = 7 : backend =  halide ").status, ZSN2N_OK);
    EXPECT_EQ(params.steps, 7);
    EXPECT_EQ(params.backend, ZSN2N_BACKEND_HALIDE);
    const zsn2n_params before = params;
    EXPECT_EQ(parse(&params, "").status, ZSN2N_OK);
    EXPECT_EQ(parse(&params, "  ").status, ZSN2N_OK);
    EXPECT_TRUE(same(params, before));
}

TEST(Params, a_region_is_four_numbers) {
    const int expected[] = {3, 40, 64, 32};
    zsn2n_params params = defaults();
    EXPECT_EQ(set(&params, "noise_from", " 3:40:64:32 ").status, ZSN2N_OK);
    EXPECT_EQ(std::memcmp(params.noise_from, expected, sizeof expected), 0);
    EXPECT_EQ(set(&params, "noise_from", "0:0:0:0").status, ZSN2N_OK);
    EXPECT_TRUE(same(params, defaults()));
    for (const char *text : {"noise_from=3:40:64:32", "steps=5:noise_from=3:40:64:32:noise=white",
                             "noise_from = 3:40 : 64:32 :steps=5"}) {
        params = defaults();
        const bool spaced = std::strchr(text, ' ');
        const Outcome outcome = parse(&params, text);
        EXPECT_EQ(outcome.status, spaced ? ZSN2N_INVALID_ARGUMENT : ZSN2N_OK) << outcome.message;
        if (!spaced) {
            EXPECT_EQ(std::memcmp(params.noise_from, expected, sizeof expected), 0) << text;
        }
    }
    for (const char *bad : {"1:2:64", "1:2:64:64:5", "1:2:64:31", "1:2:31:64", "1:0:0:0",
                            "-1:2:64:64", "1:2:0:64", "1::64:64", "1:2:64:64:", "1 2 64 64"}) {
        params = defaults();
        const Outcome outcome = set(&params, "noise_from", bad);
        EXPECT_EQ(outcome.status, ZSN2N_INVALID_ARGUMENT) << bad;
        EXPECT_NE(outcome.message.find("x:y:width:height"), std::string::npos) << outcome.message;
        EXPECT_EQ(parse(&params, (std::string("noise_from=") + bad).c_str()).status,
                  ZSN2N_INVALID_ARGUMENT)
            << bad;
        EXPECT_TRUE(same(params, defaults())) << bad;
    }
}

// GTK hosts run under the user's locale; option text has a point in all of them.
TEST(Params, numbers_do_not_depend_on_the_locale) {
    const std::string before = std::setlocale(LC_NUMERIC, nullptr);
    ASSERT_NE(std::setlocale(LC_NUMERIC, "de_DE.UTF-8"), nullptr)
        << "run through CTest, which makes this locale and names its folder in LOCPATH";
    ASSERT_STREQ(std::localeconv()->decimal_point, ",");
    zsn2n_params params = defaults();
    const Outcome point = set(&params, "strength", "0.25");
    const double strength = params.strength;
    const Outcome comma = set(&params, "strength", "0,75");
    std::setlocale(LC_NUMERIC, before.c_str());
    EXPECT_EQ(point.status, ZSN2N_OK) << point.message;
    EXPECT_EQ(strength, 0.25);
    EXPECT_EQ(comma.status, ZSN2N_INVALID_ARGUMENT);
}

TEST(Params, text_is_all_or_nothing) {
    for (const char *bad : {"steps=5:bogus=1", "steps=5:strength=2", "steps=5:strength", "=5",
                            "steps=5:=", "steps=5;threads=1", "steps"}) {
        zsn2n_params params = defaults();
        const Outcome outcome = parse(&params, bad);
        EXPECT_EQ(outcome.status, ZSN2N_INVALID_ARGUMENT) << bad;
        EXPECT_FALSE(outcome.message.empty()) << bad;
        EXPECT_TRUE(same(params, defaults())) << bad;
    }
}

TEST(Params, validate_looks_at_every_field) {
    for (const zsn2n_option *option : options()) {
        if (option->type == ZSN2N_OPTION_UINT64) continue;
        for (const double value : {option->min - 1, option->max + 1}) {
            zsn2n_params params = defaults();
            char *at = reinterpret_cast<char *>(&params) + option->offset;
            if (option->type == ZSN2N_OPTION_DOUBLE) {
                std::memcpy(at, &value, sizeof value);
            } else {
                const int number = static_cast<int>(value);
                std::memcpy(at, &number, sizeof number);
            }
            char message[512] = "";
            EXPECT_EQ(zsn2n_params_validate(&params, message, sizeof message),
                      ZSN2N_INVALID_ARGUMENT)
                << option->name << "=" << value;
            EXPECT_NE(std::string(message).find(option->name), std::string::npos) << message;
            zsn2n_context *context = reinterpret_cast<zsn2n_context *>(&params);
            EXPECT_EQ(zsn2n_create(&context, &params, nullptr), ZSN2N_INVALID_ARGUMENT);
            EXPECT_EQ(context, nullptr);
        }
    }
    zsn2n_params params = defaults();
    params.strength = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(zsn2n_params_validate(&params, nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    params = defaults();
    params.struct_size = 0;
    EXPECT_EQ(zsn2n_params_validate(&params, nullptr, 0), ZSN2N_INVALID_ARGUMENT);
}

TEST(Params, messages_fit_the_callers_buffer) {
    zsn2n_params params = defaults();
    char message[16];
    std::memset(message, 'z', sizeof message);
    EXPECT_EQ(zsn2n_params_set(&params, "steps", "-7", message, 8), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(std::memchr(message, '\0', 8), message + 7);
    EXPECT_EQ(message[8], 'z');
    std::memset(message, 'z', sizeof message);
    EXPECT_EQ(zsn2n_params_set(&params, "steps", "-7", message, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(message[0], 'z');
    EXPECT_EQ(zsn2n_params_set(&params, "steps", "-7", nullptr, 100), ZSN2N_INVALID_ARGUMENT);
}

TEST(Params, null_arguments_are_refused) {
    zsn2n_params params = defaults();
    EXPECT_EQ(zsn2n_params_set(nullptr, "steps", "1", nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_params_set(&params, nullptr, "1", nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_params_set(&params, "steps", nullptr, nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_params_parse(nullptr, "steps=1", nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_params_parse(&params, nullptr, nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_params_validate(nullptr, nullptr, 0), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(zsn2n_create(nullptr, &params, nullptr), ZSN2N_INVALID_ARGUMENT);
    zsn2n_context *context = reinterpret_cast<zsn2n_context *>(&params);
    EXPECT_EQ(zsn2n_create(&context, nullptr, nullptr), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(context, nullptr);
    zsn2n_destroy(nullptr);
    zsn2n_destroy(&context);
    zsn2n_cancel(nullptr);
    zsn2n_reset(nullptr);
}
