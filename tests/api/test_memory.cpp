// SPDX-License-Identifier: BSD-2-Clause
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "picture.h"

namespace {

// Anonymous memory of this process that is in use, bytes.
uint64_t resident() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("RssAnon:", 0) == 0) return 1024 * std::stoull(line.substr(8));
    }
    return 0;
}

// How much more of it there was at any time during a call than before.
uint64_t growth(const std::function<void()> &call) {
    const uint64_t before = resident();
    std::atomic<bool> done{false};
    uint64_t peak = 0;
    std::thread watch([&] {
        while (!done) {
            peak = std::max(peak, resident());
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
    call();
    done = true;
    watch.join();
    return peak - std::min(peak, before);
}

struct MemoryCase {
    const char *name;
    int images;
    void (*change)(zsn2n_params &params);
    bool capped;  // to half of what it takes
};

// In a process of its own, whose end it is: 0 where what was said is what was held.
[[noreturn]] void compare_memory(const MemoryCase &how) {
    const Shape shape = shape_of(2000, 1500, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    Picture noisy(shape), result(shape);
    noisy.fill_noisy(63);
    const zsn2n_image image = noisy.image();
    zsn2n_params params;
    zsn2n_params_default(&params);
    params.threads = 2;
    params.steps = 4;
    how.change(params);
    if (how.capped) params.memory_cap = zsn2n_memory_required(&params, &image) / 2;
    Context context(params);
    uint64_t said = 0;
    const uint64_t grown = growth([&] {
        for (int i = 0; i < how.images; ++i) {
            const zsn2n_image *const next[] = {&image, &image};
            const zsn2n_image dst = result.image();
            const int count = std::min(how.images - 1 - i, 2);
            if (zsn2n_process_ahead(context.get(), &image, next, count, &dst) != ZSN2N_OK)
                std::exit(2);
            said = std::max(said, context.stats().memory_bytes);
        }
    });
    std::fprintf(stderr, "%s: said %.1f MB, grown by %.1f MB\n", how.name,
                 static_cast<double>(said) / 1e6, static_cast<double>(grown) / 1e6);
    // Stacks and the heap's own come on top.
    const double share = static_cast<double>(grown) / static_cast<double>(said);
    std::exit(share >= 0.7 && share <= 1.05 ? 0 : 1);
}

class MemoryTruth : public testing::TestWithParam<MemoryCase> {};

TEST_P(MemoryTruth, what_is_said_is_what_is_held) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers hold memory of their own";
#endif
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(compare_memory(GetParam()), testing::ExitedWithCode(0), "said");
}

INSTANTIATE_TEST_SUITE_P(
    Ways, MemoryTruth,
    testing::Values(MemoryCase{"pilot_and_network", 1, [](zsn2n_params &) {}, false},
                    MemoryCase{"pilot", 1,
                               [](zsn2n_params &params) {
                                   params.preset = ZSN2N_PRESET_FAST;
                                   params.steps = 0;
                               },
                               false},
                    MemoryCase{"network", 1,
                               [](zsn2n_params &params) { params.guides = ZSN2N_GUIDES_NONE; },
                               false},
                    MemoryCase{"video", 3,
                               [](zsn2n_params &params) {
                                   params.video = 1;
                                   params.temporal = 16;
                               },
                               false},
                    MemoryCase{"lookahead", 3,
                               [](zsn2n_params &params) {
                                   params.video = 1;
                                   params.lookahead = 2;
                               },
                               false},
                    MemoryCase{"strips", 1, [](zsn2n_params &) {}, true}),
    [](const auto &test) { return std::string(test.param.name); });

}  // namespace

TEST(MemoryRequired, grows_with_the_image_and_bounds_what_was_held) {
    uint64_t last = 0;
    for (const int side : {16, 64, 256}) {
        const Shape shape = shape_of(side, side, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(61);
        const zsn2n_image image = noisy.image();
        const zsn2n_params params = quick_params(1);
        const uint64_t required = zsn2n_memory_required(&params, &image);
        EXPECT_GT(required, last) << side;
        last = required;
        Context context(params);
        ASSERT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
        EXPECT_LE(context.stats().memory_bytes, required) << side;
    }
}

TEST(MemoryRequired, is_zero_for_what_is_not_taken) {
    zsn2n_params params = quick_params();
    zsn2n_image image;
    zsn2n_image_init(&image, 3, 5000, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    EXPECT_EQ(zsn2n_memory_required(&params, &image), 0u);
    zsn2n_image_init(&image, 64, 64, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
    EXPECT_GT(zsn2n_memory_required(&params, &image), 0u);
    EXPECT_EQ(zsn2n_memory_required(nullptr, &image), 0u);
    EXPECT_EQ(zsn2n_memory_required(&params, nullptr), 0u);
}

TEST(MemoryCap, too_small_is_refused_in_words) {
    for (const int preset :
         {ZSN2N_PRESET_MEDIUM, ZSN2N_PRESET_PAPER, ZSN2N_PRESET_FAST, ZSN2N_PRESET_SLOW}) {
        const Shape shape = shape_of(128, 128, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_U8);
        Picture noisy(shape), result(shape);
        noisy.fill_noisy(62);
        const auto before = result.bytes();
        zsn2n_params params = quick_params(1);
        params.preset = preset;
        params.memory_cap = 1024;
        Context context(params);
        EXPECT_EQ(context.process(noisy, &result), ZSN2N_OUT_OF_MEMORY);
        EXPECT_NE(context.message().find("memory_cap"), std::string::npos) << context.message();
        EXPECT_EQ(result.bytes(), before);
        const zsn2n_image image = noisy.image();
        params.memory_cap = zsn2n_memory_required(&params, &image);
        ASSERT_EQ(zsn2n_set_params(context.get(), &params), ZSN2N_OK) << context.message();
        EXPECT_EQ(context.process(noisy, &result), ZSN2N_OK) << context.message();
    }
}

// Nothing is allocated before the size is known to fit.
TEST(MemoryCap, a_huge_image_in_place_is_refused_at_once) {
    zsn2n_image image;
    zsn2n_image_init(&image, 65535, 65535, ZSN2N_COLOR_RGB, ZSN2N_SAMPLE_F32);
    static float pixel[3];  // what an engine that looked past the size would run off
    for (int i = 0; i < 3; ++i) image.plane[i] = {&pixel[i], 65535 * 4, 4};
    zsn2n_image dst = image;
    zsn2n_params params = quick_params(1);
    EXPECT_GT(zsn2n_memory_required(&params, &image), uint64_t{1} << 35);
    params.memory_cap = uint64_t{1} << 30;
    EXPECT_LE(zsn2n_memory_required(&params, &image), params.memory_cap);  // in strips
    Context context(params);
    EXPECT_EQ(zsn2n_process(context.get(), &image, &dst), ZSN2N_OUT_OF_MEMORY);
    EXPECT_NE(context.message().find("memory_cap"), std::string::npos) << context.message();
}
