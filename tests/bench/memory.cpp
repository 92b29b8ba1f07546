// SPDX-License-Identifier: BSD-2-Clause
// Time and memory of one image of any size, filled from a small noisy tile.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "color.h"
#include "engine.h"
#include "noise.h"
#include "verbs.h"

namespace bench {
namespace {

constexpr int kTile = 256;

// The process's largest so far.
double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

Frame noisy_tile(const PixelFormat &format) {
    const int channels = format.color == ZSN2N_COLOR_GRAY ? 1 : 3;
    Image image(kTile, kTile, channels);
    for (int c = 0; c < channels; ++c) {
        for (int i = 0; i < kTile * kTile; ++i) {
            image.plane(c)[i] =
                static_cast<float>((i % kTile * (c + 1) + i / kTile * 3) % 200) / 255.f + 0.1f;
        }
    }
    add_noise(&image, parse_noise("gauss:25"), 0);
    Frame tile(format, kTile, kTile);
    tile.store(image);
    return tile;
}

void repeat(const zsn2n_image &tile, const zsn2n_image &to) {
    for (int p = 0; p < (to.color == ZSN2N_COLOR_GRAY ? 1 : 3); ++p) {
        const zsn2n_plane &from = tile.plane[p], &plane = to.plane[p];
        const int shift = p ? to.chroma_shift_y : 0;
        const int height = (to.height + (1 << shift) - 1) >> shift, tile_height = kTile >> shift;
        for (int y = 0; y < height; ++y) {
            auto *row = static_cast<uint8_t *>(plane.data) + y * plane.row_stride;
            const auto *source =
                static_cast<const uint8_t *>(from.data) + y % tile_height * from.row_stride;
            for (ptrdiff_t x = 0; x < plane.row_stride; x += from.row_stride) {
                std::memcpy(row + x, source, std::min(from.row_stride, plane.row_stride - x));
            }
        }
    }
}

void run(const Arguments &arguments) {
    const std::string size = arguments.required("--size");
    const size_t by = size.find('x');
    if (by == std::string::npos) throw std::runtime_error("--size: '" + size + "' is no WxH");
    const int width = parse_integer(size.substr(0, by), "--size", 4, ZSN2N_MAX_SIDE);
    const int height = parse_integer(size.substr(by + 1), "--size", 4, ZSN2N_MAX_SIDE);
    const PixelFormat format = parse_pixel_format(arguments.text("--pix-fmt", "gbrp"));
    const zsn2n_params params = params_from(arguments);

    Frame noisy(format, width, height), denoised(format, width, height);
    repeat(noisy_tile(format).describe(), noisy.describe());
    const double before = peak_mib();
    zsn2n_stats stats{};
    const Clock::time_point start = Clock::now();
    {
        Progress progress("memory");
        Denoiser denoiser(params, &progress);
        denoiser.process(noisy.describe(), denoised.describe());
        stats = denoiser.stats();
    }
    const double seconds = seconds_since(start);
    const double megapixels = static_cast<double>(width) * height * 1e-6;
    const double held = static_cast<double>(stats.memory_bytes) / (1 << 20);
    std::printf(
        "megapixels\ttrain_seconds\tinfer_seconds\tsteps\tthreads\n%.2f\t%.3f\t%.3f\t%d\t%d\n",
        megapixels, stats.train_seconds, stats.infer_seconds, stats.steps, stats.threads);
    std::printf("megapixels=%.2f seconds=%.3f held_mib=%.1f grown_mib=%.1f\n", megapixels, seconds,
                held, peak_mib() - before);
}

}  // namespace

const Verb kMemory = {"memory",
                      "seconds and memory of one image of any size, without the caller's own",
                      {{"--size", Option::kValue, "WxH, for example 10000x10000"},
                       {"--pix-fmt", Option::kValue, "as of video (default gbrp)"},
                       kPresetOption,
                       kThreadsOption,
                       kSetOption},
                      run};

}  // namespace bench
