// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <vector>

#include "pair/pair.h"
#include "train/image_pass.h"
#include "train/loss.h"
#include "train/objective.h"

namespace zsn2n {

namespace {

// About 32 bands an image, but none below what keeps a core busy for a while nor above what keeps a
// cancel waiting (65536 pixels of backward_in() take 50 ms in f32). Their number depends on the
// image alone.
constexpr int kBands = 32, kLeastBand = 4096, kLargestBand = 65536;

int band_rows(int width, int height) {
    const int rows = (height + kBands - 1) / kBands;
    return std::max(2, std::min(std::max(rows, kLeastBand / width), kLargestBand / width));
}

int band_count(int width, int height) {
    const int rows = band_rows(width, height);
    return (height + rows - 1) / rows;
}

struct Band {
    int image, begin, end;
};

class WholeObjective : public Objective {
  public:
    WholeObjective(const TrainingImage &image, const Layout &layout, Storage storage)
        : layout_(layout),
          crop_(whole_crop(image.noisy.width, image.noisy.height)),
          weight_(crop_.columns, crop_.rows, 1) {
        images_.emplace_back(layout, storage, crop_.columns, crop_.rows);
        images_.emplace_back(layout, storage, crop_.columns, crop_.rows);
        images_.emplace_back(layout, storage, image.noisy.width, image.noisy.height);
        downsample_pair(image.noisy, crop_, images_[0].noisy(), images_[1].noisy());
        const PlanesView whole = images_[2].noisy();
        for (int c = 0; c < whole.channels; ++c) {
            for (int y = 0; y < whole.height; ++y) {
                std::copy_n(&image.noisy.at(0, y, c), whole.width, &whole.at(0, y, c));
            }
        }
        elements_ = static_cast<double>(
                        std::max<size_t>(pair_weight(image.mask, crop_, weight_.view()), 1)) *
                    layout.out;
        // The whole image first: its bands are the longest.
        for (int i : {2, 0, 1}) {
            const int height = images_[i].height(), rows = band_rows(images_[i].width(), height);
            for (int y = 0; y < height; y += rows) {
                bands_.push_back({i, y, std::min(y + rows, height)});
            }
        }
    }

    int shards() const override { return static_cast<int>(bands_.size()); }

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
                                       image.denoised(), weight_.view(), scale, band.begin,
                                       band.end, image.diff_noise());
            } else {
                loss[i] =
                    consistency_loss_view(image.denoised(), images_[1 - band.image].noisy(),
                                          images_[2].denoised(), weight_.view(), band.image == 1,
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
    Planes weight_;
    double elements_;
    std::vector<ImagePass> images_;  // D1, D2 and the image itself
    std::vector<Band> bands_;
};

}  // namespace

std::unique_ptr<Objective> make_whole_objective(const TrainingImage &image, const Layout &layout,
                                                Storage storage) {
    return std::make_unique<WholeObjective>(image, layout, storage);
}

size_t whole_objective_bytes(const Layout &layout, Storage storage, int width, int height) {
    const int columns = width / 2, rows = height / 2;
    const size_t views = static_cast<size_t>(columns) * rows;
    const size_t shards = band_count(width, height) + 2 * band_count(columns, rows);
    return ImagePass::bytes(layout, storage, static_cast<size_t>(width) * height) +
           2 * ImagePass::bytes(layout, storage, views) + views * sizeof(float) +
           shards * layout.size * sizeof(float);
}

size_t largest_band_pixels(int width, int height) {
    const int rows = std::min(band_rows(width, height) + 2, height);
    return static_cast<size_t>(width) * rows;
}

}  // namespace zsn2n
