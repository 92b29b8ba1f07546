// SPDX-License-Identifier: BSD-2-Clause
// Progress and cancel of what is run by default, at 12 megapixels and in video: never silent for
// 0.2 s, and even. The best of three tries counts.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <ostream>
#include <thread>

#include "frames.h"
#include "promise.h"

namespace {

// Interleaved RGB of 8 bits, or planes of 4:2:0, without Picture's record of padding.
struct Frame {
    std::vector<uint8_t> samples;
    zsn2n_image image;

    Frame(int width, int height, bool yuv) {
        const size_t pixels = static_cast<size_t>(width) * height;
        samples.resize(yuv ? pixels * 3 / 2 : pixels * 3);
        zsn2n_image_init(&image, width, height, yuv ? ZSN2N_COLOR_YUV : ZSN2N_COLOR_RGB,
                         ZSN2N_SAMPLE_U8);
        uint8_t *at = samples.data();
        if (!yuv) {
            for (zsn2n_plane &plane : image.plane) plane = {at++, 3 * width, 3};
            return;
        }
        image.chroma_shift_x = image.chroma_shift_y = 1;
        image.plane[0] = {at, width, 1};
        image.plane[1] = {at + pixels, width / 2, 1};
        image.plane[2] = {at + pixels / 4 * 5, width / 2, 1};
    }
    void fill(uint64_t seed) {
        const size_t row = samples.size() / image.height;
        for (size_t i = 0; i < samples.size(); ++i) {
            const size_t x = i % row, y = i / row;
            const int scene = 90 + static_cast<int>((x / 150 + y / 50) % 2) * 40 +
                              static_cast<int>((x / 7 + y / 3) % 16);
            samples[i] = static_cast<uint8_t>(scene + static_cast<int>(30 * uniform(seed, i)));
        }
    }
};

struct Kind {
    const char *name, *options;
    int width, height;
    bool video, strips;
    // Long enough for its progress to be held to a straight line.
    bool even;

    friend void PrintTo(const Kind &kind, std::ostream *out) { *out << kind.name; }
    zsn2n_params params(const Frame &frame) const {
        zsn2n_params params = video ? video_of(options) : params_of(options);
        params.threads = kThreads;
        if (!strips) return params;
        const uint64_t whole = zsn2n_memory_required(&params, &frame.image);
        params.memory_cap = whole / 2;
        EXPECT_LE(zsn2n_memory_required(&params, &frame.image), params.memory_cap);
        return params;
    }
};

struct Report {
    double fraction;
    Moment moment;
};

// All reports of one call, its start and its end among them.
struct Watch {
    clockid_t caller = clock_of_this_thread();
    std::vector<Report> reports;
    std::atomic<int> count{0};

    zsn2n_callbacks callbacks() { return {this, nullptr, take}; }
    static int take(void *user, double fraction) {
        auto *self = static_cast<Watch *>(user);
        self->add(fraction);
        self->count = static_cast<int>(self->reports.size());
        return 0;
    }
    void add(double fraction) { reports.push_back({fraction, Moment::now(caller)}); }

    double longest_silence() const {
        double longest = 0;
        for (size_t i = 1; i < reports.size(); ++i) {
            longest = std::max(longest, reports[i].moment.since(reports[i - 1].moment));
        }
        return longest;
    }
    double longest_step() const {
        double longest = 0;
        for (size_t i = 1; i < reports.size(); ++i) {
            longest = std::max(longest, reports[i].fraction - reports[i - 1].fraction);
        }
        return longest;
    }
    // The most that a fraction is off the share of the time, by the wall or the process' clock.
    double unevenness() const {
        const Moment &begin = reports.front().moment, &end = reports.back().moment;
        double by_wall = 0, by_process = 0;
        for (const Report &report : reports) {
            const auto off = [&](double Moment::*clock) {
                const double share =
                    (report.moment.*clock - begin.*clock) / (end.*clock - begin.*clock);
                return std::abs(report.fraction - share);
            };
            by_wall = std::max(by_wall, off(&Moment::wall));
            by_process = std::max(by_process, off(&Moment::process));
        }
        return std::min(by_wall, by_process);
    }
    bool monotone() const {
        return std::is_sorted(reports.begin(), reports.end(), [](const Report &a, const Report &b) {
            return a.fraction < b.fraction;
        });
    }
};

// One noisy frame at a time, and where it is denoised to.
class Large : public testing::TestWithParam<Kind> {
  protected:
    Large()
        : noisy_(GetParam().width, GetParam().height, GetParam().video),
          denoised_(GetParam().width, GetParam().height, GetParam().video) {}
    zsn2n_status run(zsn2n_context *context) {
        return zsn2n_process(context, &noisy_.image, &denoised_.image);
    }

