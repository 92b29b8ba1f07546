// SPDX-License-Identifier: BSD-2-Clause
// State files that are wrong: each is refused, and the context goes on as if it had not been tried.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <utility>

#include "frames.h"

namespace {

namespace fs = std::filesystem;

uint64_t fnv1a(const std::string &bytes) {
    uint64_t hash = 0xcbf29ce484222325;
    for (const char byte : bytes) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    }
    return hash;
}

template <typename Number>
std::string raw(Number number) {
    return {reinterpret_cast<const char *>(&number), sizeof number};
}

// A file's parts, as the engine writes them.
struct StateFile {
    struct Group {
        int32_t planes, in, out;
        float trust;
        uint64_t steps, parameters, moments;
        std::vector<float> values;  // parameters, then moments
    };
    std::string magic;
    int32_t color, shift_x, shift_y, preset, guides, count;
    std::vector<Group> groups;
    std::string rest;

    explicit StateFile(const std::string &bytes) {
        const char *at = bytes.data();
        const auto take = [&](auto &number) {
            std::memcpy(&number, at, sizeof number);
            at += sizeof number;
        };
        magic.assign(at, 8);
        at += 8;
        for (int32_t *number : {&color, &shift_x, &shift_y, &preset, &guides, &count}) {
            take(*number);
        }
        for (int i = 0; i < count; ++i) {
            Group group;
            for (int32_t *number : {&group.planes, &group.in, &group.out}) take(*number);
            take(group.trust);
            for (uint64_t *number : {&group.steps, &group.parameters, &group.moments}) {
                take(*number);
            }
            group.values.resize(group.parameters + group.moments);
            for (float &value : group.values) take(value);
            groups.push_back(group);
        }
    }

    std::string bytes() const {
        std::string bytes = magic;
        for (const int32_t number : {color, shift_x, shift_y, preset, guides, count}) {
            bytes += raw(number);
        }
        for (const Group &group : groups) {
            bytes += raw(group.planes) + raw(group.in) + raw(group.out) + raw(group.trust) +
                     raw(group.steps) + raw(group.parameters) + raw(group.moments);
            for (const float value : group.values) bytes += raw(value);
        }
        bytes += rest;
        return bytes + raw(fnv1a(bytes));
    }
};

using Change = std::function<void(StateFile &)>;

struct Damage {
    const char *what;
    Change change;
};

StateFile::Group &first(StateFile &file) {
    return file.groups.front();
}

