// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <utility>

#include "pair/pair.h"
#include "train/image_pass.h"
#include "train/objective.h"

namespace zsn2n {

namespace {

// The two views are the two shards: each runs from pixels to gradient on one thread, in its caches.
class CropObjective : public Objective {
  public:
    CropObjective(CropSource &image, std::vector<HeldOutBlock> held_out, const Layout &layout,
                  Storage storage, int size, uint64_t seed)
        : image_(image),
          held_out_(std::move(held_out)),
          layout_(layout),
          sampler_(image.width(), image.height(), size, mask_of(image), seed),
          views_{{layout, storage, sampler_.columns(), sampler_.rows()},
                 {layout, storage, sampler_.columns(), sampler_.rows()}},
          weight_(sampler_.columns(), sampler_.rows(), 1),
          valid_(weigh_all()) {}

    int shards() const override { return 2; }

    void release_held_out() override {
        held_out_.clear();
        valid_ = weigh_all();
    }

    double evaluate(const float *theta, const Conv3x3 &conv, uint64_t step, const Team &team,
                    float *gradient) override {
        const Crop drawn = sampler_.draw(step), crop = drawn.within_region();
        const TrainingImage image = image_.crop(drawn.region(), team);
        downsample_pair(image.noisy, crop, views_[0].noisy(), views_[1].noisy());
        if (image.mask.data || !held_out_.empty()) {
            valid_ = pair_weight(image.mask, crop, weight_.view());
            valid_ -= withhold(held_out_, drawn, weight_.view());
        }
        const double elements = static_cast<double>(std::max<size_t>(valid_, 1)) * layout_.out;
        const float scale = static_cast<float>(1.0 / elements);
        double loss[2];
        team.run(2, [&](int i, int slot) {
            loss[i] = residual_pass(views_[i], views_[1 - i].noisy(), weight_.view(), scale, theta,
                                    conv, slot, gradient + i * layout_.size);
        });
        return 0.5 * (loss[0] + loss[1]) / elements;
    }

  private:
    static CropSampler::Mask mask_of(CropSource &image) {
        if (!image.masked()) return {};
        return [&image](const Region &region) { return image.mask(region); };
    }
    size_t weigh_all() {
        return pair_weight({}, whole_crop(2 * sampler_.columns(), 2 * sampler_.rows()),
                           weight_.view());
    }

    CropSource &image_;
    std::vector<HeldOutBlock> held_out_;
    Layout layout_;
    CropSampler sampler_;
    ImagePass views_[2];
    // Of the crop's pairs; the same for all crops where none is masked or held out.
    Planes weight_;
    size_t valid_;
};

}  // namespace

std::unique_ptr<Objective> make_crop_objective(CropSource &image,
                                               const std::vector<HeldOutBlock> &held_out,
                                               const Layout &layout, Storage storage, int size,
                                               uint64_t seed) {
    return std::make_unique<CropObjective>(image, held_out, layout, storage, size, seed);
}

size_t crop_objective_bytes(const Layout &layout, Storage storage, int size) {
    const size_t view = static_cast<size_t>(size / 2) * (size / 2);
    return 2 * (ImagePass::bytes(layout, storage, view) + layout.size * sizeof(float));
}

}  // namespace zsn2n
