// SPDX-License-Identifier: BSD-2-Clause
// What a network that corrects a pilot learns from: planes made of the image's own, each with the
// pilot made of them alone, and targets whose noise is independent of theirs.
#pragma once

#include <cstdint>
#include <vector>

#include "pair/pair.h"
#include "pilot/pilot.h"

namespace zsn2n {

struct Lesson {
    // Takes its memory and looks at nothing.
    Lesson(int width, int height, int channels, Arena &arena)
        : input(take_planes(arena, {width, height, 2 * channels})),
          target(take_planes(arena, {width, height, channels})),
          weight(take_planes(arena, {width, height, 1})) {}

    PlanesView input;   // pilot, then noisy
    PlanesView target;  // noisy
    PlanesView weight;  // one plane: 1 where the target counts, else 0
};

// Whether crops of `size` x `size` pixels find room in an image's views.
bool room_for_lessons(int width, int height, int size);

// A part of an image: mask is one plane of 0 and 1, or has no data; guide is noisy's pilot.
struct LessonSource {
    ConstPlanesView noisy, guide, mask;
    const Noise &noise;
    const Pilot &pilot;
};

// Makes each view of a pair a lesson with the other as its target (Mansour & Heckel 2023), on all
// four 2x2 grids: 8 lessons of half the size. They keep what they take of the arena.
void add_pair_lessons(const LessonSource &source, const Team &team, Arena &arena,
                      std::vector<Lesson> &lessons);
// Takes what the call keeps of an arena that counts, and visits what else it takes. Returns its
// work.
double count_pair_lessons(const Shape &source, const Pilot &pilot, int threads, Arena &count);

}  // namespace zsn2n
