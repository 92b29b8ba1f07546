// SPDX-License-Identifier: BSD-2-Clause
// An allocation fails, each in turn: the call says so or does without, dst and the warm state are
// as promised, the context goes on, and nothing is lost. And threads cannot be had.
#include <gtest/gtest.h>

#include <cstdio>
#include <functional>

#include "frames.h"
#include "refusals.h"

namespace {

// oneDNN 2.6 ends the process where an allocation fails in dnnl_primitive_create(), so that Halide
// computes here. Every one of the first so many, then fewer and fewer, since most of a call's are
// alike; and the last, when dst is written.
constexpr size_t kEach = 40, kLast = 30;
size_t after(size_t nth) {
    return nth < kEach ? nth + 1 : nth + nth / 10;
}

struct Course {
    const char *name, *options;
    bool video;
    int frames;
};

void PrintTo(const Course &course, std::ostream *out) {
    *out << course.name;
}

zsn2n_params settings_of(const Course &course) {
    const std::string options = std::string(course.options) + ":threads=2:backend=halide";
    return course.video ? video_of(options) : params_of(options);
}

class Allocations : public testing::TestWithParam<Course> {
  protected:
    // Noisy ones.
    static Picture frame_of(int i) { return moving_frame(yuv420(136, 128), i, 0.08); }

