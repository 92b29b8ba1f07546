// SPDX-License-Identifier: BSD-2-Clause
// The warm state through a file: the same bits as without, and nothing half-read or half-written.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "picture.h"

namespace {

namespace fs = std::filesystem;

class State : public testing::Test {
  protected:
    State() {
        std::string pattern = (fs::temp_directory_path() / "zsn2n-state-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~State() override { fs::remove_all(folder_); }

    std::string path(const std::string &name = "state") const { return folder_ + "/" + name; }
    int files() const {
        return static_cast<int>(std::distance(fs::directory_iterator(folder_), {}));
    }
    std::string read() const {
        std::ifstream in(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    void write(const std::string &bytes) const { std::ofstream(path(), std::ios::binary) << bytes; }
    // A state after one image.
    void make(const Shape &shape, const zsn2n_params &params) const {
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(1);
        Context context(params);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
        ASSERT_EQ(zsn2n_state_save(context.get(), path().c_str()), ZSN2N_OK) << context.message();
    }

    std::string folder_;
};

const Shape kShape = shape_of(150, 140, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);

TEST_F(State, GoesOnWhereItWas) {
    zsn2n_params paper = quick_params();
    paper.preset = ZSN2N_PRESET_PAPER;
    paper.guides = ZSN2N_GUIDES_AUTO;
    for (const Shape &shape : {kShape, yuv420(161, 140)}) {
        for (const zsn2n_params &params : {quick_params(), guided_params(), paper}) {
            Picture first(shape), second(shape), expected(shape), result(shape);
            first.fill_noisy(1);
            second.fill_noisy(2);
            Context context(params), other(params);
            ASSERT_EQ(context.process(first, &result), ZSN2N_OK);
            ASSERT_EQ(zsn2n_state_save(context.get(), path().c_str()), ZSN2N_OK)
                << context.message();
            EXPECT_EQ(files(), 1);
            ASSERT_EQ(context.process(second, &expected), ZSN2N_OK);
            ASSERT_EQ(zsn2n_state_load(other.get(), path().c_str()), ZSN2N_OK) << other.message();
            ASSERT_EQ(other.process(second, &result), ZSN2N_OK);
            EXPECT_EQ(other.stats().warm, 1);
            EXPECT_TRUE(same_samples(expected, result)) << to_text(shape) << params.guides;
        }
    }
}

TEST_F(State, IsOfAnySizeButOfOneColour) {
    make(kShape, quick_params());
    for (const Shape &shape : {shape_of(60, 61, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8),
                               shape_of(60, 61, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8)}) {
        Context context(quick_params());
        ASSERT_EQ(zsn2n_state_load(context.get(), path().c_str()), ZSN2N_OK);
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(3);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
        EXPECT_EQ(context.stats().warm, shape.color == ZSN2N_COLOR_RGB);
    }
}

TEST_F(State, OfOtherSettingsIsRefused) {
    make(kShape, quick_params());
    Context context(guided_params());
    EXPECT_EQ(zsn2n_state_load(context.get(), path().c_str()), ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(context.message().find("guides=none"), std::string::npos) << context.message();
}

TEST_F(State, DamagedIsRefusedAndChangesNothing) {
    make(kShape, quick_params());
    const std::string bytes = read();
    ASSERT_GT(bytes.size(), 1000u);
    std::vector<std::string> bad = {"", "ZSN2NST", "ZSN2NST2" + bytes.substr(8), "GIF89a",
                                    bytes + "x"};
    for (size_t i = 0; i < 200; ++i) {
        bad.push_back(bytes.substr(0, bytes.size() * i / 200));
        std::string flipped = bytes;
        flipped[i < 64 ? i : bytes.size() * i / 200] ^= static_cast<char>(1 << i % 8);
        bad.push_back(flipped);
    }
    Picture first(kShape), second(kShape), expected(kShape), result(kShape);
    first.fill_noisy(4);
    second.fill_noisy(5);
    Context untouched(quick_params()), context(quick_params());
    ASSERT_EQ(untouched.process(first, &result), ZSN2N_OK);
    ASSERT_EQ(context.process(first, &result), ZSN2N_OK);
    for (const std::string &text : bad) {
        write(text);
        EXPECT_EQ(zsn2n_state_load(context.get(), path().c_str()), ZSN2N_INVALID_ARGUMENT);
        EXPECT_NE(context.message().find(path()), std::string::npos);
    }
    ASSERT_EQ(untouched.process(second, &expected), ZSN2N_OK);
    ASSERT_EQ(context.process(second, &result), ZSN2N_OK);
    EXPECT_TRUE(same_samples(expected, result));
}

TEST_F(State, UnwritableLeavesWhatWasThere) {
    Context empty(quick_params());
    EXPECT_EQ(zsn2n_state_save(empty.get(), path().c_str()), ZSN2N_INVALID_ARGUMENT);
    EXPECT_EQ(files(), 0);
    Context context(quick_params());
    Picture noisy(kShape), result(kShape);
    noisy.fill_noisy(6);
    ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK);
    for (const std::string &bad : {path("missing/state"), folder_, std::string("/dev/full")}) {
        EXPECT_EQ(zsn2n_state_save(context.get(), bad.c_str()), ZSN2N_INVALID_ARGUMENT) << bad;
        EXPECT_NE(context.message().find(bad), std::string::npos) << context.message();
    }
    EXPECT_EQ(files(), 0);
    EXPECT_EQ(zsn2n_state_load(context.get(), path("missing").c_str()), ZSN2N_INVALID_ARGUMENT);
}

}  // namespace
