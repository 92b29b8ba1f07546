// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <utility>

#include "pair/pair.h"
#include "train/image_pass.h"
#include "train/objective.h"

namespace zsn2n {

namespace {

struct Memory {
    Memory(const Layout &layout, Storage storage, const CropSampler &sampler, Arena &arena)
        : views{{layout, storage, sampler.columns(), sampler.rows(), arena},
                {layout, storage, sampler.columns(), sampler.rows(), arena}},
          weight(take_planes(arena, {sampler.columns(), sampler.rows(), 1})) {}

    ImagePass views[2];
    PlanesView weight;
};

// A training step of both views, in inferences of a pixel.
double work_of_step(const CropSampler &sampler) {
    return 3.0 * 2 * sampler.columns() * sampler.rows();
}

// The two views are the two shards. Each runs from pixels to gradient on one thread, in its caches.
class CropObjective : public Objective {
  public:
    CropObjective(CropSource &image, std::vector<HeldOutBlock> held_out, const Layout &layout,
                  Storage storage, int size, uint64_t seed, Arena &arena)
        : image_(image),
          held_out_(std::move(held_out)),
          layout_(layout),
          sampler_(image.width(), image.height(), size, mask_of(image), seed),
          memory_(layout, storage, sampler_, arena),
          views_(memory_.views),
          weight_(memory_.weight),
          valid_(weigh_all()) {}

    int shards() const override { return 2; }
    double step_work() const override { return work_of_step(sampler_); }

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
            valid_ = pair_weight(image.mask, crop, weight_);
            valid_ -= withhold(held_out_, drawn, weight_);
        }
        const double elements = static_cast<double>(std::max<size_t>(valid_, 1)) * layout_.out;
        const float scale = static_cast<float>(1.0 / elements);
        double loss[2];
        team.run(2, [&](int i, int slot) {
            loss[i] = residual_pass(views_[i], views_[1 - i].noisy(), weight_, scale, theta, conv,
                                    slot, gradient + i * layout_.size);
        });
        return 0.5 * (loss[0] + loss[1]) / elements;
    }

  private:
    static CropSampler::Mask mask_of(CropSource &image) {
        if (!image.masked()) return {};
        return [&image](const Region &region) { return image.mask(region); };
    }
    size_t weigh_all() {
        return pair_weight({}, whole_crop(2 * sampler_.columns(), 2 * sampler_.rows()), weight_);
    }

    CropSource &image_;
    std::vector<HeldOutBlock> held_out_;
    Layout layout_;
    CropSampler sampler_;
    Memory memory_;
    ImagePass (&views_)[2];
    // Weights of the crop's pairs. They are the same for all crops where none is masked or held
    // out.
    PlanesView weight_;
    size_t valid_;
};

}  // namespace

std::unique_ptr<Objective> make_crop_objective(CropSource &image,
                                               const std::vector<HeldOutBlock> &held_out,
                                               const Layout &layout, Storage storage, int size,
                                               uint64_t seed, Arena &arena) {
    return std::make_unique<CropObjective>(image, held_out, layout, storage, size, seed, arena);
}

Cost crop_objective_cost(const Layout &layout, Storage storage, const Shape &image, int size) {
    const CropSampler sampler(image.width, image.height, size, {}, 0);
    Arena count;
    Memory(layout, storage, sampler, count);
    count.take<float>(2 * layout.size);  // the shards' gradients
    return {count.peak(), work_of_step(sampler)};
}

}  // namespace zsn2n
