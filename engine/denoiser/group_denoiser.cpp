// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/group_denoiser.h"

#include <algorithm>

#include "base/error.h"
#include "network/views.h"
#include "train/early_stop.h"

namespace zsn2n {

GroupDenoiser::GroupDenoiser(int channels, uint64_t stream, const Settings &settings)
    : layout_(settings.guided ? 2 * channels : channels, channels),
      // Groups of one image draw different weights and crops.
      seed_(settings.seed + (stream << 32)),
      storage_(settings.storage),
      conv_(make_conv3x3(settings.method(), settings.threads)),
      optimizer_(settings.second_order ? make_soap(layout_, settings.moments)
                                       : make_adam(layout_, settings.moments)),
      trust_(settings.guided ? 0.0f : 1.0f),
      turned_(layout_.size) {}

void GroupDenoiser::start_afresh() {
    initialise_parameters(layout_, seed_, state_.theta);
    state_.optimizer.resize(optimizer_->state_size());
    std::fill_n(state_.optimizer.data(), optimizer_->state_size(), 0.0f);
    state_.steps = 0;
}

TrainResult GroupDenoiser::train(const Settings &settings, LessonBook &book, const Team &team,
                                 TileMaps &maps, const StepCallback &after_step) {
    if (book.lessons().empty()) return {};
    start_afresh();
    const std::unique_ptr<Objective> objective =
        make_guided_objective(book.lessons(), layout_, storage_, settings.crop_size / 2, seed_);
    const TrainPlan plan{settings.steps, false, settings.schedule};
    const TrainResult result = zsn2n::train(plan, layout_, *objective, nullptr, *optimizer_, state_,
                                            *conv_, team, after_step);
    trust_ = 1;
    trust_ = book.trust(team, [&](const PlanesView &input, const PlanesView &denoised) {
        PlanesView base = input;
        base.channels = layout_.out;
        infer(1, input, base, team, maps, denoised, [](size_t) {});
    });
    return result;
}

TrainResult GroupDenoiser::train(const Settings &settings, CropSource &image, bool from_last_image,
                                 const Team &team, const StepCallback &after_step) {
    if (!from_last_image) start_afresh();
    std::vector<HeldOutBlock> held_out;
    std::unique_ptr<EarlyStop> early_stop;
    if (settings.early_stop && !from_last_image) {
        held_out = held_out_blocks(image, seed_);
        if (!held_out.empty()) {
            early_stop = std::make_unique<EarlyStop>(image, held_out, layout_, storage_,
                                                     settings.steps, team);
        }
    }
    const std::unique_ptr<Objective> objective =
        settings.whole_image
            ? make_whole_objective(image.crop({0, 0, image.width(), image.height()}, team), layout_,
                                   storage_)
            : make_crop_objective(image, held_out, layout_, storage_, settings.crop_size, seed_);
    const TrainPlan plan{from_last_image ? settings.warm_steps : settings.steps, from_last_image,
                         settings.schedule};
    return zsn2n::train(plan, layout_, *objective, early_stop.get(), *optimizer_, state_, *conv_,
                        team, after_step);
}

void GroupDenoiser::infer(int views, const PlanesView &input, const PlanesView &base,
                          const Team &team, TileMaps &maps, const PlanesView &denoised,
                          const std::function<void(size_t pixels)> &tile_done) {
    if (trust_ == 0) {
        copy_planes(base, denoised);
        tile_done(base.region().pixels() * views);
        return;
    }
    const float share = trust_ / static_cast<float>(views);
    for (int view = 0; view < views; ++view) {
        turn_parameters(layout_, state_.theta.data(), view, share, turned_.data());
        conv_->set_weights(turned_.data() + layout_.w2, turned_.data() + layout_.b2);
        zsn2n::infer(input, view == 0 ? base : denoised, layout_, turned_.data(), *conv_, storage_,
                     team, maps, denoised, tile_done);
    }
}

SavedGroup GroupDenoiser::saved(int planes) const {
    SavedGroup saved{planes, layout_.in, layout_.out, trust_, {}};
    saved.state.copy_from(state_);
    return saved;
}

void GroupDenoiser::load(const SavedGroup &saved) {
    const auto fits = [](size_t found, size_t full) { return found == 0 || found == full; };
    if (saved.in != layout_.in || saved.out != layout_.out ||
        !fits(saved.state.theta.size(), layout_.size) ||
        !fits(saved.state.optimizer.size(), optimizer_->state_size()) ||
        (saved.state.empty() && saved.trust != 0)) {
        throw Error(ZSN2N_INVALID_ARGUMENT, "the state's network is not one of these settings");
    }
    state_.copy_from(saved.state);
    trust_ = saved.trust;
}

void GroupDenoiser::resize_team(const Settings &settings) {
    conv_ = make_conv3x3(settings.method(), settings.threads);
}

double GroupDenoiser::step_pixels(const Settings &settings, int width, int height) {
    if (settings.whole_image) return 1.5 * width * height;
    return 0.5 * std::min(width, settings.crop_size) * std::min(height, settings.crop_size);
}

uint64_t GroupDenoiser::training_bytes(const Settings &settings, int channels, int width,
                                       int height) {
    const Layout layout(settings.guided ? 2 * channels : channels, channels);
    if (settings.guided) {
        return LessonBook::bytes(channels, settings.regions) +
               crop_objective_bytes(layout, settings.storage, settings.crop_size) +
               HostCrops::bytes(channels, LessonBook::kSide);
    }
    if (settings.whole_image) {
        return whole_objective_bytes(layout, settings.storage, width, height);
    }
    return crop_objective_bytes(layout, settings.storage, settings.crop_size) +
           (settings.early_stop ? EarlyStop::bytes(layout, settings.storage) : 0) +
           HostCrops::bytes(channels, settings.crop_size);
}

uint64_t GroupDenoiser::state_bytes(const Settings &settings, int channels) {
    // Parameters and the optimiser's state take 4.2 times the parameters, their copy as much, the
    // optimiser's scratch 3.3, what a convolution repacks 2, and a view 1.
    return 15 * Layout(settings.guided ? 2 * channels : channels, channels).size * sizeof(float);
}

uint64_t GroupDenoiser::scratch_bytes(const Settings &settings, int width, int height) {
    const size_t step = settings.whole_image
                            ? largest_band_pixels(width, height)
                            : static_cast<size_t>(settings.crop_size) * settings.crop_size / 4;
    return settings.threads *
           conv3x3_scratch_bytes(settings.method(),
                                 std::max(step, infer_tile_pixels(settings.storage)));
}

}  // namespace zsn2n
