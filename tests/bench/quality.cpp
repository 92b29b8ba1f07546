// SPDX-License-Identifier: BSD-2-Clause
#include <cstdio>

#include "engine.h"
#include "files.h"
#include "image_io.h"
#include "metrics.h"
#include "pairs.h"
#include "verbs.h"

namespace bench {
namespace {

struct Means {
    double psnr_noisy = 0, psnr = 0, ssim = 0, seconds = 0;
};

void run(const Arguments &arguments) {
    const ImagePairs pairs(arguments);
    const std::string write_dir = arguments.text("--write", "");
    const zsn2n_params params = params_from(arguments);
    if (!write_dir.empty()) make_folder(write_dir);

    Means sums;
    const int total = pairs.size();
    std::printf("image\twidth\theight\tchannels\tpsnr_noisy\tpsnr\tssim\tsteps\tseconds\n");
    for (int index = 0; index < total; ++index) {
        auto [name, clean, noisy] = pairs.load(index);
        const double before = psnr(noisy, clean);
        const Single single = denoise_single(
            params, "image " + std::to_string(index + 1) + " of " + std::to_string(total), &noisy);
        const double after = psnr(single.denoised, clean);
        const double similarity = ssim(single.denoised, clean);
        sums.psnr_noisy += before;
        sums.psnr += after;
        sums.ssim += similarity;
        sums.seconds += single.seconds;
        if (!write_dir.empty()) write_pair(write_dir, name, noisy, single.denoised);
        std::printf("%s\t%d\t%d\t%d\t%.3f\t%.3f\t%.4f\t%d\t%.3f\n", name.c_str(), clean.width,
                    clean.height, clean.channels, before, after, similarity, single.stats.steps,
                    single.seconds);
    }
    std::printf("images=%d psnr_noisy=%.3f psnr=%.3f ssim=%.4f seconds=%.3f\n", total,
                sums.psnr_noisy / total, sums.psnr / total, sums.ssim / total,
                sums.seconds / total);
}

}  // namespace

const Verb kQuality = {
    "quality",
    "PSNR, SSIM and time over a folder of still images",
    {kDataOption,
     kNoisyDirOption,
     kNoiseOption,
     kCropOption,
     kPresetOption,
     kSetOption,
     kThreadsOption,
     kImagesOption,
     {"--write", Option::kValue, "folder for NAME.noisy.png and NAME.denoised.png"}},
    run};

}  // namespace bench
