// SPDX-License-Identifier: BSD-2-Clause
// Y, U and V seen as R, G and B, a rectangle at a time.
#pragma once

#include "image/crop_source.h"

namespace zsn2n {

// R, G and B of full-range BT.601, as JPEG files have it, at the size of Y; U and V of fewer
// samples are interpolated linearly. Other matrices and ranges change them by less than what noise
// is measured to. `luma`: the crops of a group of `host` whose first plane is Y; masked where they
// are. It, the host's memory and the arena outlive it. No rectangle has more pixels than `largest`.
class RgbCrops : public CropSource {
  public:
    RgbCrops(CropSource &luma, const zsn2n_image &host, const Shape &largest, Arena &arena)
        : luma_(luma), host_(host), memory_(host, largest, arena) {}

    int width() const override { return luma_.width(); }
    int height() const override { return luma_.height(); }
    bool masked() const override { return luma_.masked(); }
    TrainingImage crop(const Region &region, const Team &team) override;
    ConstPlanesView mask(const Region &region) override { return luma_.mask(region); }

    // What it takes of an arena.
    struct Memory {
        Memory(const zsn2n_image &host, const Shape &largest, Arena &arena);
        float *rgb, *chroma;
    };

  private:
    CropSource &luma_;
    zsn2n_image host_;
    Memory memory_;
};

}  // namespace zsn2n
