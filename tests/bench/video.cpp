// SPDX-License-Identifier: BSD-2-Clause
#include <cstdio>
#include <stdexcept>

#include "clip.h"
#include "files.h"
#include "image_io.h"
#include "verbs.h"

namespace bench {
namespace {

void run(const Arguments &arguments) {
    const Clip clip = clip_from(arguments);
    const std::string write_dir = arguments.text("--write", "");
    if (!write_dir.empty()) make_folder(write_dir);
    Progress progress("video");
    zsn2n_params params = params_from(arguments);
    zsn2n_params_video(&params);
    std::printf(
        "frame\tpsnr_noisy\tpsnr\twarm\tsteps\tloss\ttrain_seconds\tinfer_"
        "seconds\tseconds\tscene\n");
    const ClipResult result = denoise_clip(
        clip, params, arguments.has("--cold"), &progress, [&](const FrameResult &frame) {
            const zsn2n_stats &stats = frame.stats;
            std::printf("%d\t%.3f\t%.3f\t%d\t%d\t%.6f\t%.4f\t%.4f\t%.4f\t%.3f\n", frame.index,
                        frame.psnr_noisy, frame.psnr, stats.warm, stats.steps, stats.loss,
                        stats.train_seconds, stats.infer_seconds, frame.seconds, stats.scene);
            if (!write_dir.empty())
                write_pair(write_dir, clip.names[frame.index], frame.noisy, frame.denoised);
        });
    std::printf(
        "frames=%d psnr_noisy=%.3f psnr=%.3f psnr_tail=%.3f flicker=%.3f seconds_per_frame=%.4f",
        clip.frames(), result.psnr_noisy, result.psnr, result.psnr_tail, result.flicker,
        result.seconds);
    if (clip.mover != 0) std::printf(" ghost=%.3f", result.ghost);
    std::printf("\n");
}

struct Stage {
    const char *what, *options;
};

// Each adds something to one before it.
constexpr Stage kStages[] = {
    {"one_frame_dct", "preset=fast:temporal=0"},
    {"fast", "preset=fast"},
    {"one_frame_quick", "preset=fast:guides=quick:temporal=0"},
    {"medium_no_network", "preset=medium:warm_steps=0"},
    {"medium", "preset=medium"},
    {"one_frame_pilot", "preset=fast:guides=pilot:temporal=0"},
    {"slow_no_network", "preset=slow:warm_steps=0:lookahead=0"},
    {"slow_no_lookahead", "preset=slow:lookahead=0"},
    {"slow_lookahead_1", "preset=slow:lookahead=1"},
    {"slow", "preset=slow"},
    {"slow_lookahead_4", "preset=slow:lookahead=4"},
};

double run_stage(const Arguments &arguments, const Clip &clip, const Stage &stage) {
    zsn2n_params params = params_from(arguments);
    zsn2n_params_video(&params);
    char message[256];
    if (zsn2n_params_parse(&params, stage.options, message, sizeof message) != ZSN2N_OK)
        throw std::runtime_error(message);
    Progress progress(stage.what);
    int steps = 0;
    const ClipResult result =
        denoise_clip(clip, params, false, &progress,
                     [&](const FrameResult &frame) { steps += frame.stats.steps; });
    std::printf("%s\t%s\t%.3f\t%.3f\t%.3f\t%.1f\t%.1f\n", stage.what, stage.options,
                result.psnr_tail, result.flicker, result.ghost, 1000 * result.seconds,
                static_cast<double>(steps) / clip.frames());
    return result.psnr_tail;
}

void run_stages(const Arguments &arguments) {
    const Clip clip = clip_from(arguments);
    std::printf("stage\toptions\tpsnr_tail\tflicker\tghost\tmilliseconds\tsteps\n");
    double without_medium = 0, without_slow = 0, medium = 0, slow = 0;
    for (const Stage &stage : kStages) {
        const double figure = run_stage(arguments, clip, stage);
        const std::string what = stage.what;
        if (what == "medium_no_network") without_medium = figure;
        if (what == "medium") medium = figure;
        if (what == "slow_no_network") without_slow = figure;
        if (what == "slow_no_lookahead") slow = figure;
    }
    std::printf("frames=%d network_medium=%.3f network_slow=%.3f\n", clip.frames(),
                medium - without_medium, slow - without_slow);
}

}  // namespace

// Noise is added in RGB (in grey for grey formats) and the frame then rounded to the format. PSNR
// is taken in RGB against the clean frame after the same conversion to the format and back, so that
// subsampled chroma counts as the format's loss, not as the denoiser's.
const Verb kVideo = {
    "video",
    "PSNR and time over a folder of frames, one context, warm start; psnr_tail is frames 10 to the "
    "end, flicker the RMS change of the error from frame to frame there, in 1/255",
    {kFramesOption,
     kNoiseOption,
     kPixelFormatOption,
     {"--cold", Option::kFlag, "train every frame from fresh weights, for comparison"},
     kMoverOption,
     kPresetOption,
     kSetOption,
     kThreadsOption,
     kImagesOption,
     {"--write", Option::kValue, "folder for NAME.noisy.png and NAME.denoised.png"}},
    run};

const Verb kVideoStages = {
    "stages",
    "what each stage of a video's presets is worth, in dB and milliseconds; and the network by "
    "itself, where it runs",
    {kFramesOption, kNoiseOption, kPixelFormatOption, kMoverOption, kSetOption, kThreadsOption,
     kImagesOption},
    run_stages};

}  // namespace bench
