// SPDX-License-Identifier: BSD-2-Clause
#include "train/frame_lessons.h"

#include <algorithm>

#include "base/median.h"

namespace zsn2n {

namespace {

// Where the results differ by more than so many times the median of their squared difference, by
// squares of kNear pixels around, something was covered.
constexpr float kCovered = 3;
constexpr int kNear = 5;

// What a region takes beside its lesson.
struct Scratch {
    Scratch(const Shape &region, Arena &arena)
        : moved(take_planes(arena, region)),
          unknown(take_planes(arena, {region.width, region.height, 1})),
          apart(take_planes(arena, {region.width, region.height, 1})) {}
    PlanesView moved, unknown, apart;
};

// apart = the squared difference of two images, summed over channels and squares around.
void compare(const ConstPlanesView &a, const ConstPlanesView &b, const PlanesView &apart) {
    std::vector<float> line(a.width);
    const int reach = kNear / 2;
    for (int y = 0; y < a.height; ++y) {
        std::fill(line.begin(), line.end(), 0.0f);
        for (int v = std::max(y - reach, 0); v <= std::min(y + reach, a.height - 1); ++v) {
            for (int c = 0; c < a.channels; ++c) {
                for (int x = 0; x < a.width; ++x) {
                    const float d = a.at(x, v, c) - b.at(x, v, c);
                    line[x] += d * d;
                }
            }
        }
        for (int x = 0; x < a.width; ++x) {
            float sum = 0;
            for (int u = std::max(x - reach, 0); u <= std::min(x + reach, a.width - 1); ++u)
                sum += line[u];
            apart.at(x, y, 0) = sum;
        }
    }
}

}  // namespace

bool FrameLessons::possible(const Shape &image, int patch) {
    return std::min(image.width, image.height) >= 2 * patch;
}

FrameLessons::FrameLessons(const FramePair &frames, int regions, uint64_t number, const Team &team,
                           Arena &arena) {
    const int channels = frames.now.noisy.channels;
    for (int i = 0; i < regions; ++i) {
        const Region region = lesson_region(frames.now.noisy.shape(), number * regions + i);
        const Lesson lesson(region.width(), region.height(), channels, arena);
        const Arena::Scope scope(arena);
        const Scratch scratch({region.width(), region.height(), channels}, arena);
        const ConstPlanesView result = frames.before.result.part(region);
        copy_planes(result, lesson.input.channels_from(0, channels));
        copy_planes(frames.before.noisy.part(region),
                    lesson.input.channels_from(channels, channels));
        warp(frames.now.result, frames.back, region, team, scratch.moved, scratch.unknown);
        compare(result, scratch.moved, scratch.apart);
        warp(frames.now.noisy, frames.back, region, team, lesson.target, scratch.unknown);
        const size_t pixels = scratch.apart.shape().samples();
        const float most =
            kCovered * median(std::vector<float>(scratch.apart.data, scratch.apart.data + pixels));
        for (int y = 0; y < region.height(); ++y) {
            for (int x = 0; x < region.width(); ++x) {
                const bool counts =
                    !frames.mask.data || frames.mask.at(region.left + x, region.top + y, 0) != 0;
                lesson.weight.at(x, y, 0) =
                    counts && scratch.unknown.at(x, y, 0) == 0 && scratch.apart.at(x, y, 0) <= most
                        ? 1.0f
                        : 0.0f;
            }
        }
        lessons_.push_back(lesson);
    }
}

FrameLessons::Worth FrameLessons::worth(Arena &arena, const Correct &correct) const {
    double along = 0, square = 0, count = 0;
    for (const Lesson &lesson : lessons_) {
        const Arena::Scope scope(arena);
        const ConstPlanesView &target = lesson.target;
        const PlanesView denoised = take_planes(arena, target.shape());
        correct(lesson.input, denoised);
        for (int c = 0; c < target.channels; ++c) {
            for (int y = 0; y < target.height; ++y) {
                for (int x = 0; x < target.width; ++x) {
                    if (lesson.weight.at(x, y, 0) == 0) continue;
                    const double base = lesson.input.at(x, y, c);
                    const double correction = denoised.at(x, y, c) - base;
                    along += correction * (target.at(x, y, c) - base);
                    square += correction * correction;
                    ++count;
                }
            }
        }
    }
    if (!(square > 0)) return {0, 0};
    const double share = std::clamp(along / square, 0.0, 1.0);
    return {share, share * (2 * along - share * square) / count};
}

void FrameLessons::count(const Shape &image, int regions, size_t correct_bytes, Arena &count) {
    const Shape one = lesson_region_shape(image);
    for (int i = 0; i < regions; ++i) {
        Lesson(one.width, one.height, one.channels, count);
        const Arena::Scope scope(count);
        Scratch(one, count);
    }
    const Arena::Scope scope(count);
    take_planes(count, one);
    count.visit(correct_bytes);
}

}  // namespace zsn2n
