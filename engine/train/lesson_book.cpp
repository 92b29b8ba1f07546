// SPDX-License-Identifier: BSD-2-Clause
#include "train/lesson_book.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

void copy(const PlanesView &src, Planes &dst) {
    dst.resize(src.width, src.height, src.channels);
    copy_planes(src, dst.view());
}

// Region number i: the middle one first, the others where the additive recurrence of the plastic
// number's powers puts them (low discrepancy in two dimensions).
Region region(int width, int height, int i) {
    constexpr double kAcross = 0.7548776662466927, kDown = 0.5698402909980532;
    const auto begin = [](double part, int room) {
        return static_cast<int>((part - std::floor(part)) * (room + 1));
    };
    const int w = std::min(width, LessonBook::kSide), h = std::min(height, LessonBook::kSide);
    const int left = begin(0.5 + i * kAcross, width - w);
    const int top = begin(0.5 + i * kDown, height - h);
    return {left, top, left + w, top + h};
}

}  // namespace

LessonBook::LessonBook(CropSource &image, const NoiseTable &noise, const Pilot &pilot,
                       const Plan &plan, const Team &team)
    : noise_(noise), pilot_(pilot), seed_(plan.seed), draws_(plan.draws) {
    const int width = image.width(), height = image.height();
    if (!room_for_lessons(std::min(width, kSide), std::min(height, kSide), plan.patch)) return;
    const double area = static_cast<double>(kSide) * kSide;
    const int regions = std::clamp(
        static_cast<int>(std::ceil(static_cast<double>(width) * height / area)), 1, plan.regions);
    for (int i = 0; i < regions; ++i) {
        parts_.emplace_back();
        Part &part = parts_.back();
        const TrainingImage crop = image.crop(region(width, height, i), team);
        copy(crop.noisy, part.noisy);
        if (crop.mask.data) copy(crop.mask, part.mask);
        part.guide.resize(part.noisy.width(), part.noisy.height(), crop.noisy.channels);
        pilot(part.noisy.view(), noise, team, part.guide.view());
        add_pair_lessons(source(part), team, lessons_);
    }
}

float LessonBook::trust(const Team &team, const Correct &correct) {
    Trust trust;
    for (size_t i = 0; i < parts_.size(); ++i) {
        trust.add(source(parts_[i]), seed_ + (i << 48), draws_, team, correct);
    }
    return trust.share();
}

size_t LessonBook::bytes(int channels, int regions) {
    // Planes of a region: itself, its pilot and mask; the pairs' eight lessons of three images and
    // a weight, of a quarter each. The trust's: inputs and results of two networks' passes.
    const size_t planes = 2 * channels + 1 + 2 * (3 * channels + 1);
    return (regions * planes + 6 * channels) * kSide * kSide * sizeof(float);
}

}  // namespace zsn2n