    Frame noisy_, denoised_;
};

TEST_P(Large, ProgressIsNeverSilentAndEven) {
    const Kind &kind = GetParam();
    const bool even = kind.even && !kSlowedDown;
    const zsn2n_params params = kind.params(noisy_);
    double silence = 1e9, step = 1e9, unevenness = 1e9;
    const auto kept = [&] {
        return silence <= kPromise && (!even || (step <= 0.1 && unevenness <= 0.2));
    };
    for (int attempt = 0; attempt < kTries && !kept(); ++attempt) {
        Watch watch;
        const zsn2n_callbacks callbacks = watch.callbacks();
        Context context(params, &callbacks);
        double worst[3] = {0, 0, 0};
        for (int i = 0; i < (kind.video ? 2 : 1); ++i) {
            noisy_.fill(i);
            watch.reports.clear();
            watch.add(0);
            ASSERT_EQ(run(context.get()), ZSN2N_OK) << context.message();
            watch.add(1);
            EXPECT_TRUE(watch.monotone());
            worst[0] = std::max(worst[0], watch.longest_silence());
            worst[1] = std::max(worst[1], watch.longest_step());
            worst[2] = std::max(worst[2], watch.unevenness());
        }
        silence = std::min(silence, worst[0]);
        step = std::min(step, worst[1]);
        unevenness = std::min(unevenness, worst[2]);
    }
    EXPECT_LE(silence, kPromise);
    if (!even) return;
    EXPECT_LE(step, 0.1);
    EXPECT_LE(unevenness, 0.2);
}

TEST_P(Large, CancelIsAnsweredAtAnyMoment) {
    const Kind &kind = GetParam();
    const zsn2n_params params = kind.params(noisy_);
    noisy_.fill(1);
    Moment begin, end;
    {
        Context context(params);
        const clockid_t caller = clock_of_this_thread();
        begin = Moment::now(caller);
        ASSERT_EQ(run(context.get()), ZSN2N_OK) << context.message();
        end = Moment::now(caller);
    }
    for (const double share : {0.1, 0.5, 0.85}) {
        // A call that came to its end first, as where the canceller had to wait for a core, tells
        // nothing.
        constexpr int kMost = 20;
        double best = 1e9;
        int answers = 0;
        for (int attempt = 0; attempt < kMost && answers < kTries && best > kPromise; ++attempt) {
            Watch watch;
            const zsn2n_callbacks callbacks = watch.callbacks();
            Context context(params, &callbacks);
            Moment cancelled{};
            std::atomic<bool> done{false};
            std::thread canceller([&] {
                while (!watch.count && !done) std::this_thread::yield();
                // By the process' clock, which waits with the work for the cores.
                const double from = read_clock(CLOCK_PROCESS_CPUTIME_ID);
                const double until = from + share * (end.process - begin.process);
                while (!done && read_clock(CLOCK_PROCESS_CPUTIME_ID) < until) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(2));
                }
                cancelled = Moment::now(watch.caller);
                zsn2n_cancel(context.get());
            });
            const zsn2n_status status = run(context.get());
            const Moment returned = Moment::now(watch.caller);
            done = true;
            canceller.join();
            if (status == ZSN2N_OK) continue;
            ASSERT_EQ(status, ZSN2N_CANCELLED) << "at " << share;
            ++answers;
            best = std::min(best, returned.since(cancelled));
        }
        if (share < 0.8 || answers > 0) {
            EXPECT_LE(best, kPromise) << "at " << share;
        }
    }
}

// Run alone, as every test whose name begins with Progress.
INSTANTIATE_TEST_SUITE_P(Progress, Large,
                         testing::Values(Kind{"defaults", "", 4000, 3000, false, false, true},
                                         Kind{"fast", "preset=fast", 4000, 3000, false, false,
                                              true},
                                         Kind{"strips", "", 4000, 3000, false, true, true},
                                         Kind{"corrected", "", 900, 700, false, false, true},
                                         Kind{"video", "", 1280, 720, true, false, false}),
                         [](const auto &kind) { return std::string(kind.param.name); });

}  // namespace
