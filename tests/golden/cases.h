// SPDX-License-Identifier: BSD-2-Clause
// The fixed list of images, made by formula, and of the settings that each is denoised with.
#pragma once

#include <cstdint>
#include <vector>

#include "picture.h"

struct Case {
    const char *name;
    Shape shape;
    const char *options;  // as zsn2n_params_parse() takes them
    int frames = 1;
    // Of the noise: the variance of a sample that is x is a x + b, in the scale 0..1.
    double a = 0, b = 0.006;
    bool coarse = false;      // noise that spans pixels
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
