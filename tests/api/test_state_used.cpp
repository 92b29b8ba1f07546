// SPDX-License-Identifier: BSD-2-Clause
// A state loaded into a context that was used goes on as in a fresh one, whatever it saw last.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cmath>
#include <filesystem>
#include <ostream>

#include "frames.h"

namespace {

namespace fs = std::filesystem;

struct Kind {
    const char *name;
    zsn2n_params (*params)(const std::string &);
    const char *options;
    Shape shape;

    friend void PrintTo(const Kind &kind, std::ostream *out) { *out << kind.name; }
};

const Kind kKinds[] = {
    {"video", video_of, "guides=dct:temporal=16", yuv420(161, 143)},
    {"rgb_video", video_of, "guides=dct:temporal=16",
     shape_of(160, 140, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)},
    {"network", params_of, "guides=none:steps=6:warm_steps=2",
     shape_of(150, 140, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)},
    {"network_video", params_of, "guides=none:steps=6:warm_steps=2:temporal=3",
     yuv420(121, 143, ZSN2N_SAMPLE_U16)},
    {"medium", params_of, "steps=6", shape_of(220, 210, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8)},
    {"fast", params_of, "preset=fast", shape_of(120, 110, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32)},
    {"paper", params_of, "preset=paper:steps=4:warm_steps=2",
     shape_of(64, 60, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32)},
};

class LoadedState : public testing::TestWithParam<Kind> {
  protected:
    LoadedState() : params_(GetParam().params(GetParam().options)), shape_(GetParam().shape) {
        std::string pattern = (fs::temp_directory_path() / "zsn2n-loaded-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        path_ = folder_ + "/state";
        Context first(params_);
        next(first, frame(shape_, 1));
        EXPECT_EQ(zsn2n_state_save(first.get(), path_.c_str()), ZSN2N_OK) << first.message();
    }
    ~LoadedState() override { fs::remove_all(folder_); }

    void load(Context &context) {
        ASSERT_EQ(zsn2n_state_load(context.get(), path_.c_str()), ZSN2N_OK) << context.message();
    }
    // Loads into `used` and a fresh context: three frames are the same, the first a later one.
    void expect_as_fresh(Context &used) {
        Context fresh(params_);
        load(fresh);
        load(used);
        expect_same_course(used, fresh, {frame(shape_, 11)});
        EXPECT_EQ(used.stats().warm, 1);
        EXPECT_EQ(used.stats().scene, 0);
        EXPECT_GT(used.stats().noise_sigma, 0.05);
        expect_same_course(used, fresh, {frame(shape_, 12), frame(shape_, 13)});
        EXPECT_EQ(used.stats().warm, 1);
    }

    zsn2n_params params_;
    Shape shape_;
    std::string folder_, path_;
};

TEST_P(LoadedState, AfterTheSameScene) {
    Context used(params_);
    for (int i = 2; i < 6; ++i) next(used, frame(shape_, i));
    expect_as_fresh(used);
}

TEST_P(LoadedState, AfterItsOwnFrames) {
    Context used(params_);
    for (int i = 1; i < 4; ++i) next(used, frame(shape_, i));
    ASSERT_EQ(zsn2n_state_save(used.get(), path_.c_str()), ZSN2N_OK) << used.message();
    expect_as_fresh(used);
}

TEST_P(LoadedState, AfterAnotherScene) {
    Context used(params_);
    for (int i = 2; i < 4; ++i) next(used, other_scene(shape_, i));
    expect_as_fresh(used);
}

TEST_P(LoadedState, AfterAnotherSizeAndFormat) {
    Shape wider = shape_;
    wider.width += 20;
    for (const Shape &other : {wider, shape_of(50, 60, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U16)}) {
        Context used(params_);
        for (int i = 2; i < 4; ++i) next(used, frame(other, i));
        expect_as_fresh(used);
    }
}

TEST_P(LoadedState, AfterCallsThatFailed) {
    CancelAt cancel;
    const zsn2n_callbacks callbacks = cancel.callbacks();
    Context used(params_, &callbacks);
    Picture result(shape_);
    next(used, other_scene(shape_, 2));
    for (const double at : {0.0, 0.5}) {
        cancel.at = at;
        EXPECT_EQ(used.process(frame(shape_, 3), &result), ZSN2N_CANCELLED);
    }
    cancel.at = 2;
    expect_as_fresh(used);
    if (shape_.sample != ZSN2N_SAMPLE_F32) return;
    Picture bad = frame(shape_, 4);
    bad.set(0, 30, 30, NAN);
    EXPECT_EQ(used.process(bad, &result), ZSN2N_INVALID_ARGUMENT);
    expect_as_fresh(used);
}

TEST_P(LoadedState, AfterAFrameThatWasCopied) {
    Context used(params_);
    next(used, frame(shape_, 2));
    zsn2n_params none = params_;
    none.strength = 0;
    ASSERT_EQ(zsn2n_set_params(used.get(), &none), ZSN2N_OK);
    next(used, frame(shape_, 3));
    ASSERT_EQ(zsn2n_set_params(used.get(), &params_), ZSN2N_OK);
    expect_as_fresh(used);
}

TEST_P(LoadedState, AfterResetAndAfterAnotherLoad) {
    Context used(params_);
    next(used, other_scene(shape_, 2));
    zsn2n_reset(used.get());
    expect_as_fresh(used);
    expect_as_fresh(used);
}

// What was learnt on one scene may go on with another: the score is against no image.
TEST_P(LoadedState, GoesOnWithAnySceneAndSize) {
    Context used(params_), fresh(params_);
    next(used, frame(shape_, 2));
    load(used);
    load(fresh);
    Shape other = shape_;
    other.height += 14;
    expect_same_course(used, fresh, {other_scene(other, 11)});
    EXPECT_EQ(used.stats().warm, 1);
    expect_same_course(used, fresh, {other_scene(other, 12), frame(other, 13)});
}

INSTANTIATE_TEST_SUITE_P(Of, LoadedState, testing::ValuesIn(kKinds),
                         [](const auto &kind) { return std::string(kind.param.name); });

}  // namespace
