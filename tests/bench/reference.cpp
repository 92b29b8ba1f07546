// SPDX-License-Identifier: BSD-2-Clause
#include <cstdio>
#include <stdexcept>

#include "engine.h"
#include "files.h"
#include "gradient.h"
#include "image_io.h"
#include "metrics.h"
#include "noise.h"
#include "process.h"
#include "verbs.h"

namespace bench {
namespace {

struct Input {
    std::string path;
    int seed;
};

struct Sums {
    double noisy = 0, torch = 0, paper = 0, fast = 0;  // PSNR
    double torch_step_ms = 0, step_ms = 0, torch_seconds = 0, fast_seconds = 0;
};

// The image of --image, or those of --data with their index as the seed.
std::vector<Input> inputs_of(const Arguments &arguments) {
    if (arguments.has("--image") == arguments.has("--data")) {
        throw std::runtime_error("one of --image and --data is needed, not both");
    }
    if (arguments.has("--image")) {
        return {{arguments.text("--image", ""), arguments.integer("--seed", 0, 0, 1 << 30)}};
    }
    std::vector<Input> inputs;
    const std::string folder = arguments.text("--data", "");
    for (const std::string &name : first_images(arguments, folder)) {
        inputs.push_back({folder + "/" + name, static_cast<int>(inputs.size())});
    }
    return inputs;
}

void compare(const Arguments &arguments, const Input &input, const Noise &noise, int torch_steps,
             int *threads, Sums *sums) {
    Image clean = read_image(input.path);
    if (arguments.has("--crop")) {
        clean = center_crop(clean, arguments.integer("--crop", 0, ZSN2N_MIN_SIDE, ZSN2N_MAX_SIDE));
    }
    Image noisy = clean;
    add_noise(&noisy, noise, input.seed);
    const zsn2n_params standard = params_from(arguments);
    zsn2n_params paper = standard;
    paper.preset = ZSN2N_PRESET_PAPER;
    const Single fast = denoise_single(standard, "zsn2n, default preset", &noisy);
    const Single published = denoise_single(paper, "zsn2n, preset=paper", &noisy);
    const double step_ms = 1e3 * published.stats.train_seconds / published.stats.steps;
    *threads = published.stats.threads;

    const TemporaryFolder folder;
    write_floats(folder.file("noisy"), noisy.samples);
    const std::string shape = std::to_string(noisy.channels) + "x" + std::to_string(noisy.height) +
                              "x" + std::to_string(noisy.width);
    const Clock::time_point start = Clock::now();
    const std::string facts =
        run_process({kPython, ZSN2N_TORCH_SCRIPT, "--threads", std::to_string(*threads), "denoise",
                     "--input", folder.file("noisy"), "--output", folder.file("denoised"),
                     "--shape", shape, "--steps", std::to_string(torch_steps), "--progress"});
    const double torch_seconds = seconds_since(start);
    Image torch = noisy;
    torch.samples = read_floats(folder.file("denoised"), torch.samples.size());
    const double torch_step_ms = number_of(facts, "step_ms");

    const std::string name = input.path.substr(input.path.rfind('/') + 1);
    const auto row = [&](const char *who, double quality, int steps, double ms, double seconds) {
        std::printf("%s\t%s\t%.3f\t%d\t%.3f\t%.2f\n", name.c_str(), who, quality, steps, ms,
                    seconds);
    };
    const double before = psnr(noisy, clean), torch_psnr = psnr(torch, clean);
    const double fast_psnr = psnr(fast.denoised, clean);
    const double published_psnr = psnr(published.denoised, clean);
    row("noisy", before, 0, 0, 0);
    row("torch", torch_psnr, torch_steps, torch_step_ms, torch_seconds);
    row("zsn2n preset=paper", published_psnr, published.stats.steps, step_ms, published.seconds);
    row("zsn2n default", fast_psnr, fast.stats.steps,
        1e3 * fast.stats.train_seconds / fast.stats.steps, fast.seconds);
    sums->noisy += before;
    sums->torch += torch_psnr;
    sums->paper += published_psnr;
    sums->fast += fast_psnr;
    sums->torch_step_ms += torch_step_ms;
    sums->step_ms += step_ms;
    sums->torch_seconds += torch_seconds;
    sums->fast_seconds += fast.seconds;
}

void run(const Arguments &arguments) {
    if (arguments.has("--gradient")) return compare_gradients(arguments);
    const Noise noise = parse_noise(arguments.required("--noise"));
    const int torch_steps = arguments.integer("--torch-steps", 2000, 2, 1000000);
    const std::vector<Input> inputs = inputs_of(arguments);
    int threads = 0;
    Sums sums;
    std::printf("image\twho\tpsnr\tsteps\tstep_ms\tseconds\n");
    for (const Input &input : inputs)
        compare(arguments, input, noise, torch_steps, &threads, &sums);
    const double n = static_cast<double>(inputs.size());
    std::printf(
        "torch_step_ms=%.3f step_ms=%.3f ratio=%.3f torch_psnr=%.3f psnr=%.3f "
        "default_seconds=%.3f default_psnr=%.3f psnr_noisy=%.3f torch_seconds=%.2f "
        "torch_steps=%d threads=%d images=%d\n",
        sums.torch_step_ms / n, sums.step_ms / n, sums.torch_step_ms / sums.step_ms, sums.torch / n,
        sums.paper / n, sums.fast_seconds / n, sums.fast / n, sums.noisy / n,
        sums.torch_seconds / n, torch_steps, threads, static_cast<int>(inputs.size()));
}

}  // namespace

const Verb kReference = {
    "reference",
    "the published method in PyTorch and here, on the same noisy image with the same threads",
    {{"--image", Option::kValue, "clean PNG or JPEG file"},
     {"--noise", Option::kValue, kNoiseForms},
     {"--seed", Option::kValue, "of the noise on --image, default 0"},
     {"--data", Option::kValue,
      "folder of clean images instead of --image; seed = index; means are printed"},
     {"--images", Option::kValue, "only the first N images of --data"},
     {"--crop", Option::kValue, "use the centre N x N pixels"},
     kThreadsOption,
     kSetOption,
     {"--gradient", Option::kFlag, "compare loss and gradient instead; takes no image"},
     {"--torch-steps", Option::kValue, "PyTorch's training steps, default 2000"}},
    run};

}  // namespace bench
