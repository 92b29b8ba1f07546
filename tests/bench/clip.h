// SPDX-License-Identifier: BSD-2-Clause
// A clip of clean frames with noise added, denoised by one context, and what comes of it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "color.h"
#include "engine.h"
#include "noise.h"
#include "pairs.h"

namespace bench {

// With --noise and --images of pairs.h they make a clip.
extern const Option kFramesOption, kPixelFormatOption, kMoverOption;

struct Clip {
    std::string folder;
    std::vector<std::string> names;  // of the frames, in order
    Noise noise;
    PixelFormat format;
    double mover = 0;  // brightness of a disc that crosses the frames, beside theirs; 0: none

    int frames() const { return static_cast<int>(names.size()); }
};

// --frames, --noise, --pix-fmt, --images and --mover.
Clip clip_from(const Arguments &arguments);

// A frame by itself. Images are what the format makes of them, back in RGB or grey.
struct FrameResult {
    int index;
    Image noisy, clean, denoised;
    double psnr_noisy, psnr, seconds;
    zsn2n_stats stats;
};

struct ClipResult {
    double psnr_noisy, psnr, psnr_tail;  // means over frames, dB; the tail is frames 10 to the end
    double flicker;                      // RMS change of the error from frame to frame in the tail
    double seconds;                      // a frame
    // Where the mover was in the five frames before and is no more, the RMS error over that of the
    // whole frame, in the tail; 0 without a mover.
    double ghost;
};

// params are those for a video. `cold`: each frame by itself.
ClipResult denoise_clip(const Clip &clip, const zsn2n_params &params, bool cold, Progress *progress,
                        const std::function<void(const FrameResult &)> &each = {});

}  // namespace bench
