// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session.h"

#include <glib.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/settings.h"
#include "core/trace.h"

namespace {

constexpr size_t kMessageSize = 512;
constexpr double kMicroseconds = 1e6;

// Around what is blended: what its pixels depend on, and at least the smallest image there is.
constexpr int kMargin = std::max(ZSN2N_BLEND_MARGIN, ZSN2N_MIN_SIDE);

// Before that the fraction done says little of the time that is left.
constexpr double kTellingSeconds = 0.3, kTellingFraction = 0.02;

void blend_images(const zsn2n_params &params, const zsn2n_stats &stats, const zsn2n_image &noisy,
                  const zsn2n_image &denoised, const zsn2n_image &dst) {
    char message[kMessageSize] = "";
    const zsn2n_status status =
        zsn2n_blend(&params, &stats, &noisy, &denoised, &dst, message, sizeof message);
    if (status != ZSN2N_OK) throw EngineError(status, message);
}

zsn2n_image part_of(const LayerPixels &pixels, const GeglRectangle &part) {
    return describe_samples(pixels.at(part.x, part.y), part.width, part.height, pixels.width(),
                            pixels.layout());
}

}  // namespace

Session::~Session() {
    if (worker_) stop();
}

void Session::follow(const zsn2n_params &params) {
    if (!following_ || !worker_ || worker_->cancelled() || same_training(running_, params)) {
        want(params, 0);
    } else {
        wanted_ = params;
        pending_ = true;
        due_ = g_get_monotonic_time();
        state_ = State::kTraining;
    }
    following_ = true;
}

void Session::want(const zsn2n_params &params, int delay_milliseconds) {
    following_ = false;
    wanted_ = params;
    if (has_result_ && same_training(ready_, wanted_)) {
        cancel();
        state_ = State::kReady;
        return;
    }
    if (worker_ && !worker_->cancelled() && same_training(running_, wanted_)) {
        pending_ = false;
        return;
    }
    cancel();
    if (!denoised_)
        denoised_ = std::make_unique<LayerPixels>(noisy_.width(), noisy_.height(), noisy_.layout());
    pending_ = true;
    due_ = g_get_monotonic_time() + 1000 * static_cast<int64_t>(delay_milliseconds);
    state_ = State::kTraining;
    shown_ = -1.0;
}

void Session::cancel() {
    pending_ = following_ = false;
    if (worker_) worker_->cancel();
    if (state_ == State::kTraining) state_ = State::kEmpty;
}

void Session::stop() {
    const Stopwatch stopwatch;
    cancel();
    worker_.reset();
    trace("stopped in %.0f ms", 1000.0 * stopwatch.seconds());
}

void Session::begin() {
    pending_ = has_result_ = false;
    state_ = State::kTraining;
    running_ = full_amounts(wanted_);
    begun_ = g_get_monotonic_time();
    ++trainings_;
    trace("training %d: \"%s\"", trainings_, settings_text({wanted_, Output::kLayer}).c_str());
    // The system may be out of threads.
    try {
        worker_ = std::make_unique<DenoiseWorker>(running_, noisy_.image(), denoised_->image());
    } catch (const std::exception &error) {
        failure_ = {ZSN2N_INTERNAL, error.what(), true};
        state_ = State::kFailed;
    }
}

// The worker has finished: with what is still wanted, or too late.
bool Session::take_result() {
    const DenoiseWorker::Result result = worker_->result();
    worker_.reset();
    trace("training %d: status %d, %d steps, %.2f s", trainings_, result.status, result.stats.steps,
          double(g_get_monotonic_time() - begun_) / kMicroseconds);
    if (state_ != State::kTraining || (pending_ && !following_)) return false;
    // What was followed is shown before the next begins.
    if (pending_) due_ = g_get_monotonic_time() + 1000 * int64_t{kPollMilliseconds};
    if (result.status == ZSN2N_OK) {
        stats_ = result.stats;
        ready_ = running_;
        has_result_ = true;
        state_ = State::kReady;
    } else {
        failure_ = {result.status, result.message, noisy_.finite()};
        state_ = State::kFailed;
        pending_ = false;
    }
    return true;
}

bool Session::poll() {
    bool changed = false;
    if (worker_ && worker_->finished()) changed = take_result();
    // The cancelled run ends before the next begins: they share the cores and the result's memory.
    if (pending_ && !worker_ && g_get_monotonic_time() >= due_) begin();
    const double now = progress();
    if (state_ == State::kTraining && now != shown_) {
        shown_ = now;
        changed = true;
    }
    return changed;
}

double Session::progress() const {
    if (state_ == State::kReady) return 1.0;
    return worker_ && !pending_ && state_ == State::kTraining ? worker_->progress() : 0.0;
}

double Session::seconds_left() const {
    const double done = progress();
    const double taken = double(g_get_monotonic_time() - begun_) / kMicroseconds;
    if (!worker_ || done < kTellingFraction || taken < kTellingSeconds) return -1.0;
    return taken * (1.0 - done) / done;
}

void Session::blend(const zsn2n_params &params, const GeglRectangle &rectangle, float *dst) const {
    const int left = std::max(rectangle.x - kMargin, 0);
    const int top = std::max(rectangle.y - kMargin, 0);
    const int right = std::min(rectangle.x + rectangle.width + kMargin, noisy_.width());
    const int bottom = std::min(rectangle.y + rectangle.height + kMargin, noisy_.height());
    const GeglRectangle around = {left, top, right - left, bottom - top};
    const size_t channels = noisy_.layout().channels();
    std::vector<float> blended(static_cast<size_t>(around.width) * around.height * channels);
    const zsn2n_image out = describe_samples(blended.data(), around.width, around.height,
                                             around.width, noisy_.layout());
    blend_images(params, stats_, part_of(noisy_, around), part_of(*denoised_, around), out);
    for (int y = 0; y < rectangle.height; ++y) {
        const size_t from =
            static_cast<size_t>(rectangle.y - top + y) * around.width + rectangle.x - left;
        std::memcpy(dst + static_cast<size_t>(y) * rectangle.width * channels,
                    &blended[from * channels], rectangle.width * channels * sizeof(float));
    }
}

const LayerPixels &Session::finish(const zsn2n_params &params) {
    const bool full = params.strength >= 1.0 && params.luma >= 1.0 && params.chroma >= 1.0 &&
                      params.detail <= 0.0;
    if (full) return *denoised_;
    const zsn2n_image noisy = noisy_.image();
    blend_images(params, stats_, noisy, denoised_->image(), noisy);
    return noisy_;
}
