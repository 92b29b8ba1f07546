// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/group_denoiser.h"

#include <algorithm>

#include "denoiser/ensemble.h"
#include "denoiser/infer.h"

namespace zsn2n {

GroupDenoiser::GroupDenoiser(int channels, uint64_t stream, const Settings &settings)
    : layout_(channels, channels),
      // Groups of one image draw different weights and crops.
      seed_(settings.seed + (stream << 32)),
      storage_(settings.storage),
      conv_(make_conv3x3(settings.backend, settings.storage, settings.threads)),
      optimizer_(settings.second_order ? make_soap(layout_, settings.moments)
                                       : make_adam(layout_, settings.moments)) {}

TrainResult GroupDenoiser::train(const Settings &settings, const TrainingImage &image,
                                 bool from_last_image, const Team &team,
                                 const StepCallback &after_step) {
    if (!from_last_image) {
        initialise_parameters(layout_, seed_, state_.theta);
        state_.optimizer.resize(optimizer_->state_size());
        std::fill_n(state_.optimizer.data(), optimizer_->state_size(), 0.0f);
        state_.steps = 0;
    }
    std::vector<HeldOutBlock> held_out;
    std::unique_ptr<EarlyStop> early_stop;
    if (settings.early_stop && !from_last_image) {
        held_out = held_out_blocks(image.noisy.width, image.noisy.height, image.mask, seed_);
        if (!held_out.empty()) {
            early_stop = std::make_unique<EarlyStop>(image.noisy, held_out, layout_, storage_,
                                                     settings.steps);
        }
    }
    const std::unique_ptr<Objective> objective =
        settings.whole_image
            ? make_whole_objective(image, layout_, storage_)
            : make_crop_objective(image, held_out, layout_, storage_, settings.crop_size, seed_);
    const TrainPlan plan{from_last_image ? settings.warm_steps : settings.steps, from_last_image,
                         settings.schedule};
    return zsn2n::train(plan, layout_, *objective, early_stop.get(), *optimizer_, state_, *conv_,
                        team, after_step);
}

void GroupDenoiser::infer(const Settings &settings, const PlanesView &noisy, const Team &team,
                          const PlanesView &denoised,
                          const std::function<void(size_t pixels)> &tile_done) const {
    const auto upright = [&](const PlanesView &from, const PlanesView &to) {
        zsn2n::infer(from, layout_, state_.theta.data(), *conv_, storage_, team, to, tile_done);
    };
    if (settings.all_views) {
        infer_views(noisy, team, upright, denoised);
    } else {
        upright(noisy, denoised);
    }
}

void GroupDenoiser::resize_team(const Settings &settings) {
    conv_ = make_conv3x3(settings.backend, settings.storage, settings.threads);
    if (!state_.empty()) {
        conv_->set_weights(state_.theta.data() + layout_.w2, state_.theta.data() + layout_.b2);
    }
}

double GroupDenoiser::step_pixels(const Settings &settings, int width, int height) {
    if (settings.whole_image) return 1.5 * width * height;
    return 0.5 * std::min(width, settings.crop_size) * std::min(height, settings.crop_size);
}

uint64_t GroupDenoiser::training_bytes(const Settings &settings, int channels, int width,
                                       int height) {
    const Layout layout(channels, channels);
    return 9 * layout.size * sizeof(float) +
           (settings.early_stop ? EarlyStop::bytes(layout, settings.storage) : 0) +
           (settings.whole_image
                ? whole_objective_bytes(layout, settings.storage, width, height)
                : crop_objective_bytes(layout, settings.storage, settings.crop_size));
}

}  // namespace zsn2n