    // Processes frame i with those after it.
    static zsn2n_status process(zsn2n_context *context, const std::vector<Picture> &frames,
                                size_t i, const Picture &dst) {
        zsn2n_image images[3];
        const zsn2n_image *next[2];
        int count = 0;
        for (size_t k = i; k < std::min(i + 3, frames.size()); ++k)
            images[k - i] = frames[k].image();
        for (size_t k = i + 1; k < std::min(i + 3, frames.size()); ++k)
            next[count++] = &images[k - i];
        const zsn2n_image to = dst.image();
        return zsn2n_process_ahead(context, &images[0], next, count, &to);
    }
};

TEST_P(Allocations, AnyOneFails) {
    const Course &course = GetParam();
    const zsn2n_params params = settings_of(course);
    std::vector<Picture> frames, expected;
    for (int i = 0; i < course.frames; ++i) frames.push_back(frame_of(i));
    // It keeps the pool, and what is made once in a process.
    Context other(params);
    for (size_t i = 0; i < frames.size(); ++i) {
        expected.emplace_back(frames[i].shape());
        ASSERT_EQ(process(other.get(), frames, i, expected[i]), ZSN2N_OK);
    }
    size_t failed = 0, tried = 0;
    // In the making of a context and in the last frame; how many allocations that has.
    const auto refuse = [&](size_t nth) {
        SCOPED_TRACE(nth);
        ++tried;
        const long blocks = live_blocks();
        zsn2n_context *context = nullptr;
        refuse_allocation(nth);
        zsn2n_status status = zsn2n_create(&context, &params, nullptr);
        end_refusing();
        if (status != ZSN2N_OK) {
            EXPECT_EQ(status, ZSN2N_OUT_OF_MEMORY);
            EXPECT_EQ(context, nullptr);
            EXPECT_EQ(live_blocks(), blocks);
            EXPECT_EQ(zsn2n_create(&context, &params, nullptr), ZSN2N_OK);
        }
        size_t made = 0;
        for (size_t i = 0; i < frames.size(); ++i) {
            Picture result(frames[i].shape());
            const std::vector<uint8_t> before = result.bytes();
            const bool last = i + 1 == frames.size();
            if (last) refuse_allocation(nth);
            status = process(context, frames, i, result);
            if (last) made = end_refusing();
            if (status != ZSN2N_OK) {
                ++failed;
                EXPECT_TRUE(last);
                EXPECT_EQ(status, ZSN2N_OUT_OF_MEMORY) << zsn2n_error_message(context);
                EXPECT_TRUE(result.bytes() == before) << "dst was written";
                EXPECT_EQ(process(context, frames, i, result), ZSN2N_OK);
            }
            EXPECT_TRUE(same_samples(result, expected[i])) << "frame " << i;
        }
        zsn2n_destroy(&context);
        EXPECT_EQ(live_blocks(), blocks);
        return made;
    };
    const size_t made = refuse(0);  // none
    for (size_t nth = 1; nth <= made; nth = after(nth)) {
        refuse(nth);
        ASSERT_FALSE(HasFailure());
    }
    for (size_t nth = made - std::min(made, kLast) + 1; nth <= made; ++nth) {
        refuse(nth);
        ASSERT_FALSE(HasFailure());
    }
    std::fprintf(stderr, "%-12s %4zu of %zu allocations refused, %zu ended the call\n", course.name,
                 tried, made, failed);
    EXPECT_GT(failed, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Courses, Allocations,
    testing::Values(Course{"fast", "preset=fast", false, 1},
                    Course{"medium", "preset=medium:steps=4", false, 1},
                    Course{"slow", "preset=slow:steps=4", false, 1},
                    Course{"paper", "preset=paper:steps=3", false, 1},
                    Course{"network", "guides=none:steps=4:warm_steps=2", true, 2},
                    Course{"video_fast", "preset=fast", true, 3},
                    Course{"video_medium", "preset=medium:steps=4:warm_steps=2", true, 3},
                    Course{"video_slow", "preset=slow:steps=4:warm_steps=2:lookahead=2", true, 3}),
    [](const auto &test) { return std::string(test.param.name); });

TEST(Faults, AllocationsOfFilesAndBlends) {
    const zsn2n_params params = params_of("guides=none:steps=3:threads=2");
    const Picture noisy = moving_frame(yuv420(72, 58), 0, 0.08);
    const std::string path = testing::TempDir() + "zsn2n_faults.state";
    Context context(params);
    Picture denoised(noisy.shape()), blended(noisy.shape());
    ASSERT_EQ(context.process(noisy, &denoised), ZSN2N_OK);
    const zsn2n_stats stats = context.stats();
    const zsn2n_image from = noisy.image(), clean = denoised.image(), to = blended.image();
    const std::function<zsn2n_status()> calls[] = {
        [&] { return zsn2n_state_save(context.get(), path.c_str()); },
        [&] { return zsn2n_state_load(context.get(), path.c_str()); },
        [&] { return zsn2n_blend(&params, &stats, &from, &clean, &to, nullptr, 0); },
        [&] { return zsn2n_set_params(context.get(), &params); },
    };
    for (const auto &call : calls) {
        ASSERT_EQ(call(), ZSN2N_OK);
        for (size_t nth = 1;; ++nth) {
            const long blocks = live_blocks();
            refuse_allocation(nth);
            const zsn2n_status status = call();
            const size_t made = end_refusing();
            ASSERT_TRUE(status == ZSN2N_OK || status == ZSN2N_OUT_OF_MEMORY)
                << nth << " " << zsn2n_status_string(status) << " " << context.message();
            if (status == ZSN2N_OK && made < nth) break;
            ASSERT_EQ(call(), ZSN2N_OK) << nth;
            EXPECT_LE(std::abs(live_blocks() - blocks), 4) << nth;
        }
    }
    std::remove(path.c_str());
}

// Fewer threads than are asked for, down to the caller's own: the same bits.
TEST(Faults, ThreadsCannotBeHad) {
    const zsn2n_params params = params_of("preset=medium:steps=4:threads=4");
    const Picture noisy = moving_frame(yuv420(72, 58), 0, 0.08);
    const Picture expected = denoised(noisy, params);
    for (const int allowed : {0, 1, 2}) {
        allow_threads(allowed);
        Picture result(noisy.shape());
        {
            zsn2n_context *context = nullptr;
            const zsn2n_status status = zsn2n_create(&context, &params, nullptr);
            const zsn2n_image from = noisy.image(), to = result.image();
            ASSERT_EQ(status, ZSN2N_OK);
            EXPECT_EQ(zsn2n_process(context, &from, &to), ZSN2N_OK);
            zsn2n_destroy(&context);
        }
        EXPECT_GT(refused_threads(), 0);
        allow_threads(-1);
        EXPECT_TRUE(same_samples(result, expected)) << allowed;
    }
}

}  // namespace
