// SPDX-License-Identifier: BSD-2-Clause
#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "engine.h"
#include "files.h"
#include "image_io.h"
#include "metrics.h"
#include "noise.h"
#include "verbs.h"

namespace bench {
namespace {

struct Means {
    double psnr_noisy = 0, psnr = 0, ssim = 0, seconds = 0;
};

Image crop_if_asked(Image image, int crop) {
    return crop ? center_crop(image, crop) : image;
}

// The clean image's partner of the same name; a JPEG may stand beside a PNG.
std::string partner(const std::vector<std::string> &names, const std::string &name) {
    const auto stem = [](const std::string &n) { return n.substr(0, n.rfind('.')); };
    for (const std::string &candidate : names) {
        if (candidate == name) return candidate;
    }
    for (const std::string &candidate : names) {
        if (stem(candidate) == stem(name)) return candidate;
    }
    throw std::runtime_error("--noisy-dir has no image named " + name);
}

void run(const Arguments &arguments) {
    const std::string data = arguments.required("--data");
    const bool pairs = arguments.has("--noisy-dir");
    if (pairs == arguments.has("--noise")) {
        throw std::runtime_error("one of --noise and --noisy-dir is needed, not both");
    }
    const Noise noise = pairs ? Noise() : parse_noise(arguments.text("--noise", ""));
    const std::string noisy_dir = arguments.text("--noisy-dir", "");
    const std::string write_dir = arguments.text("--write", "");
    const int crop = arguments.integer("--crop", 0, ZSN2N_MIN_SIDE, ZSN2N_MAX_SIDE);
    const zsn2n_params params = params_from(arguments);
    const std::vector<std::string> names = first_images(arguments, data);
    const std::vector<std::string> noisy_names =
        pairs ? list_images(noisy_dir) : std::vector<std::string>();
    if (!write_dir.empty()) make_folder(write_dir);

    Means sums;
    const int total = static_cast<int>(names.size());
    std::printf("image\twidth\theight\tchannels\tpsnr_noisy\tpsnr\tssim\tsteps\tseconds\n");
    for (int index = 0; index < total; ++index) {
        const std::string &name = names[index];
        const Image clean = crop_if_asked(read_image(data + "/" + name), crop);
        Image noisy = clean;
        if (pairs) {
            noisy = crop_if_asked(read_image(noisy_dir + "/" + partner(noisy_names, name)), crop);
        } else {
            add_noise(&noisy, noise, index);
        }
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
    {{"--data", Option::kValue, "folder of clean images; sorted by name, seed = index"},
     {"--noisy-dir", Option::kValue,
      "folder of noisy partners of the same names, instead of --noise"},
     {"--noise", Option::kValue, "gauss:SIGMA (in 1/255, clipped) or poisson:PHOTONS"},
     {"--crop", Option::kValue, "use the centre N x N pixels"},
     kPresetOption,
     kSetOption,
     kThreadsOption,
     {"--images", Option::kValue, "only the first N images"},
     {"--write", Option::kValue, "folder for NAME.noisy.png and NAME.denoised.png"}},
    run};

}  // namespace bench
