// SPDX-License-Identifier: GPL-3.0-or-later
// One layer, denoised once: the result with all amounts full is kept as float. Strength,
// brightness, colour and detail are blends of it. Main thread only; the engine has a thread of its
// own. A "training" is one run of the engine, whether or not it trains a network.
#ifndef ZSN2N_GIMP_SESSION_H
#define ZSN2N_GIMP_SESSION_H

#include <memory>
#include <stdexcept>
#include <string>

#include "core/denoise_worker.h"
#include "core/layer_pixels.h"

// So long a setting must stand still before a training begins.
constexpr int kDebounceMilliseconds = 200;

// Between two calls of poll().
constexpr int kPollMilliseconds = 50;

// What the engine refused or could not do, as it says it itself; dialog/dialog_text.h has the words
// for the user.
struct EngineError : std::runtime_error {
    EngineError(zsn2n_status failed, const std::string &message)
        : std::runtime_error(message), status(failed) {}
    zsn2n_status status;
};

class Session {
  public:
    struct Failure {
        zsn2n_status status;
        std::string message;  // the engine's
        bool layer_finite;    // false where a sample of the layer is NaN or infinite
    };

    enum class State {
        kEmpty,     // nothing was asked for yet, or it was cancelled
        kTraining,  // or about to
        kReady,     // the result of what was asked for is there
        kFailed     // failure() says why
    };

    // `noisy` outlives the session and changes only by finish().
    explicit Session(LayerPixels &noisy) : noisy_(noisy) {}
    ~Session();  // cancels and joins, within 0.2 s

    // Asks for the result with these training settings (settings.h), to be begun in so many
    // milliseconds. Where it is there, or on its way, nothing happens; a run for other settings is
    // cancelled. Throws std::bad_alloc.
    void want(const zsn2n_params &params, int delay_milliseconds = kDebounceMilliseconds);

    // The same at once, for settings that move: a run that was begun so is not cancelled but shown,
    // and the next one begins after it, with what is then wanted.
    void follow(const zsn2n_params &params);

    // Asks for nothing any more. Returns at once; the worker stops within 0.2 s.
    void cancel();

    // Moves on; to be called about each kPollMilliseconds. True where anything below changed.
    bool poll();

    // Cancels and returns when the worker has stopped.
    void stop();

    State state() const { return state_; }
    double progress() const;                             // 0..1
    double seconds_left() const;                         // negative: not known yet
    const Failure &failure() const { return failure_; }  // of the last kFailed
    const zsn2n_stats &stats() const { return stats_; }  // of the last kReady
    int trainings() const { return trainings_; }         // begun so far

    // kReady: the rectangle of the layer with these amounts, interleaved as the layer's pixels,
    // into dst of rectangle.width * rectangle.height pixels. Throws EngineError.
    void blend(const zsn2n_params &params, const GeglRectangle &rectangle, float *dst) const;

    // kReady: the whole layer with these amounts, for writing. The pixels live as long as the
    // session; may take the noisy pixels' place: the session is over. Throws EngineError.
    const LayerPixels &finish(const zsn2n_params &params);

  private:
    bool take_result();
    void begin();

    LayerPixels &noisy_;
    std::unique_ptr<LayerPixels> denoised_;
    std::unique_ptr<DenoiseWorker> worker_;
    State state_ = State::kEmpty;
    zsn2n_params wanted_ = {}, running_ = {}, ready_ = {};
    bool has_result_ = false, pending_ = false;
    bool following_ = false;       // the run under way is worth showing, though another is pending
    int64_t due_ = 0, begun_ = 0;  // g_get_monotonic_time(), microseconds
    double shown_ = -1.0;
    Failure failure_{ZSN2N_OK, "", true};
    zsn2n_stats stats_ = {};
    int trainings_ = 0;
};

#endif
