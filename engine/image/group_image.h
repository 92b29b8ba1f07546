// SPDX-License-Identifier: BSD-2-Clause
// One plane group of a host's image: rectangles of it become float planes, and are written back.
#pragma once

#include "base/team.h"
#include "image/host_image.h"
#include "image/points.h"
#include "image/survey.h"

namespace zsn2n {

class GroupImage {
  public:
    // The image's memory outlives this.
    GroupImage(const zsn2n_image &image, PlaneGroup group, Survey survey)
        : image_(image), group_(std::move(group)), survey_(std::move(survey)) {}

    const zsn2n_image &host() const { return image_; }
    const PlaneGroup &group() const { return group_; }
    int width() const { return group_.width; }
    int height() const { return group_.height; }
    int channels() const { return static_cast<int>(group_.planes.size()); }
    const std::vector<int> &planes() const { return group_.planes; }
    // R, G and B together: texture of one shows in the others.
    bool rgb() const { return image_.color == ZSN2N_COLOR_RGB && channels() == 3; }
    // Some pixel has no alpha, a sample beyond kWildSample, or no noise.
    bool masked() const { return survey_.masked || survey_.flat; }
    // So far, at most, a masked pixel looks for others.
    int reach() const {
        if (survey_.flat) return 2 * FlatMap::kMirror;
        return masked() ? kFillReach : 0;
    }
    Region region() const { return {0, 0, group_.width, group_.height}; }

    // Reads the samples and the mask of `region`, which is the size of noisy and mask, without
    // impulses, and fills masked pixels. Where masked, pixels within reach() of the region's edges
    // may be filled otherwise than in a larger region. mask is left alone where no pixel is masked.
    void read(const Region &region, const Team &team, const PlanesView &noisy,
              const PlanesView &mask) const;
    // The share of the samples that were impulses, and of the pixels without noise.
    double impulses() const {
        return survey_.impulses ? static_cast<double>(survey_.impulses->count()) / samples() : 0;
    }
    // None where some pixel is masked by the host, or wild.
    std::vector<Point> points(const Team &team) const {
        if (survey_.masked) return {};
        return find_points(image_, group_, survey_.flat.get(), team);
    }
    double flat() const { return survey_.flat ? survey_.flat->share(width(), height()) : 0; }
    // Reads the mask alone.
    void read_mask(const Region &region, const PlanesView &mask) const {
        read_valid(region, mask);
        if (survey_.flat) survey_.flat->exclude(region, mask);
    }

    // Blends noisy and denoised by strength into dst's `region`. row_samples holds row_bytes() for
    // each thread of the team. Allocates nothing.
    void write(const Region &region, const ConstPlanesView &noisy, const ConstPlanesView &denoised,
               const ConstPlanesView &mask, float strength, const Team &team, uint8_t *row_samples,
               const zsn2n_image &dst) const;
    size_t row_bytes() const { return masked() ? group_.width * sample_bytes(image_) : 0; }

  private:
    double samples() const { return static_cast<double>(width()) * height() * channels(); }
    // As if there was noise everywhere.
    void read_valid(const Region &region, const PlanesView &mask) const {
        import_alpha_mask(image_, group_, region, mask);
        exclude_wild(image_, group_, region, mask);
    }

    zsn2n_image image_;
    PlaneGroup group_;
    Survey survey_;
};

}  // namespace zsn2n
