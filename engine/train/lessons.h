// SPDX-License-Identifier: BSD-2-Clause
// What a guided network learns from: planes made of the image's own, each with the pilot made of
// them alone, and targets whose noise is independent of theirs.
#pragma once

#include <cstdint>
#include <vector>

#include "pair/pair.h"
#include "pilot/pilot.h"

namespace zsn2n {

struct Lesson {
    Planes input;   // pilot, then noisy
    Planes target;  // noisy
    Planes weight;  // one plane: 1 where the target counts, else 0
};

// Whether crops of `size` x `size` pixels find room in an image's views.
bool room_for_lessons(int width, int height, int size);

// A part of an image: mask is one plane of 0 and 1, or has no data; guide is noisy's pilot.
struct LessonSource {
    PlanesView noisy, guide, mask;
    const NoiseTable &noise;
    const Pilot &pilot;
};

// Each view of a pair against the other (Mansour & Heckel 2023), on all four 2x2 grids: 8 lessons
// of half the size.
void add_pair_lessons(const LessonSource &source, const Team &team, std::vector<Lesson> &lessons);

}  // namespace zsn2n
