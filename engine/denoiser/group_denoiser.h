// SPDX-License-Identifier: BSD-2-Clause
// One network for one plane group: its state from image to image.
#pragma once

#include <functional>

#include "denoiser/settings.h"
#include "train/objective.h"

namespace zsn2n {

class GroupDenoiser {
  public:
    GroupDenoiser(int channels, uint64_t stream, const Settings &settings);

    // Trains on the image, from fresh weights or from those of the image before.
    TrainResult train(const Settings &settings, const TrainingImage &image, bool from_last_image,
                      const Team &team, const StepCallback &after_step);
    void infer(const Settings &settings, const PlanesView &noisy, const Team &team,
               const PlanesView &denoised,
               const std::function<void(size_t pixels)> &tile_done) const;

    // For another number of threads.
    void resize_team(const Settings &settings);

    // What undo of a failed call needs.
    void save(ModelState &to) const { to.copy_from(state_); }
    void restore(const ModelState &from) { state_.copy_from(from); }

    // Pixels passed forward and backward in one training step, each three times the work of
    // inference.
    static double step_pixels(const Settings &settings, int width, int height);

    static uint64_t training_bytes(const Settings &settings, int channels, int width, int height);

  private:
    Layout layout_;
    uint64_t seed_;
    Storage storage_;
    std::unique_ptr<Conv3x3> conv_;
    std::unique_ptr<Optimizer> optimizer_;
    ModelState state_;
};

}  // namespace zsn2n