void keep_values(StateFile::Group &group, bool parameters, bool moments) {
    std::vector<float> kept;
    const auto middle = group.values.begin() + static_cast<ptrdiff_t>(group.parameters);
    if (parameters) kept.insert(kept.end(), group.values.begin(), middle);
    if (moments) kept.insert(kept.end(), middle, group.values.end());
    group.values = kept;
    if (!parameters) group.parameters = 0;
    if (!moments) group.moments = 0;
}

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Wrong for a file of any settings.
const Damage kDamages[] = {
    {"another version", [](StateFile &file) { file.magic[7] = '0'; }},
    {"no group where one is", [](StateFile &file) { file.count = 0; }},
    {"a group more than there are", [](StateFile &file) { ++file.count; }},
    {"more groups than an image has planes",
     [](StateFile &file) { file.count = std::numeric_limits<int32_t>::max(); }},
    {"a negative count", [](StateFile &file) { file.count = -1; }},
    {"a negative count and no group",
     [](StateFile &file) {
         file.count = -1;
         file.groups.clear();
     }},
    {"something behind the last group", [](StateFile &file) { file.rest = "more"; }},
    {"an unknown colour", [](StateFile &file) { file.color = 3; }},
    {"a negative colour", [](StateFile &file) { file.color = -1; }},
    {"a shift that no image has", [](StateFile &file) { file.shift_x = 3; }},
    {"a negative shift", [](StateFile &file) { file.shift_y = -1; }},
    {"an unknown preset", [](StateFile &file) { file.preset = 77; }},
    {"negative guides", [](StateFile &file) { file.guides = -1; }},
    {"a group of no plane", [](StateFile &file) { first(file).planes = 0; }},
    {"an unknown plane beside the others", [](StateFile &file) { first(file).planes |= 8; }},
    {"an unknown high plane", [](StateFile &file) { first(file).planes |= 1 << 30; }},
    {"negative planes", [](StateFile &file) { first(file).planes = -1; }},
    {"a group twice",
     [](StateFile &file) {
         ++file.count;
         file.groups.push_back(first(file));
     }},
    {"four outputs", [](StateFile &file) { first(file).out = 4; }},
    {"no output", [](StateFile &file) { first(file).out = 0; }},
    {"negative outputs", [](StateFile &file) { first(file).out = -3; }},
    {"inputs that do not match", [](StateFile &file) { ++first(file).in; }},
    {"negative inputs", [](StateFile &file) { first(file).in = -first(file).in; }},
    {"inputs past any integer", [](StateFile &file) { first(file).in = 1 << 30; }},
    {"trust that is no number", [](StateFile &file) { first(file).trust = kNan; }},
    {"infinite trust", [](StateFile &file) { first(file).trust = kInfinity; }},
    {"negative trust", [](StateFile &file) { first(file).trust = -0.5f; }},
    {"trust above 1", [](StateFile &file) { first(file).trust = 1.5f; }},
    {"a parameter less than there are", [](StateFile &file) { --first(file).parameters; }},
    {"parameters past the end",
     [](StateFile &file) { first(file).parameters = uint64_t{1} << 40; }},
    {"parameters past any size",
     [](StateFile &file) { first(file).parameters = std::numeric_limits<uint64_t>::max() / 4; }},
    {"moments past any size",
     [](StateFile &file) { first(file).moments = std::numeric_limits<uint64_t>::max(); }},
};

// Wrong where the network was trained.
const Damage kDamagesOfTrained[] = {
    {"no parameters but moments", [](StateFile &file) { keep_values(first(file), false, true); }},
    {"parameters but no moments", [](StateFile &file) { keep_values(first(file), true, false); }},
    {"a trusted network without parameters and moments",
     [](StateFile &file) {
         keep_values(first(file), false, false);
         first(file).trust = 1;
     }},
    {"a parameter that is no number", [](StateFile &file) { first(file).values[3] = kNan; }},
    {"an infinite moment", [](StateFile &file) { first(file).values.back() = -kInfinity; }},
};

