// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <vector>

#include "pair/pair.h"
#include "train/image_pass.h"
#include "train/loss.h"
#include "train/objective.h"

namespace zsn2n {

namespace {

// About 32 bands an image. None is so small that a core is not busy for a while, and none so large
// that a cancel waits (65536 pixels of backward_in() take 50 ms in f32). Their number depends on
// the image alone.
constexpr int kBands = 32, kLeastBand = 4096, kLargestBand = 65536;

int band_rows(int width, int height) {
    const int rows = (height + kBands - 1) / kBands;
    return std::max(2, std::min(std::max(rows, kLeastBand / width), kLargestBand / width));
}

struct Band {
    int image, begin, end;
};

// The two views (D1 and D2 in the paper) and the image itself.
struct Memory {
    Memory(const Layout &layout, Storage storage, const Shape &image, Arena &arena)
        : images{{layout, storage, image.width / 2, image.height / 2, arena},
                 {layout, storage, image.width / 2, image.height / 2, arena},
                 {layout, storage, image.width, image.height, arena}},
          weight(take_planes(arena, {image.width / 2, image.height / 2, 1})) {}

    // The bands of the whole image come first, because they are the longest.
    std::vector<Band> bands() const {
        std::vector<Band> bands;
        for (int i : {2, 0, 1}) {
            const int height = images[i].height(), rows = band_rows(images[i].width(), height);
            for (int y = 0; y < height; y += rows) {
                bands.push_back({i, y, std::min(y + rows, height)});
            }
        }
        return bands;
    }
    // A training step, in inferences of a pixel.
    double step_work() const {
        return 3 * 1.5 * static_cast<double>(images[2].width()) * images[2].height();
    }

    ImagePass images[3];
    PlanesView weight;
};

class WholeObjective : public Objective {
  public:
    WholeObjective(const TrainingImage &image, const Layout &layout, Storage storage, Arena &arena)
        : layout_(layout),
          crop_(whole_crop(image.noisy.width, image.noisy.height)),
          memory_(layout, storage, image.noisy.shape(), arena),
          images_(memory_.images),
          weight_(memory_.weight),
          bands_(memory_.bands()) {
        downsample_pair(image.noisy, crop_, images_[0].noisy(), images_[1].noisy());
        copy_planes(image.noisy, images_[2].noisy());
        elements_ =
            static_cast<double>(std::max<size_t>(pair_weight(image.mask, crop_, weight_), 1)) *
            layout.out;
    }

    int shards() const override { return static_cast<int>(bands_.size()); }
    double step_work() const override { return memory_.step_work(); }

    double evaluate(const float *theta, const Conv3x3 &conv, uint64_t, const Team &team,
                    float *gradient) override {
        const float scale = static_cast<float>(1.0 / elements_);
        std::vector<double> loss(bands_.size(), 0.0);
        each_band(team, [&](ImagePass &image, const Band &band, int, int) {
            image.forward_in(theta, band.begin, band.end);
        });
        each_band(team, [&](ImagePass &image, const Band &band, int, int slot) {
            image.forward_out(theta, conv, band.begin, band.end, slot);
        });
        each_band(team, [&](ImagePass &image, const Band &band, int i, int) {
            if (band.image == 2) {
                consistency_loss_whole(images_[0].denoised(), images_[1].denoised(),
                                       image.denoised(), weight_, scale, band.begin, band.end,
                                       image.diff_noise());
            } else {
                loss[i] = consistency_loss_view(image.denoised(), images_[1 - band.image].noisy(),
                                                images_[2].denoised(), weight_, band.image == 1,
                                                scale, band.begin, band.end, image.diff_noise());
            }
            image.backward_out(theta, band.begin, band.end, gradient + i * layout_.size);
        });
        each_band(team, [&](ImagePass &image, const Band &band, int i, int slot) {
            image.backward_in(conv, band.begin, band.end, gradient + i * layout_.size, slot);
        });
        double sum = 0;
        for (double band : loss) sum += band;
        return 0.5 * sum / elements_;
    }

  private:
    template <typename Call>
    void each_band(const Team &team, const Call &call) {
        team.run(static_cast<int>(bands_.size()),
                 [&](int i, int slot) { call(images_[bands_[i].image], bands_[i], i, slot); });
    }

    Layout layout_;
    Crop crop_;
    Memory memory_;
    ImagePass (&images_)[3];
    PlanesView weight_;
    double elements_;
    std::vector<Band> bands_;
};

}  // namespace

std::unique_ptr<Objective> make_whole_objective(const TrainingImage &image, const Layout &layout,
                                                Storage storage, Arena &arena) {
    return std::make_unique<WholeObjective>(image, layout, storage, arena);
}

Cost whole_objective_cost(const Layout &layout, Storage storage, const Shape &image) {
    Arena count;
    const Memory memory(layout, storage, image, count);
    count.take<float>(memory.bands().size() * layout.size);  // the shards' gradients
    return {count.peak(), memory.step_work()};
}

size_t largest_band_pixels(int width, int height) {
    const int rows = std::min(band_rows(width, height) + 2, height);
    return static_cast<size_t>(width) * rows;
}

}  // namespace zsn2n
