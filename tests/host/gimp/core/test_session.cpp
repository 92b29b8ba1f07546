// SPDX-License-Identifier: BSD-2-Clause
#include <glib.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>

#include "core/session.h"
#include "dialog/dialog_text.h"
#include "noisy_layer.h"
#include "promise.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

void wait(Session *session) {
    const auto begun = Clock::now();
    while (session->state() == Session::State::kTraining && seconds_since(begun) < 60) {
        session->poll();
        g_usleep(1000);
    }
}

void train(Session *session, const Settings &settings) {
    session->want(settings.params, 0);
    wait(session);
    ASSERT_EQ(session->state(), Session::State::kReady) << failure_text(*session);
}

TEST(Session, BlendsAmountsWithoutTrainingAgain) {
    LayerPixels noisy = noisy_layer();
    Session session(noisy);
    train(&session, quick_settings());
    const char *const kAmounts[] = {":strength=0.5", ":luma=0.25:chroma=0.75", ":detail=0.5",
                                    ":strength=0", ""};
    for (const char *amounts : kAmounts) {
        const Settings settings = quick_settings(amounts);
        session.want(settings.params);
        EXPECT_EQ(session.state(), Session::State::kReady) << amounts;
        const std::vector<float> whole = denoised_at_once(settings.params);
        for (const GeglRectangle &part :
             {GeglRectangle{0, 0, kLayerWidth, kLayerHeight}, GeglRectangle{31, 17, 23, 19},
              GeglRectangle{90, 70, 7, 5}, GeglRectangle{0, 74, 3, 1}}) {
            std::vector<float> pixels(size_t(part.width) * part.height * 4);
            session.blend(settings.params, part, pixels.data());
            for (int y = 0; y < part.height; ++y)
                ASSERT_EQ(std::memcmp(&pixels[size_t(y) * part.width * 4],
                                      &whole[(size_t(part.y + y) * kLayerWidth + part.x) * 4],
                                      size_t(part.width) * 4 * sizeof(float)),
                          0)
                    << amounts << ", row " << y << " of the part at " << part.x << ", " << part.y;
        }
    }
    EXPECT_EQ(session.trainings(), 1);
}

TEST(Session, FinishesAsTheApiDoes) {
    for (const char *amounts : {"", ":strength=0.5:detail=0.25"}) {
        LayerPixels noisy = noisy_layer();
        Session session(noisy);
        const Settings settings = quick_settings(amounts);
        train(&session, settings);
        const std::vector<float> whole = denoised_at_once(settings.params);
        const LayerPixels &result = session.finish(settings.params);
        EXPECT_EQ(std::memcmp(result.at(0, 0), whole.data(), whole.size() * sizeof(float)), 0)
            << amounts;
    }
}

TEST(Session, TrainsAnewForOtherTrainingSettingsAlone) {
    LayerPixels noisy = noisy_layer();
    Session session(noisy);
    train(&session, quick_settings());
    train(&session, quick_settings(":threads=1"));
    EXPECT_EQ(session.trainings(), 1);
    train(&session, quick_settings(":seed=5"));
    EXPECT_EQ(session.trainings(), 2);
    train(&session, quick_settings(":preset=paper"));
    EXPECT_EQ(session.trainings(), 3);
}

TEST(Session, WaitsUntilTheSettingsStandStill) {
    LayerPixels noisy = noisy_layer();
    Session session(noisy);
    for (int seed = 1; seed <= 5; ++seed) {
        session.want(quick_settings((":seed=" + std::to_string(seed)).c_str()).params, 100);
        session.poll();
    }
    EXPECT_EQ(session.trainings(), 0);
    wait(&session);
    EXPECT_EQ(session.trainings(), 1);
    EXPECT_EQ(session.state(), Session::State::kReady);
}