class StateFiles : public testing::Test {
  protected:
    StateFiles() {
        std::string pattern = (fs::temp_directory_path() / "zsn2n-files-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        path_ = folder_ + "/state";
    }
    ~StateFiles() override { fs::remove_all(folder_); }

    // Saves the state after the first frame of one scene.
    std::string saved(const zsn2n_params &params, const Shape &shape) {
        Context context(params);
        next(context, frame(shape, 1));
        EXPECT_EQ(zsn2n_state_save(context.get(), path_.c_str()), ZSN2N_OK) << context.message();
        std::ifstream in(path_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    zsn2n_status load(Context &context, const std::string &bytes) {
        std::ofstream(path_, std::ios::binary) << bytes;
        return zsn2n_state_load(context.get(), path_.c_str());
    }
    void expect_refused(Context &context, const std::string &bytes, const std::string &what) {
        EXPECT_EQ(load(context, bytes), ZSN2N_INVALID_ARGUMENT) << what;
        EXPECT_NE(context.message().find(path_), std::string::npos) << what;
    }
    // Tries all of them on a context between two frames, which knows nothing of it.
    void expect_all_refused(const zsn2n_params &params, const Shape &shape,
                            const std::vector<Damage> &damages) {
        const std::string bytes = saved(params, shape);
        StateFile file(bytes);
        ASSERT_EQ(file.bytes(), bytes) << "the file is made otherwise";
        Context tried(params), untouched(params);
        expect_same_course(tried, untouched, {frame(shape, 2)});
        for (const Damage &damage : damages) {
            StateFile damaged = file;
            damage.change(damaged);
            expect_refused(tried, damaged.bytes(), damage.what);
        }
        if (HasFailure()) return;  // what was taken instead may crash
        expect_same_course(tried, untouched, {frame(shape, 3), frame(shape, 4)});
        Context fresh(params);
        EXPECT_EQ(load(fresh, bytes), ZSN2N_OK) << fresh.message();
    }

    std::string folder_, path_;
};

std::vector<Damage> all_damages() {
    std::vector<Damage> all(std::begin(kDamages), std::end(kDamages));
    all.insert(all.end(), std::begin(kDamagesOfTrained), std::end(kDamagesOfTrained));
    return all;
}

const Shape kSmall = shape_of(32, 30, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);
constexpr const char *kNetwork = "guides=none:steps=2:warm_steps=2";

TEST_F(StateFiles, DamagedAreRefusedByTheNetworkAlone) {
    expect_all_refused(params_of(kNetwork), shape_of(32, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32),
                       all_damages());
    expect_all_refused(params_of(kNetwork), yuv420(40, 36), all_damages());
}

TEST_F(StateFiles, DamagedAreRefusedByTheNetworkThatCorrects) {
    expect_all_refused(params_of("steps=3"), shape_of(150, 140, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8),
                       all_damages());
}

TEST_F(StateFiles, DamagedAreRefusedByThePublishedMethod) {
    expect_all_refused(params_of("preset=paper:steps=2:warm_steps=1"), kSmall, all_damages());
}

// Nothing is trained: there are no parameters.
TEST_F(StateFiles, DamagedAreRefusedByThePilotAlone) {
    std::vector<Damage> damages = {
        {"trust in no network", [](StateFile &file) { first(file).trust = 1; }}};
    for (const Damage &damage : kDamages) {
        if (std::string(damage.what) != "a parameter less than there are")
            damages.push_back(damage);
    }
    expect_all_refused(params_of("preset=fast"), kSmall, damages);
    expect_all_refused(video_of("guides=dct:temporal=16"), yuv420(40, 36), damages);
}

// 80 bytes, and a checksum that is right: a network without a guide and without parameters.
TEST_F(StateFiles, NetworkOfNothingIsRefused) {
    const zsn2n_params params = params_of(kNetwork);
    const Shape shape = shape_of(32, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    StateFile file(saved(params, shape));
    first(file).trust = 0;
    first(file).steps = 5;
    keep_values(first(file), false, false);
    ASSERT_EQ(file.bytes().size(), 80u);
    Context context(params);
    expect_refused(context, file.bytes(), "nothing in it");
    if (!HasFailure()) next(context, frame(shape, 1));
}

TEST_F(StateFiles, CutShortAreRefused) {
    const zsn2n_params params = params_of(kNetwork);
    const std::string bytes = saved(params, kSmall);
    Context tried(params), untouched(params);
    expect_same_course(tried, untouched, {frame(kSmall, 2)});
    for (size_t size = 0; size < bytes.size(); size += size < 100 ? 1 : bytes.size() / 97) {
        const std::string cut = bytes.substr(0, size);
        expect_refused(tried, cut, "cut at " + std::to_string(size));
        if (size >= 8) {
            expect_refused(tried, cut + raw(fnv1a(cut)), "checksum at " + std::to_string(size));
        }
    }
    expect_same_course(tried, untouched, {frame(kSmall, 3), frame(kSmall, 4)});
}

TEST_F(StateFiles, FlippedBitsAreRefused) {
    const zsn2n_params params = params_of(kNetwork);
    const std::string bytes = saved(params, kSmall);
    Context tried(params), untouched(params);
    expect_same_course(tried, untouched, {frame(kSmall, 2)});
    for (size_t i = 0; i < 400; ++i) {
        const size_t at = i < 100 ? i : bytes.size() - 1 - (i - 100) * (bytes.size() / 301);
        std::string flipped = bytes;
        flipped[at] ^= static_cast<char>(1 << i % 8);
        expect_refused(tried, flipped, "bit of byte " + std::to_string(at));
    }
    expect_same_course(tried, untouched, {frame(kSmall, 3), frame(kSmall, 4)});
}

// Other numbers may be taken, as they may be anybody's weights: then the result is finite, or the
// call fails and leaves dst alone.
void expect_no_harm(Context &context, const Shape &shape, const std::string &what) {
    for (int i = 5; i < 7; ++i) {
        Picture result(shape);
        const auto before = result.bytes();
        if (context.process(frame(shape, i), &result) == ZSN2N_OK) {
            EXPECT_TRUE(finite(result)) << what << ", frame " << i;
        } else {
            EXPECT_TRUE(result.bytes() == before) << what << ", frame " << i;
        }
    }
}

// Room for a lesson of the network that corrects a pilot.
const Shape kCorrected = shape_of(100, 90, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);

const std::pair<const char *, Shape> kTrained[] = {
    {kNetwork, kSmall},
    {"preset=paper:steps=2:warm_steps=2", kSmall},
    {"guides=dct:steps=3", kCorrected},
};

TEST_F(StateFiles, FlippedBitsUnderARightChecksumDoNoHarm) {
    for (const auto &[options, shape] : kTrained) {
        const zsn2n_params params = params_of(options);
        StateFile file(saved(params, shape));
        first(file).trust = 1;
        const std::string bytes = file.bytes();
        Context context(params);
        int loaded = 0;
        constexpr int kTries = 150;
        for (int i = 0; i < kTries; ++i) {
            const auto pick = static_cast<uint64_t>(1e6 * uniform(17, i));
            std::string flipped = bytes.substr(0, bytes.size() - 8);
            // The header's bytes first, then floats' signs and exponents, which matter most.
            const size_t at = i < 60 ? 8 + i : (pick % ((flipped.size() - 72) / 4)) * 4 + 75;
            flipped[at] ^= static_cast<char>(i % 4 == 3 ? 0x40 : 1 << pick % 8);
            if (load(context, flipped + raw(fnv1a(flipped))) != ZSN2N_OK) continue;
            ++loaded;
            expect_no_harm(context, shape, "bit of byte " + std::to_string(at));
        }
        EXPECT_GT(loaded, kTries / 4);
        ASSERT_EQ(load(context, bytes), ZSN2N_OK) << context.message();
        EXPECT_TRUE(finite(next(context, frame(shape, 9)))) << options;
    }
}

// The largest floats everywhere: finite themselves, nothing that is computed with them is.
TEST_F(StateFiles, HugeNumbersDoNoHarm) {
    for (const auto &[options, shape] : kTrained) {
        const zsn2n_params params = params_of(options);
        const std::string bytes = saved(params, shape);
        Context context(params);
        for (const float value : {3e38f, -3e38f, -1.0f}) {
            StateFile huge(bytes);
            first(huge).trust = 1;
            for (float &number : first(huge).values) number = value;
            if (load(context, huge.bytes()) == ZSN2N_OK) {
                expect_no_harm(context, shape, std::string(options) + " " + std::to_string(value));
            }
        }
        ASSERT_EQ(load(context, bytes), ZSN2N_OK) << context.message();
        EXPECT_TRUE(finite(next(context, frame(shape, 9)))) << options;
    }
}

TEST_F(StateFiles, WhatIsNoFileIsRefused) {
    Context context(params_of(kNetwork));
    for (const char *path : {"/dev/zero", "/dev/null", "/proc/self", "", "/dev/urandom"}) {
        EXPECT_EQ(zsn2n_state_load(context.get(), path), ZSN2N_INVALID_ARGUMENT) << path;
    }
    next(context, frame(kSmall, 1));
}

}  // namespace
