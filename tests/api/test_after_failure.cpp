// SPDX-License-Identifier: BSD-2-Clause
// A call that fails, copies, or comes between other settings leaves the frames after it as they are
// without it.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>

#include "frames.h"

namespace {

struct Kind {
    const char *name, *options;
    Shape shape;

    friend void PrintTo(const Kind &kind, std::ostream *out) { *out << kind.name; }
};

const Shape kSmall = shape_of(64, 60, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
const Shape kRgb = shape_of(110, 100, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
const Shape kTall = shape_of(50, 700, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32);

const Kind kKinds[] = {
    {"network", "guides=none:steps=6:warm_steps=3", kSmall},
    {"network_averaged", "guides=none:steps=6:warm_steps=3:temporal=16",
     yuv420(90, 80, ZSN2N_SAMPLE_F32)},
    {"medium", "steps=20", kRgb},
    {"dct", "guides=dct:steps=20", yuv420(120, 90, ZSN2N_SAMPLE_F32)},
    {"averaged", "guides=dct:temporal=16", yuv420(120, 90, ZSN2N_SAMPLE_F32)},
    {"averaged_rgb", "guides=pilot:temporal=16", kRgb},
    {"fast", "preset=fast", kRgb},
    {"fast_network", "preset=fast:guides=none:steps=6:warm_steps=3", kSmall},
    {"slow", "preset=slow:steps=3", kRgb},
    {"slow_network", "preset=slow:guides=none:steps=4:warm_steps=2", kSmall},
    {"paper", "preset=paper:steps=4:warm_steps=3", kSmall},
    {"strips", "guides=none:steps=4:warm_steps=3:memory_cap=1", kTall},
    {"strips_fast", "preset=fast:guides=dct:memory_cap=1", kTall},
};

class After : public testing::TestWithParam<Kind> {
  protected:
    After() : params_(params_of(GetParam().options)), shape_(GetParam().shape) {
        if (params_.memory_cap) params_.memory_cap = required(params_, frame(shape_, 0), 1);
    }

    // Between frames 1 and 2, before the first, and after another scene's, `disturb` changes
    // nothing: neither bits nor stats.
    void expect_unharmed(const std::function<void(Context &)> &disturb) {
        const zsn2n_callbacks callbacks = cancel_.callbacks();
        Context calm(params_), disturbed(params_, &callbacks);
        disturb(disturbed);
        for (int i = 1; i < 4; ++i) {
            expect_same_course(disturbed, calm, {frame(shape_, i)});
            const zsn2n_stats before = disturbed.stats();
            disturb(disturbed);
            expect_same_stats(disturbed.stats(), before);
        }
        expect_same_course(disturbed, calm, {other_scene(shape_, 4)});
        disturb(disturbed);
        expect_same_course(disturbed, calm, {other_scene(shape_, 5), frame(shape_, 6)});
    }
    void expect_failure(Context &context, const Picture &noisy, zsn2n_status status) {
        Picture result(noisy.shape());
        const auto before = result.bytes();
        EXPECT_EQ(context.process(noisy, &result), status) << context.message();
        if (status != ZSN2N_CANCELLED || !params_.memory_cap) {
            EXPECT_TRUE(result.bytes() == before);
        }
    }
    void set(Context &context, const zsn2n_params &params) {
        ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK) << context.message();
    }

    CancelAt cancel_;
    zsn2n_params params_;
    Shape shape_;
};

TEST_P(After, ASampleThatIsNoNumber) {
    expect_unharmed([&](Context &context) {
        Picture bad = frame(shape_, 50);
        bad.set(bad.planes() - 1, 20, 25, NAN);
        expect_failure(context, bad, ZSN2N_INVALID_ARGUMENT);
    });
}

TEST_P(After, ACancelAtAnyFraction) {
    uint64_t turn = 0;
    expect_unharmed([&](Context &context) {
        for (int i = 0; i < 2; ++i) {
            // Strips are told of one by one, the first before anything is written; short calls
            // tell little more than that.
            cancel_.at = (params_.memory_cap ? 0.01 : 0.6) * uniform(5, turn++);
            // Of its own scene, and of another, which would have been begun afresh.
            expect_failure(context, i ? other_scene(shape_, 51) : frame(shape_, 51),
                           ZSN2N_CANCELLED);
        }
        cancel_.at = 2;
    });
}

TEST_P(After, ACapThatIsTooLow) {
    zsn2n_params capped = params_;
    capped.memory_cap = 1000;
    expect_unharmed([&](Context &context) {
        set(context, capped);
        expect_failure(context, frame(shape_, 52), ZSN2N_OUT_OF_MEMORY);
        set(context, params_);
    });
}

TEST_P(After, ImagesOfAnotherShapeThatFail) {
    expect_unharmed([&](Context &context) {
        Picture bad = frame(shape_of(40, 30, ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_F32), 53);
        bad.set(0, 39, 29, INFINITY);
        expect_failure(context, bad, ZSN2N_INVALID_ARGUMENT);
        zsn2n_image small = bad.image();
        small.width = 2;
        EXPECT_EQ(zsn2n_process(context.get(), &small, &small), ZSN2N_INVALID_ARGUMENT);
        cancel_.at = 0;
        bad.set(0, 39, 29, 0.5);
        Picture result(bad.shape());
        EXPECT_EQ(context.process(bad, &result), ZSN2N_CANCELLED);
        cancel_.at = 2;
    });
}

TEST_P(After, SettingsThatAreRefused) {
    zsn2n_params bad = params_;
    bad.strength = 2;
    expect_unharmed([&](Context &context) {
        EXPECT_EQ(zsn2n_set_params(context.get(), &bad), ZSN2N_INVALID_ARGUMENT);
        EXPECT_EQ(zsn2n_state_load(context.get(), "/dev/null"), ZSN2N_INVALID_ARGUMENT);
    });
}

// What is copied is not looked at: scores go on against the frame before, with its noise.
TEST_P(After, AFrameThatIsCopied) {
    zsn2n_params none = params_;
    none.strength = 0;
    Context calm(params_), disturbed(params_);
    for (int i = 1; i < 4; ++i) {
        set(disturbed, none);
        const Picture noisy = frame(shape_, 60 + i);
        EXPECT_TRUE(same_samples(noisy, next(disturbed, noisy)));
        set(disturbed, params_);
        expect_same_course(disturbed, calm, {frame(shape_, i)});
        EXPECT_EQ(disturbed.stats().warm, i > 1);
    }
    set(disturbed, none);
    next(disturbed, other_scene(shape_, 4));
    set(disturbed, params_);
    expect_same_course(disturbed, calm, {other_scene(shape_, 5), other_scene(shape_, 6)});
}

TEST_P(After, OtherThreads) {
    Context calm(params_), changing(params_);
    int i = 0;
    for (const int threads : {1, 5, 2, 3}) {
        zsn2n_params params = params_;
        params.threads = threads;
        if (params.memory_cap) params.memory_cap = required(params, frame(shape_, 0), 1);
        set(changing, params);
        const Picture noisy = frame(shape_, ++i);
        EXPECT_TRUE(same_samples(next(changing, noisy), next(calm, noisy))) << threads;
        EXPECT_EQ(changing.stats().threads, threads);
        EXPECT_EQ(changing.stats().warm, i > 1);
        EXPECT_EQ(changing.stats().loss, calm.stats().loss);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, After, testing::ValuesIn(kKinds),
                         [](const auto &kind) { return std::string(kind.param.name); });

}  // namespace
