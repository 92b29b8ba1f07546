// SPDX-License-Identifier: BSD-2-Clause
#include "train/lessons.h"

namespace zsn2n {

namespace {

Lesson blank_lesson(int width, int height, int count) {
    Lesson lesson;
    lesson.input.resize(width, height, 2 * count);
    lesson.target.resize(width, height, count);
    lesson.weight.resize(width, height, 1);
    return lesson;
}

void add_pilot(Lesson &lesson, const Pilot &pilot, const NoiseTable &noise, const Team &team) {
    const PlanesView input = lesson.input.view();
    const int count = input.channels / 2;
    pilot(input.channels_from(count, count), noise, team, input.channels_from(0, count));
}

}  // namespace

bool room_for_lessons(int width, int height, int size) {
    return std::min(width, height) / 2 > size;
}

void add_pair_lessons(const LessonSource &source, const Team &team, std::vector<Lesson> &lessons) {
    const int count = source.noisy.channels;
    // A view's sample is the mean of two.
    const NoiseTable noise = source.noise.scaled(0.5f);
    for (int grid = 0; grid < 4; ++grid) {
        const int left = grid % 2, top = grid / 2;
        const Crop crop{
            left,  top,  (source.noisy.width - left) / 2, (source.noisy.height - top) / 2, false,
            false, false};
        const int width = crop.view_width(), height = crop.view_height();
        Lesson first = blank_lesson(width, height, count),
               second = blank_lesson(width, height, count);
        downsample_pair(source.noisy, crop, first.target.view(), second.target.view());
        copy_planes(second.target.view(), first.input.view().channels_from(count, count));
        copy_planes(first.target.view(), second.input.view().channels_from(count, count));
        for (Lesson *lesson : {&first, &second}) {
            add_pilot(*lesson, source.pilot, noise, team);
            pair_weight(source.mask, crop, lesson->weight.view());
            lessons.push_back(std::move(*lesson));
        }
    }
}

}  // namespace zsn2n
