// SPDX-License-Identifier: BSD-2-Clause
// The same bits for any number of threads, on any thread, beside any other context.
#include <gtest/gtest.h>
#include <pthread.h>

#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "picture.h"

namespace {

Picture noisy_of(const Shape &shape, uint64_t seed = 41) {
    Picture picture(shape);
    picture.fill_noisy(seed);
    return picture;
}

using Bytes = std::vector<uint8_t>;

// A first image and a warm one.
std::pair<Bytes, Bytes> two_images(const zsn2n_params &params, const Shape &shape) {
    Context context(params);
    Picture cold(shape), warm(shape);
    EXPECT_EQ(context.process(noisy_of(shape, 41), &cold), ZSN2N_OK) << context.message();
    EXPECT_EQ(context.process(noisy_of(shape, 42), &warm), ZSN2N_OK) << context.message();
    EXPECT_EQ(context.stats().warm, 1);
    EXPECT_EQ(context.stats().threads, params.threads);
    return {cold.bytes(), warm.bytes()};
}

class Determinism : public testing::TestWithParam<std::tuple<const char *, const char *>> {};

std::string name_of(const testing::TestParamInfo<Determinism::ParamType> &info) {
    return std::string(std::get<0>(info.param)) + "_" + std::get<1>(info.param);
}

}  // namespace

TEST_P(Determinism, threads_do_not_change_the_bits) {
    zsn2n_params params = quick_params(10);
    ASSERT_EQ(zsn2n_params_set(&params, "preset", std::get<0>(GetParam()), nullptr, 0), ZSN2N_OK);
    ASSERT_EQ(zsn2n_params_set(&params, "backend", std::get<1>(GetParam()), nullptr, 0), ZSN2N_OK);
    zsn2n_context *probe = nullptr;
    const zsn2n_status status = zsn2n_create(&probe, &params, nullptr);
    zsn2n_destroy(&probe);
#if !ZSN2N_WITH_ONEDNN
    if (status == ZSN2N_UNSUPPORTED) GTEST_SKIP() << "built without oneDNN";
#endif
    ASSERT_EQ(status, ZSN2N_OK);
    for (const Shape &shape :
         {shape_of(70, 61, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32), yuv420(70, 61)}) {
        params.threads = 1;
        const auto expected = two_images(params, shape);
        for (const int threads : {2, 3, 8}) {
            params.threads = threads;
            const auto result = two_images(params, shape);
            EXPECT_EQ(result.first, expected.first) << threads << " threads, " << to_text(shape);
            EXPECT_EQ(result.second, expected.second) << threads << " threads, " << to_text(shape);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Presets, Determinism,
                         testing::Combine(testing::Values("medium", "paper"),
                                          testing::Values("halide", "onednn")),
                         name_of);

TEST(Determinism, two_runs_give_the_same_bits_and_another_seed_others) {
    const Picture noisy = noisy_of(shape_of(40, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32));
    zsn2n_params params = quick_params();
    const Picture first = denoised(noisy, params);
    EXPECT_EQ(first.bytes(), denoised(noisy, params).bytes());
    params.seed = 1;
    EXPECT_FALSE(same_samples(first, denoised(noisy, params)));
}

TEST(Contexts, work_beside_each_other) {
    const Shape shapes[2] = {shape_of(50, 40, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32), yuv420(44, 36)};
    const zsn2n_params params = quick_params(20);
    std::vector<Bytes> alone, together(2);
    for (const Shape &shape : shapes) alone.push_back(denoised(noisy_of(shape), params).bytes());
    for (int round = 0; round < 3; ++round) {
        std::vector<std::thread> threads;
        for (int i = 0; i < 2; ++i) {
            threads.emplace_back(
                [&, i] { together[i] = denoised(noisy_of(shapes[i]), params).bytes(); });
        }
        for (std::thread &thread : threads) thread.join();
        EXPECT_EQ(together, alone);
    }
}

TEST(Contexts, may_wander_from_thread_to_thread) {
    const Shape shape = shape_of(40, 30, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    const zsn2n_params params = quick_params();
    const auto expected = two_images(params, shape);
    zsn2n_context *context = nullptr;
    Picture cold(shape), warm(shape);
    const auto process = [&](const Picture &noisy, Picture *result) {
        const zsn2n_image src = noisy.image(), dst = result->image();
        EXPECT_EQ(zsn2n_process(context, &src, &dst), ZSN2N_OK);
    };
    const auto elsewhere = [](auto &&work) { std::thread(work).join(); };
    elsewhere([&] { EXPECT_EQ(zsn2n_create(&context, &params, nullptr), ZSN2N_OK); });
    elsewhere([&] { process(noisy_of(shape, 41), &cold); });
    elsewhere([&] { process(noisy_of(shape, 42), &warm); });
    elsewhere([&] { zsn2n_destroy(&context); });
    EXPECT_EQ(context, nullptr);
    EXPECT_EQ(cold.bytes(), expected.first);
    EXPECT_EQ(warm.bytes(), expected.second);
}

// A system that gives no threads (of stacks so large none is given) gets the same work done.
TEST(Determinism, without_the_threads_that_were_asked_for) {
    const Shape shape = shape_of(90, 70, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    zsn2n_params params = guided_params(3);
    const Bytes expected = denoised(noisy_of(shape), params).bytes();
    pthread_attr_t usual, endless;
    ASSERT_EQ(pthread_getattr_default_np(&usual), 0);
    ASSERT_EQ(pthread_attr_init(&endless), 0);
    ASSERT_EQ(pthread_attr_setstacksize(&endless, size_t{1} << 47), 0);
    ASSERT_EQ(pthread_setattr_default_np(&endless), 0);
    params.threads = 64;
    EXPECT_EQ(denoised(noisy_of(shape), params).bytes(), expected);
    pthread_setattr_default_np(&usual);
}