// Each result is shown before the next begins, and the last is that of the last settings.
TEST(Session, FollowsSettingsThatMove) {
    LayerPixels noisy = noisy_layer(600, 400);
    Session session(noisy);
    train(&session, parse_settings(""));
    int shown = 0, trainings = session.trainings();
    bool was_ready = true;
    const auto begun = Clock::now();
    // What is followed last begins a moment after the one before is shown.
    int quiet = 0;
    for (int i = 0; i < 60 || quiet < 30; ++i) {
        if (i < 60) {
            const std::string level = std::to_string(1 + 0.02 * i);
            session.follow(draft_of(parse_settings("noise_level=" + level).params));
        }
        session.poll();
        const bool ready = session.state() == Session::State::kReady;
        quiet = ready ? quiet + 1 : 0;
        if (ready && !was_ready) ++shown;
        was_ready = ready;
        g_usleep(10000);
        ASSERT_LT(seconds_since(begun), 60);
    }
    EXPECT_EQ(session.state(), Session::State::kReady);
    EXPECT_GE(shown, 2);
    EXPECT_EQ(session.trainings() - trainings, shown) << "one was computed in vain";
    const double sigma = session.stats().noise_sigma;
    train(&session, parse_settings("noise_level=" + std::to_string(1 + 0.02 * 59)));
    EXPECT_NEAR(session.stats().noise_sigma, sigma, 1e-9);
}

TEST(Session, CancelsAtOnceAndGoesOnAfterwards) {
    LayerPixels noisy = noisy_layer(600, 400);
    double best = 1e9;
    for (int attempt = 0; attempt < kTries && best > kPromise; ++attempt) {
        Session session(noisy);
        session.want(parse_settings("guides=none:steps=100000").params, 0);
        session.poll();
        g_usleep(200000);
        const clockid_t caller = clock_of_this_thread();
        const Moment begun = Moment::now(caller);
        session.cancel();
        EXPECT_EQ(session.state(), Session::State::kEmpty);
        session.want(quick_settings().params, 0);
        while (session.trainings() < 2 && Moment::now(caller).wall - begun.wall < 5) session.poll();
        ASSERT_EQ(session.trainings(), 2);
        best = std::min(best, Moment::now(caller).since(begun));
        wait(&session);
        EXPECT_EQ(session.state(), Session::State::kReady);
    }
    EXPECT_LE(best, kPromise);
}

TEST(Session, TellsTheTimeThatIsLeft) {
    LayerPixels noisy = noisy_layer(600, 400);
    Session session(noisy);
    const auto begun = Clock::now();
    session.want(parse_settings("guides=none:steps=3000").params, 0);
    EXPECT_LT(session.seconds_left(), 0) << "nothing is known yet";
    while (session.seconds_left() < 0 && seconds_since(begun) < 20) {
        session.poll();
        g_usleep(10000);
    }
    const double taken = seconds_since(begun), done = session.progress();
    EXPECT_NEAR(session.seconds_left(), taken / done - taken, 0.5 * taken / done);
    EXPECT_NE(progress_text(session).find(" left"), std::string::npos) << progress_text(session);
}

// A layer above 4 megapixels, for which no network is trained, with the defaults.
TEST(Session, ShowsAnEvenProgress) {
    LayerPixels noisy = noisy_layer(2200, 2000);
    Session session(noisy);
    session.want(default_settings().params, 0);
    double shown = 0, largest_step = 0, said_left = -1;
    Clock::time_point said;
    const auto begun = Clock::now();
    while (session.state() == Session::State::kTraining && seconds_since(begun) < 60) {
        session.poll();
        if (session.state() != Session::State::kTraining) break;
        const double progress = session.progress();
        EXPECT_GE(progress, shown);
        largest_step = std::max(largest_step, progress - shown);
        shown = progress;
        if (said_left < 0 && progress >= 0.3) {
            said_left = session.seconds_left();
            said = Clock::now();
        }
        g_usleep(5000);
    }
    ASSERT_EQ(session.state(), Session::State::kReady) << failure_text(session);
    EXPECT_LT(largest_step, 0.2);
    ASSERT_GE(said_left, 0) << "no time left was told";
    const double left = seconds_since(said);
    EXPECT_LT(said_left, 3 * left + 0.5);
    EXPECT_GT(said_left, left / 3 - 0.5);
}

TEST(Session, SaysWhatIsWrongWithTheLayer) {
    LayerPixels noisy = noisy_layer();
    static_cast<float *>(noisy.image().plane[0].data)[4 * 500] =
        std::numeric_limits<float>::quiet_NaN();
    Session session(noisy);
    session.want(quick_settings().params, 0);
    wait(&session);
    EXPECT_EQ(session.state(), Session::State::kFailed);
    EXPECT_EQ(session.failure().status, ZSN2N_INVALID_ARGUMENT);
    EXPECT_NE(failure_text(session).find("NaN"), std::string::npos) << failure_text(session);
}

}  // namespace
