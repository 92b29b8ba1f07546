// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise_survey.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

constexpr int kSide = 64;                   // side of a sample
constexpr int kSamples = 64;                // of a large image, about
constexpr size_t kWhole = size_t{1} << 18;  // the image itself is read up to so many pixels

// Numbers of samples across and down, in the image's proportions.
struct Grid {
    int across, down;

    Grid(int width, int height) {
        const double ratio = static_cast<double>(width) / height;
        across = std::clamp(static_cast<int>(std::lround(std::sqrt(kSamples * ratio))), 1,
                            std::max(1, width / kSide));
        down = std::clamp(kSamples / across, 1, std::max(1, height / kSide));
    }
};

// The samples side by side.
struct Sheet {
    Sheet(const Grid &grid, int channels, bool masked, Arena &arena)
        : noisy(take_planes(arena, {grid.across * kSide, grid.down * kSide, channels})) {
        if (masked) mask = take_planes(arena, {grid.across * kSide, grid.down * kSide, 1});
    }
    PlanesView noisy, mask;
};

// fit_noise() holds at most so much beside the arena.
constexpr size_t kFitBytes = size_t{8} << 20;

// In inferences of a pixel, for an image of any size.
constexpr double kWork = 400000;

bool read_whole(int width, int height) {
    return static_cast<size_t>(width) * height <= kWhole || std::min(width, height) < kSide;
}

}  // namespace

Noise survey_noise(CropSource &image, int channels, ChannelTexture texture, const Team &team,
                   Arena &arena) {
    team.add(kWork);
    const int width = image.width(), height = image.height();
    if (read_whole(width, height)) {
        const TrainingImage all = image.crop({0, 0, width, height}, team);
        return Noise(fit_noise(all.noisy, all.mask, texture, team));
    }
    // A block across two samples has texture, and so is left out.
    const Grid grid(width, height);
    const Arena::Scope scope(arena);
    const Sheet sheet(grid, channels, image.masked(), arena);
    for (int i = 0; i < grid.across * grid.down; ++i) {
        const int x = i % grid.across, y = i / grid.across;
        const auto begin = [](int index, int count, int size) {
            return static_cast<int>((2 * index + 1) * (static_cast<int64_t>(size) - kSide) /
                                    (2 * count));
        };
        const int left = begin(x, grid.across, width), top = begin(y, grid.down, height);
        const TrainingImage sample = image.crop({left, top, left + kSide, top + kSide}, team);
        const Region at{x * kSide, y * kSide, (x + 1) * kSide, (y + 1) * kSide};
        copy_planes(sample.noisy, sheet.noisy.part(at));
        if (image.masked()) copy_planes(sample.mask, sheet.mask.part(at));
    }
    return Noise(fit_noise(sheet.noisy, sheet.mask, texture, team));
}

Shape survey_crop(const Shape &shape) {
    if (read_whole(shape.width, shape.height)) return shape;
    return {kSide, kSide, shape.channels};
}

Cost survey_cost(const Shape &shape, bool masked) {
    Arena count;
    count.visit(kFitBytes);
    if (!read_whole(shape.width, shape.height)) {
        Sheet(Grid(shape.width, shape.height), shape.channels, masked, count);
        count.visit(kFitBytes);
    }
    return {count.peak(), kWork};
}

}  // namespace zsn2n
