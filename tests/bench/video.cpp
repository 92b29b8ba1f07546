// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "color.h"
#include "engine.h"
#include "files.h"
#include "image_io.h"
#include "metrics.h"
#include "noise.h"
#include "verbs.h"

namespace bench {
namespace {

constexpr int kTail = 10;  // first frame, from 0, of psnr_tail and flicker

// Mean square of the change of the error from one frame to the next.
double error_change(const Image &result, const Image &clean, const Image &last_result,
                    const Image &last_clean) {
    double sum = 0;
    for (size_t i = 0; i < result.samples.size(); ++i) {
        const double error = double{result.samples[i]} - clean.samples[i];
        const double last = double{last_result.samples[i]} - last_clean.samples[i];
        sum += (error - last) * (error - last);
    }
    return sum / static_cast<double>(result.samples.size());
}

void run(const Arguments &arguments) {
    const std::string folder = arguments.required("--frames");
    const Noise noise = parse_noise(arguments.required("--noise"));
    const PixelFormat format = parse_pixel_format(arguments.text("--pix-fmt", "gbrp"));
    const std::string write_dir = arguments.text("--write", "");
    const bool cold = arguments.has("--cold");
    const std::vector<std::string> names = first_images(arguments, folder);
    const int total = static_cast<int>(names.size());
    if (!write_dir.empty()) make_folder(write_dir);

    Progress progress("video");
    zsn2n_params params = params_from(arguments);
    zsn2n_params_video(&params);
    Denoiser denoiser(params, &progress);
    const int tail_start = std::min(kTail, total - 1);
    double sum_noisy = 0, sum = 0, sum_tail = 0, sum_seconds = 0, sum_change = 0;
    Image last_result, last_clean;
    std::printf(
        "frame\tpsnr_noisy\tpsnr\twarm\tsteps\tloss\ttrain_seconds\tinfer_seconds\tseconds\n");
    for (int index = 0; index < total; ++index) {
        Image source = read_image(folder + "/" + names[index]);
        if (format.color == ZSN2N_COLOR_GRAY) source = to_gray(source);
        if (format.color != ZSN2N_COLOR_GRAY && source.channels != 3) {
            throw std::runtime_error(names[index] +
                                     " is grey: use --pix-fmt gray or a like format");
        }
        Frame frame(format, source.width, source.height),
            denoised(format, source.width, source.height);
        frame.store(source);
        const Image clean = frame.load();
        add_noise(&source, noise, index);
        frame.store(source);
        denoiser.next(index, total);
        if (cold) denoiser.reset();
        const double seconds = denoiser.process(frame.describe(), denoised.describe());
        const Image result = denoised.load();
        const double before = psnr(frame.load(), clean), after = psnr(result, clean);
        const zsn2n_stats stats = denoiser.stats();
        sum_noisy += before;
        sum += after;
        sum_seconds += seconds;
        if (index >= tail_start) sum_tail += after;
        if (index > tail_start) sum_change += error_change(result, clean, last_result, last_clean);
        last_result = result;
        last_clean = clean;
        if (!write_dir.empty()) write_pair(write_dir, names[index], frame.load(), result);
        std::printf("%d\t%.3f\t%.3f\t%d\t%d\t%.6f\t%.4f\t%.4f\t%.4f\n", index, before, after,
                    stats.warm, stats.steps, stats.loss, stats.train_seconds, stats.infer_seconds,
                    seconds);
    }
    const int changes = std::max(total - tail_start - 1, 1);
    std::printf(
        "frames=%d psnr_noisy=%.3f psnr=%.3f psnr_tail=%.3f flicker=%.3f seconds_per_frame=%.4f\n",
        total, sum_noisy / total, sum / total, sum_tail / (total - tail_start),
        255 * std::sqrt(sum_change / changes), sum_seconds / total);
}

}  // namespace

// Noise is added in RGB (in grey for grey formats) and the frame then rounded to the format. PSNR
// is taken in RGB against the clean frame after the same conversion to the format and back, so that
// subsampled chroma counts as the format's loss, not as the denoiser's.
const Verb kVideo = {
    "video",
    "PSNR and time over a folder of frames, one context, warm start; psnr_tail is frames 10 to the "
    "end, flicker the RMS change of the error from frame to frame there, in 1/255",
    {{"--frames", Option::kValue, "folder of clean frames; sorted by name, seed = index"},
     {"--noise", Option::kValue, kNoiseForms},
     {"--pix-fmt", Option::kValue,
      "format the engine sees: gbrp (default), yuv420p10, gbrpf32, gray ..."},
     {"--cold", Option::kFlag, "train every frame from fresh weights, for comparison"},
     kPresetOption,
     kSetOption,
     kThreadsOption,
     {"--images", Option::kValue, "only the first N frames"},
     {"--write", Option::kValue, "folder for NAME.noisy.png and NAME.denoised.png"}},
    run};

}  // namespace bench
