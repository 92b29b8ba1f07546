// SPDX-License-Identifier: BSD-2-Clause
// One plane group during one call: the planes of a strip of it, its noise, and its network.
#pragma once

#include "denoiser/group_denoiser.h"
#include "image/group_image.h"
#include "image/strips.h"
#include "noise/noise_model.h"

namespace zsn2n {

// What an image has to do with the one before it.
enum class Continuity {
    kNone,   // the denoiser is new
    kWarm,   // it goes on from that image
    kAlike,  // and what is seen changed so little that the noise did not
};

class GroupWork {
  public:
    // Allocates all that the strips need, but for the pilot's passing needs. The denoiser outlives
    // this.
    GroupWork(const GroupImage &image, const Strips &strips, const Settings &settings,
              GroupDenoiser &denoiser, Continuity continuity);

    const GroupImage &image() const { return image_; }
    const Strips &strips() const { return strips_; }
    bool warm() const { return warm_; }
    // A pilot is new with each image; its correction is learnt once.
    int steps(const Settings &settings) const {
        if (guided_ && joins_) return 0;
        if (!warm_) return training_steps(settings, image_.width(), image_.height());
        return settings.guided ? 0 : settings.warm_steps;
    }
    // In pixels of inference: of a step, and of everything.
    double step_cost(const Settings &settings) const;
    double work(const Settings &settings) const;
    const NoiseModel &noise() const { return noise_; }

    // Before anything else, and of each strip before infer() unless it is the only one.
    void read(int strip, const Team &team);
    // Reads the noise, too, and joins the images before. `motion` is that of the image's first
    // group, which finds it.
    TrainResult train(const Settings &settings, const Team &team, TileMaps &maps,
                      MotionField &motion, const StepCallback &after_step);
    void infer(int strip, const Team &team, TileMaps &maps,
               const std::function<void(size_t pixels)> &tile_done);
    void write(int strip, const BlendAmounts &amounts, const Team &team, const zsn2n_image &dst);

    // The images before, for the next one.
    void keep();
    // The denoiser as it was.
    void undo() {
        if (warm_) denoiser_->restore(before_);
    }

  private:
    // Guided input is the pilot's planes, then the noisy ones.
    PlanesView noisy() {
        return held_.input.view().channels_from(guided_ ? image_.channels() : 0, image_.channels());
    }
    PlanesView guide() { return held_.input.view().channels_from(0, image_.channels()); }
    void measure_noise(CropSource &source, const Team &team);
    void make_guide(int strip, const Team &team);
    void join(const Settings &settings, const Team &team, MotionField &motion);
    // The planes as the host has them.
    PlanesView observed() { return joins_ ? held_.observed.view() : noisy(); }

    GroupImage image_;
    Strips strips_;
    GroupDenoiser *denoiser_;
    bool warm_, guided_;
    bool joins_;   // images before are joined to this one
    bool survey_;  // the noise is to be measured
    int views_;
    Pilot pilot_;
    NoiseModel noise_;
    NoiseTable table_;
    ModelState before_;
    GroupBuffers held_;
    TemporalState joined_;
};

}  // namespace zsn2n
