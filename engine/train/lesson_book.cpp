// SPDX-License-Identifier: BSD-2-Clause
#include "train/lesson_book.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

// The share of a region's pixels that may be learnt from.
double share(CropSource &image, const Region &region) {
    const ConstPlanesView mask = image.mask(region);
    size_t count = 0;
    for (int y = 0; y < mask.height; ++y) {
        for (int x = 0; x < mask.width; ++x) count += mask.at(x, y, 0) != 0.0f;
    }
    return static_cast<double>(count) / mask.shape().pixels();
}

// The next region of the sequence that has enough to learn from; of the first few the one with the
// most, if none has. `next`: its number, then the number after it.
Region place_where_unmasked(CropSource &image, const Shape &shape, int &next) {
    constexpr int kTries = 8;
    constexpr double kEnough = 0.5;
    Region best = lesson_region(shape, next++);
    if (!image.masked()) return best;
    double most = share(image, best);
    for (int i = 1; i < kTries && most < kEnough; ++i) {
        const Region region = lesson_region(shape, next++);
        const double one = share(image, region);
        if (one <= most) continue;
        most = one;
        best = region;
    }
    return best;
}

}  // namespace

LessonBook::Part::Part(const Shape &shape, bool masked, Arena &arena)
    : noisy(take_planes(arena, shape)), guide(take_planes(arena, shape)) {
    if (masked) mask = take_planes(arena, {shape.width, shape.height, 1});
}

LessonSource LessonBook::source(const Part &part) const {
    return {part.noisy, part.guide, part.mask, noise_, pilot_};
}

int LessonBook::regions(const Shape &image, const Plan &plan) {
    const Shape largest = lesson_region_shape(image);
    if (!room_for_lessons(largest.width, largest.height, plan.patch)) return 0;
    const double area = static_cast<double>(kLessonSide) * kLessonSide;
    return std::min(static_cast<int>(std::ceil(image.pixels() / area)), plan.regions);
}

LessonBook::LessonBook(CropSource &image, const Noise &noise, const Pilot &pilot, const Plan &plan,
                       const Team &team, Arena &arena)
    : noise_(noise), pilot_(pilot), arena_(arena), seed_(plan.seed), draws_(plan.draws) {
    const Shape shape{image.width(), image.height(), 0};
    const int count = regions(shape, plan);
    int next = 0;
    for (int i = 0; i < count; ++i) {
        const TrainingImage crop = image.crop(place_where_unmasked(image, shape, next), team);
        const Part part(crop.noisy.shape(), image.masked(), arena);
        copy_planes(crop.noisy, part.noisy);
        if (image.masked()) copy_planes(crop.mask, part.mask);
        pilot.run(part.noisy, noise, team, arena, part.guide);
        parts_.push_back(part);
        add_pair_lessons(source(part), team, arena, lessons_);
    }
}

float LessonBook::trust(const Team &team, const Correct &correct) {
    Trust trust;
    for (size_t i = 0; i < parts_.size(); ++i) {
        trust.add(source(parts_[i]), seed_ + (i << 48), draws_, team, arena_, correct);
    }
    return trust.share();
}

double LessonBook::count(const Shape &image, bool masked, const Pilot &pilot, const Plan &plan,
                         int threads, Arena &count) {
    const Shape largest = lesson_region_shape(image);
    const Cost whole = pilot.cost(largest, threads);
    double work = 0;
    for (int i = 0; i < regions(image, plan); ++i) {
        Part(largest, masked, count);
        count.visit(whole.bytes);
        work += whole.work + count_pair_lessons(largest, pilot, threads, count);
    }
    return work;
}

Cost LessonBook::trust_cost(const Shape &image, const Pilot &pilot, const Plan &plan,
                            size_t correct_bytes, int threads) {
    Cost cost = Trust::cost(lesson_region_shape(image), plan.draws, pilot, correct_bytes, threads);
    cost.work *= regions(image, plan);
    return cost;
}

double LessonBook::trust_pixels(const Shape &image, const Plan &plan) {
    return regions(image, plan) * (1 + 2 * plan.draws) * lesson_region_shape(image).pixels();
}

}  // namespace zsn2n
