// SPDX-License-Identifier: BSD-2-Clause
// Frames of made scenes, and what two contexts must agree in that went on alike.
#pragma once

#include "picture.h"

// The still scene of Picture::fill_noisy() with the noise of `seed`.
Picture frame(const Shape &shape, uint64_t seed);
// A scene that has nothing in common with it: patches of random brightness 24 pixels wide.
Picture other_scene(const Shape &shape, uint64_t seed);

// Frame i of a scene that moves by two pixels to the left and one up from frame to frame, with
// noise. That of the chroma planes of YUV spans `coarse` pixels each way, an odd number.
Picture moving_frame(const Shape &shape, int i, double sigma = 0.1, int coarse = 1);

// Denoises one frame; fails the test if that fails.
Picture next(Context &context, const Picture &noisy);

// Bytes for such a picture within `cap`; the least that works where `cap` is 1.
uint64_t required(zsn2n_params params, const Picture &picture, uint64_t cap = 0);

// Defaults with "name=value:name=value" on top, for two threads.
zsn2n_params params_of(const std::string &options);
// The same for frames of a video.
zsn2n_params video_of(const std::string &options);

bool finite(const Picture &picture);

// All that the stats say but for times.
void expect_same_stats(const zsn2n_stats &a, const zsn2n_stats &b);

// Denoises the same frames in both contexts, and expects the same bits and stats of both.
void expect_same_course(Context &a, Context &b, const std::vector<Picture> &frames);

// Cancels from the progress callback, once `at` is reached.
struct CancelAt {
    double at = 2;
    zsn2n_callbacks callbacks() { return {this, nullptr, tell}; }
    static int tell(void *user, double fraction) {
        return fraction >= static_cast<CancelAt *>(user)->at;
    }
};
