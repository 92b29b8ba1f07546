// SPDX-License-Identifier: BSD-2-Clause
// One plane group during one call: the planes of a strip of it, and its network.
#pragma once

#include "denoiser/group_denoiser.h"
#include "denoiser/strips.h"
#include "image/group_image.h"

namespace zsn2n {

class GroupWork {
  public:
    // Allocates all that the strips need. The denoiser outlives this; a warm one goes on from the
    // image before.
    GroupWork(const GroupImage &image, const Strips &strips, const Settings &settings,
              GroupDenoiser &denoiser, bool warm);

    const GroupImage &image() const { return image_; }
    const Strips &strips() const { return strips_; }
    bool warm() const { return warm_; }
    int steps(const Settings &settings) const {
        return warm_ ? settings.warm_steps : settings.steps;
    }
    // In pixels of inference: of a step, and of everything.
    double step_cost(const Settings &settings) const;
    double work(const Settings &settings) const;

    // Before anything else, and of each strip before infer() unless it is the only one.
    void read(int strip, const Team &team);
    double train(const Settings &settings, const Team &team, const StepCallback &after_step);
    void infer(const Team &team, TileMaps &maps,
               const std::function<void(size_t pixels)> &tile_done);
    void write(int strip, float strength, const Team &team, const zsn2n_image &dst);

    // The denoiser as it was.
    void undo() {
        if (warm_) denoiser_->restore(before_);
    }

  private:
    GroupImage image_;
    Strips strips_;
    GroupDenoiser *denoiser_;
    bool warm_;
    int views_;
    ModelState before_;
    Planes noisy_, denoised_, mask_;
    AlignedBuffer<uint8_t> row_samples_;
};

}  // namespace zsn2n
