// SPDX-License-Identifier: BSD-2-Clause
// The image to train on, a rectangle at a time: from planes in memory, or from the host's pixels
// when they are asked for. Both give the same bits.
#pragma once

#include "image/group_image.h"

namespace zsn2n {

// mask: one plane, 1 where a pixel may be learnt from, else 0. No data: all may.
struct TrainingImage {
    ConstPlanesView noisy;
    ConstPlanesView mask;
};

class CropSource {
  public:
    virtual ~CropSource() = default;

    virtual int width() const = 0;
    virtual int height() const = 0;
    virtual bool masked() const = 0;

    // The planes of a rectangle, its corner at (0, 0). They last until the next call of either.
    virtual TrainingImage crop(const Region &region, const Team &team) = 0;
    // The mask alone, where masked().
    virtual ConstPlanesView mask(const Region &region) = 0;
};

class PlanesCrops : public CropSource {
  public:
    explicit PlanesCrops(const TrainingImage &image) : image_(image) {}

    int width() const override { return image_.noisy.width; }
    int height() const override { return image_.noisy.height; }
    bool masked() const override { return image_.mask.data != nullptr; }
    TrainingImage crop(const Region &region, const Team &) override {
        return {image_.noisy.part(region), masked() ? mask(region) : ConstPlanesView()};
    }
    ConstPlanesView mask(const Region &region) override { return image_.mask.part(region); }

  private:
    TrainingImage image_;
};

// A rectangle of an image, as if it were all of it. `image` outlives it.
class PartCrops : public CropSource {
  public:
    PartCrops(CropSource &image, const Region &part) : image_(image), part_(part) {}

    int width() const override { return part_.width(); }
    int height() const override { return part_.height(); }
    bool masked() const override { return image_.masked(); }
    TrainingImage crop(const Region &region, const Team &team) override {
        return image_.crop(inside(region), team);
    }
    ConstPlanesView mask(const Region &region) override { return image_.mask(inside(region)); }

  private:
    Region inside(const Region &region) const {
        return {region.left + part_.left, region.top + part_.top, region.right + part_.left,
                region.bottom + part_.top};
    }

    CropSource &image_;
    Region part_;
};

// `image` and the arena outlive it. No rectangle has more pixels than `largest`.
class HostCrops : public CropSource {
  public:
    HostCrops(const GroupImage &image, const Shape &largest, Arena &arena)
        : image_(image), memory_(largest, image.reach(), arena) {}

    int width() const override { return image_.width(); }
    int height() const override { return image_.height(); }
    bool masked() const override { return image_.masked(); }
    TrainingImage crop(const Region &region, const Team &team) override;
    ConstPlanesView mask(const Region &region) override;

    // What it takes of an arena.
    struct Memory {
        // reach: how far masked pixels look for others; 0: none is masked.
        Memory(const Shape &largest, int reach, Arena &arena);
        float *noisy, *mask;
    };

  private:
    const GroupImage &image_;
    Memory memory_;
};

}  // namespace zsn2n
