// SPDX-License-Identifier: BSD-2-Clause
// A network with everything that it takes from image to image, and its training on one image.
#pragma once

#include "network/infer.h"
#include "train/frame_lessons.h"
#include "train/lesson_book.h"
#include "train/train.h"

namespace zsn2n {

struct Model {
    Layout layout;
    ModelState state;  // empty before the first training
    // The share of its correction that is made. A network alone has 1. One that corrects a pilot
    // has 0 before it is trained.
    float trust;

    // A network for a group of planes, which corrects a pilot or not.
    Model(int channels, bool corrects)
        : layout(corrects ? 2 * channels : channels, channels), trust(corrects ? 0.0f : 1.0f) {}
    // Whether it changes anything.
    bool works() const { return !state.empty() && trust != 0; }
    // Whether all numbers that the next image goes on from are finite.
    bool finite() const;
    void copy_from(const Model &other);
};

// How a network is trained on one image.
struct Training {
    bool whole_image;  // the published objective; else crops
    int crop_size;
    int steps;
    int first_steps;  // on frames, of a network that is new
    bool warm;        // goes on from the image before
    bool early_stop;  // may take fewer steps
    Schedule schedule;
    bool second_order;  // SOAP, else Adam
    MomentSettings moments;
    int regions, draws;  // of a correction's lessons
    uint64_t seed;
    Storage storage;

    // The trust's noise is the same for all groups of planes, whose seeds differ above 32 bits.
    LessonBook::Plan lessons() const { return {crop_size / 2, regions, draws, seed & 0xffffffff}; }
};

// Trains the network alone, on pairs of the image's own pixels. Throws what the team's tick throws,
// with the model half trained; so does the next.
TrainResult train_alone(const Training &how, CropSource &image, Conv3x3 &conv, const Team &team,
                        Arena &arena, Model &model);

// Trains the correction of a pilot from fresh weights, and measures its trust. Trains nothing where
// the image has no room for lessons.
TrainResult train_correction(const Training &how, CropSource &image, const Noise &noise,
                             const Pilot &pilot, Conv3x3 &conv, const Team &team, Arena &arena,
                             Model &model);

// Trains the correction of frames' results on this frame and the one before: how.first_steps from
// fresh weights where there are none, else how.steps. Before that it measures on these frames what
// the network is worth, which moves its trust. Returns the gain, a mean square error of a sample,
// as that measures it; 0 of a network that is new.
struct FrameTraining {
    TrainResult trained;
    double gain;
};
FrameTraining train_on_frames(const Training &how, const FramePair &frames, Conv3x3 &conv,
                              const Team &team, Arena &arena, Model &model);
Cost frame_training_cost(const Training &how, const Shape &image, int threads);

// The cost of either; pilot is null for the network alone.
Cost training_cost(const Training &how, const Shape &image, bool masked, const Pilot *pilot,
                   int threads);
// The work of one of its steps.
double training_step_work(const Training &how, const Shape &image);
// The largest rectangle that either reads at a time of an image that is not in memory.
Shape training_crop(const Training &how, const Shape &image, bool corrects);

// Bytes that a model holds, with what trains and runs it, beside the arena.
size_t model_bytes(const Training &how, const Method &method, const Shape &image, bool corrects,
                   int threads);

}  // namespace zsn2n
