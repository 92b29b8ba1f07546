// SPDX-License-Identifier: BSD-2-Clause
// The fixed list of images, made by formula, and of the settings that each is denoised with.
#pragma once

#include <cstdint>
#include <vector>

#include "picture.h"

// What a picture shows, and what its noise is like.
enum class Kind {
    kPlain,     // a scene, independent noise
    kCoarse,    // noise that spans 2x2 pixels
    kShared,    // all planes have the same noise
    kHalfGrey,  // half of the noise is that of all planes
    kGrain,     // noise blurred by 3x3
    kImpulses,  // some pixels are black or white
    kBars,      // black bars without noise
    kPage,      // text
    kScreen,    // halftone dots
    kJpeg,      // coefficients of 8x8 blocks rounded, with their noise
    kBlotches,  // coarse noise in colour
    kRows,      // noise that rows share
    kFrozen,    // half of the noise stays from frame to frame
    kFlicker,   // every other frame is darker
    kFlash,     // one frame is bright
    kMover      // a faint square moves
};

struct Case {
    const char *name;
    Shape shape;
    const char *options;  // as zsn2n_params_parse() takes them
    int frames = 1;
    // Of the noise: the variance of a sample that is x is a x + b, in the scale 0..1.
    double a = 0, b = 0.006;
    Kind kind = Kind::kPlain;
    bool dark = false;        // so dark that zero clips much of the noise
    bool holes = false;       // alpha is 0 in some places
    double tolerance = 0.05;  // of the PSNR, in dB: what methods and CPUs may differ by
    int cut_at = INT32_MAX;   // frames from this one on show another scene
    int ahead = 0;            // frames after each that are given with it
};

const std::vector<Case> &cases();

struct Outcome {
    double psnr;    // of all samples of all frames against the picture without noise, in dB
    uint64_t hash;  // of all bytes of all results, padding included
};

// Denoises the frames of one case in one context; `more` are options that go before the case's own.
// Throws std::runtime_error with the library's message.
Outcome run(const Case &of, const char *more);
