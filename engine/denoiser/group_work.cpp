// SPDX-License-Identifier: BSD-2-Clause
#include "denoiser/group_work.h"

#include "denoiser/views.h"

namespace zsn2n {

GroupWork::GroupWork(const GroupImage &image, const Strips &strips, const Settings &settings,
                     GroupDenoiser &denoiser, bool warm)
    : image_(image),
      strips_(strips),
      denoiser_(&denoiser),
      warm_(warm),
      views_(view_count(settings.view_share, settings.steps * step_cost(settings),
                        static_cast<double>(image.width()) * image.height())),
      noisy_(image.width(), strips.rows(), image.channels()),
      denoised_(image.width(), strips.rows(), image.channels()),
      row_samples_(image.row_bytes() * settings.threads) {
    if (image.masked()) mask_.resize(image.width(), strips.rows(), 1);
    if (warm) denoiser.save(before_);
}

void GroupWork::read(int strip, const Team &team) {
    const int top = strips_.top(strip);
    image_.read(image_.region().rows(top, top + strips_.rows()), team, noisy_.view(), mask_.view());
}

double GroupWork::train(const Settings &settings, const Team &team,
                        const StepCallback &after_step) {
    PlanesCrops in_memory({noisy_.view(), mask_.view()});
    HostCrops in_host(image_);
    CropSource &source = strips_.count() == 1 ? static_cast<CropSource &>(in_memory) : in_host;
    return denoiser_->train(settings, source, warm_, team, after_step);
}

double GroupWork::step_cost(const Settings &settings) const {
    return 3 * GroupDenoiser::step_pixels(settings, image_.width(), image_.height());
}

double GroupWork::work(const Settings &settings) const {
    return steps(settings) * step_cost(settings) +
           static_cast<double>(image_.width()) * strips_.rows() * strips_.count() * views_;
}

void GroupWork::infer(const Team &team, TileMaps &maps,
                      const std::function<void(size_t pixels)> &tile_done) {
    denoiser_->infer(views_, noisy_.view(), team, maps, denoised_.view(), tile_done);
}

void GroupWork::write(int strip, float strength, const Team &team, const zsn2n_image &dst) {
    const Region own = image_.region().rows(strips_.begin(strip), strips_.end(strip));
    const int top = strips_.top(strip);
    const Region held = noisy_.view().region().rows(own.top - top, own.bottom - top);
    image_.write(own, noisy_.view().part(held), denoised_.view().part(held),
                 image_.masked() ? mask_.view().part(held) : PlanesView(), strength, team,
                 row_samples_.data(), dst);
}

}  // namespace zsn2n
