// SPDX-License-Identifier: BSD-2-Clause
#include "train/lessons.h"

#include <cmath>

#include "base/rng.h"
#include "image/bands.h"

namespace zsn2n {

namespace {

// visit(x, y, c) for every sample, in parallel.
template <typename Visit>
void each_sample(const PlanesView &planes, const Team &team, const Visit &visit) {
    each_band(team, planes.width, planes.height, [&](int begin, int end, int) {
        for (int c = 0; c < planes.channels; ++c) {
            for (int y = begin; y < end; ++y) {
                for (int x = 0; x < planes.width; ++x) visit(x, y, c);
            }
        }
    });
}

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

HeldOut held_out_rows(int height) {
    return {height * 3 / 8, height - height * 3 / 8};
}

bool room_for_lessons(int width, int height, int size) {
    return width / 2 > size && held_out_rows(height / 2).top >= size;
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

void add_recorrupted_lessons(const LessonSource &source, uint64_t seed, const Team &team,
                             std::vector<Lesson> &lessons) {
    const PlanesView &noisy = source.noisy;
    const int count = noisy.channels;
    Planes random(noisy.width, noisy.height, count);
    const PlanesView z = random.view();
    team.run(noisy.height, [&](int y, int) {
        Rng rng(seed, static_cast<uint64_t>(y));
        for (int c = 0; c < count; ++c) {
            for (int x = 0; x < noisy.width; ++x) {
                const float variance =
                    NoiseTable::at(source.noise.variance[c], source.guide.at(x, y, c));
                z.at(x, y, c) = std::sqrt(variance) * rng.normal();
            }
        }
    });
    const NoiseTable noise = source.noise.scaled(1 + kRecorruption * kRecorruption);
    for (const float sign : {1.0f, -1.0f}) {
        Lesson lesson = blank_lesson(noisy.width, noisy.height, count);
        const PlanesView input = lesson.input.view().channels_from(count, count);
        const PlanesView target = lesson.target.view(), weight = lesson.weight.view();
        each_sample(noisy, team, [&](int x, int y, int c) {
            const float step = sign * z.at(x, y, c);
            input.at(x, y, c) = noisy.at(x, y, c) + kRecorruption * step;
            target.at(x, y, c) = noisy.at(x, y, c) - step / kRecorruption;
        });
        each_sample(weight, team, [&](int x, int y, int) {
            weight.at(x, y, 0) = source.mask.data ? source.mask.at(x, y, 0) : 1.0f;
        });
        add_pilot(lesson, source.pilot, noise, team);
        lessons.push_back(std::move(lesson));
    }
}

}  // namespace zsn2n
