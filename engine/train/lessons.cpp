// SPDX-License-Identifier: BSD-2-Clause
#include "train/lessons.h"

namespace zsn2n {

namespace {

constexpr int kGrids = 4;

Crop grid_crop(const Shape &source, int grid) {
    const int left = grid % 2, top = grid / 2;
    return {left, top, (source.width - left) / 2, (source.height - top) / 2, false, false, false};
}

}  // namespace

bool room_for_lessons(int width, int height, int size) {
    return std::min(width, height) / 2 > size;
}

void add_pair_lessons(const LessonSource &source, const Team &team, Arena &arena,
                      std::vector<Lesson> &lessons) {
    const int count = source.noisy.channels;
    const Noise noise = source.noise.of_pair();
    for (int grid = 0; grid < kGrids; ++grid) {
        const Crop crop = grid_crop(source.noisy.shape(), grid);
        const int width = crop.view_width(), height = crop.view_height();
        const Lesson first(width, height, count, arena), second(width, height, count, arena);
        downsample_pair(source.noisy, crop, first.target, second.target);
        copy_planes(second.target, first.input.channels_from(count, count));
        copy_planes(first.target, second.input.channels_from(count, count));
        for (const Lesson &lesson : {first, second}) {
            source.pilot.run(lesson.input.channels_from(count, count), noise, team, arena,
                             lesson.input.channels_from(0, count));
            pair_weight(source.mask, crop, lesson.weight);
            lessons.push_back(lesson);
        }
    }
}

double count_pair_lessons(const Shape &source, const Pilot &pilot, int threads, Arena &count) {
    double work = 0;
    for (int grid = 0; grid < kGrids; ++grid) {
        const Crop crop = grid_crop(source, grid);
        const Shape view{crop.view_width(), crop.view_height(), source.channels};
        for (int i = 0; i < 2; ++i) {
            Lesson(view.width, view.height, view.channels, count);
            const Cost cost = pilot.cost(view, threads);
            count.visit(cost.bytes);
            work += cost.work;
        }
    }
    return work;
}

}  // namespace zsn2n
