// SPDX-License-Identifier: BSD-2-Clause
// The same bits for any number of threads, of every exported function that computes.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <mutex>
#include <ostream>
#include <thread>

#include "frames.h"

namespace {

namespace fs = std::filesystem;

constexpr int kThreads[] = {1, 2, 3, 5};

struct Kind {
    const char *name, *options;
    Shape shape;

    friend void PrintTo(const Kind &kind, std::ostream *out) { *out << kind.name; }
};

Shape with_alpha(Shape shape) {
    shape.alpha = true;
    return shape;
}

const Shape kSmall = shape_of(70, 61, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
const Shape kRgb = shape_of(150, 140, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
const Shape kVideo = yuv420(161, 143);

const Kind kKinds[] = {
    {"medium", "steps=6", kRgb},
    {"medium_detail", "guides=dct:steps=4:detail=0.7:luma=0.8:chroma=0.6", kVideo},
    {"network", "guides=none:steps=5:warm_steps=3", with_alpha(kSmall)},
    {"network_f32", "guides=none:steps=5:warm_steps=3:precision=f32", kSmall},
    {"fast", "preset=fast", with_alpha(kRgb)},
    {"fast_network", "preset=fast:guides=none:steps=5:warm_steps=3", kSmall},
    {"slow", "preset=slow:steps=2", kSmall},
    {"slow_network", "preset=slow:guides=none:steps=3:warm_steps=2", kSmall},
    {"paper", "preset=paper:steps=3:warm_steps=2", kSmall},
    {"averaged", "guides=dct:temporal=16", kVideo},
    {"averaged_rgb", "guides=pilot:temporal=16", kRgb},
    {"averaged_network", "guides=none:steps=3:warm_steps=2:temporal=4", kVideo},
};

class Threads : public testing::TestWithParam<Kind> {
  protected:
    Threads() {
        std::string pattern = (fs::temp_directory_path() / "zsn2n-threads-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
    }
    ~Threads() override { fs::remove_all(folder_); }

    std::string folder_;
};

TEST_P(Threads, DoNotChangeTheBitsOfFramesAndState) {
    struct Outcome {
        std::vector<Picture> frames;
        std::vector<zsn2n_stats> stats;
        std::string state;
    };
    const auto with = [&](int threads) {
        zsn2n_params params = params_of(GetParam().options);
        params.threads = threads;
        Context context(params);
        Outcome outcome;
        for (const Picture &noisy :
             {frame(GetParam().shape, 1), frame(GetParam().shape, 2), frame(GetParam().shape, 3),
              other_scene(GetParam().shape, 4)}) {
            outcome.frames.push_back(next(context, noisy));
            outcome.stats.push_back(context.stats());
        }
        const std::string path = folder_ + "/state";
        EXPECT_EQ(zsn2n_state_save(context.get(), path.c_str()), ZSN2N_OK) << context.message();
        std::ifstream in(path, std::ios::binary);
        outcome.state.assign(std::istreambuf_iterator<char>(in), {});
        return outcome;
    };
    const Outcome one = with(1);
    for (const int threads : {2, 3, 5}) {
        SCOPED_TRACE(std::to_string(threads) + " threads");
        const Outcome more = with(threads);
        for (size_t i = 0; i < one.frames.size(); ++i) {
            SCOPED_TRACE("frame " + std::to_string(i));
            EXPECT_TRUE(same_samples(one.frames[i], more.frames[i]));
            EXPECT_EQ(more.stats[i].threads, threads);
            zsn2n_stats like_one = more.stats[i];
            EXPECT_GE(like_one.memory_bytes, one.stats[i].memory_bytes);
            like_one.memory_bytes = one.stats[i].memory_bytes;
            expect_same_stats(one.stats[i], like_one);
        }
        EXPECT_TRUE(one.state == more.state);
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Threads, testing::ValuesIn(kKinds),
                         [](const auto &kind) { return std::string(kind.param.name); });

// Tall enough for several bands, so that several threads take part.
Shape tall(zsn2n_color color, zsn2n_sample sample) {
    return shape_of(64, 2048, color, sample);
}

TEST(ThreadsOfBlend, do_not_change_the_bits) {
    for (const Shape &shape :
         {tall(ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32), yuv420(64, 2048, ZSN2N_SAMPLE_U16),
          with_alpha(tall(ZSN2N_COLOR_GRAY, ZSN2N_SAMPLE_U8))}) {
        const zsn2n_params plain = params_of("preset=fast:guides=dct");
        Context context(plain);
        const Picture noisy = frame(shape, 1), full = next(context, noisy);
        const zsn2n_stats stats = context.stats();
        for (const char *options : {"detail=0.7", "luma=0.4:chroma=0.9", "strength=0.3:planes=1"}) {
            std::vector<Picture> results;
            for (const int threads : kThreads) {
                zsn2n_params params = params_of(options);
                params.threads = threads;
                results.emplace_back(shape);
                const zsn2n_image from = noisy.image(), whole = full.image();
                const zsn2n_image to = results.back().image();
                char message[200] = "";
                ASSERT_EQ(zsn2n_blend(&params, &stats, &from, &whole, &to, message, sizeof message),
                          ZSN2N_OK)
                    << message;
                EXPECT_TRUE(same_samples(results.front(), results.back())) << options << threads;
            }
        }
    }
}

// Numbers too small for a normal float: a thread that flushes them gives other bits.
TEST(ThreadsOfBlend, do_not_change_the_bits_of_subnormals) {
    const Shape shape = tall(ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    Picture noisy(shape), full(shape), expected(shape);
    for (int p = 0; p < 3; ++p) {
        for (int y = 0; y < shape.height; ++y) {
            for (int x = 0; x < shape.width; ++x) {
                noisy.set(p, x, y, 1e-40);
                full.set(p, x, y, 3e-40);
            }
        }
    }
    const zsn2n_image from = noisy.image(), whole = full.image();
    zsn2n_stats stats{};
    stats.struct_size = sizeof stats;
    const auto blend = [&](int threads, Picture *result) {
        zsn2n_params params = params_of("strength=0.5");
        params.threads = threads;
        const zsn2n_image to = result->image();
        ASSERT_EQ(zsn2n_blend(&params, &stats, &from, &whole, &to, nullptr, 0), ZSN2N_OK);
    };
    blend(1, &expected);
    // Which thread takes which band is another matter each time.
    for (int i = 0; i < 60; ++i) {
        Picture result(shape);
        blend(kThreads[1 + i % 3], &result);
        ASSERT_TRUE(result.bytes() == expected.bytes()) << kThreads[1 + i % 3] << " threads";
    }
}

TEST(ThreadsOfMemory, never_take_less_with_more) {
    for (const Kind &kind : kKinds) {
        const Picture picture(kind.shape);
        uint64_t last = 0;
        for (int threads = 1; threads <= 32; ++threads) {
            zsn2n_params params = params_of(kind.options);
            params.threads = threads;
            const uint64_t bytes = required(params, picture);
            EXPECT_GE(bytes, last) << kind.name << " with " << threads;
            last = bytes;
        }
    }
}

// Two threads with a handle each; one is destroyed and made again while the other runs, and a third
// thread cancels both. They go on until a call was cancelled.
TEST(ThreadsOfHandles, do_not_disturb_each_other) {
    const Kind &kind = kKinds[0];
    zsn2n_params params = params_of(kind.options);
    const Picture noisy = frame(kind.shape, 1), expected = denoised(noisy, params);
    constexpr int kRounds = 6, kMost = 1000;
    std::atomic<bool> done{false};
    std::atomic<zsn2n_context *> running[2] = {};
    std::atomic<int> whole{0}, cancelled{0}, calls{0};
    std::mutex alive;  // a handle that is cancelled must not be gone
    const auto use = [&](int thread, bool anew) {
        auto context = std::make_unique<Context>(params);
        for (int round = 0; round < kRounds || (cancelled == 0 && round < kMost); ++round) {
            if (anew && round > 0) {
                {
                    const std::lock_guard<std::mutex> lock(alive);
                    running[thread] = nullptr;
                }
                context = std::make_unique<Context>(params);
            }
            running[thread] = context->get();
            Picture result(kind.shape);
            zsn2n_reset(context->get());
            ++calls;
            const zsn2n_status status = context->process(noisy, &result);
            if (status == ZSN2N_OK) {
                ++whole;
                EXPECT_TRUE(same_samples(result, expected)) << "thread " << thread;
            } else {
                ++cancelled;
                EXPECT_EQ(status, ZSN2N_CANCELLED) << context->message();
            }
        }
        const std::lock_guard<std::mutex> lock(alive);
        running[thread] = nullptr;
    };
    std::thread first(use, 0, false), second(use, 1, true), third([&] {
        for (int i = 0; !done; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(7 + i % 5 * 40));
            const std::lock_guard<std::mutex> lock(alive);
            if (zsn2n_context *const context = running[i % 2]) zsn2n_cancel(context);
        }
    });
    first.join();
    second.join();
    done = true;
    third.join();
    EXPECT_EQ(whole + cancelled, calls);
    EXPECT_GT(cancelled, 0);
}

}  // namespace
