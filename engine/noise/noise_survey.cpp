// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise_survey.h"

#include <algorithm>
#include <cmath>

#include "noise/luma_noise.h"

namespace zsn2n {

namespace {

constexpr size_t kWhole = size_t{1} << 18;  // the image itself is read up to so many pixels

// How a large image is sampled.
struct Sampling {
    int side;   // of a sample
    int count;  // of samples, about
    int gap;    // between samples on the sheet; masked
};
// A block across two samples has texture, and so is left out.
constexpr Sampling kForLevel{64, 64, 0};
// Two blocks are compared that lie 8 pixels apart.
constexpr Sampling kForSpectrum{128, 16, 16};

// Numbers of samples across and down, in the image's proportions.
struct Grid {
    int side, gap, across, down;

    Grid(const Sampling &sampling, int width, int height)
        : side(std::min({sampling.side, width, height})), gap(sampling.gap) {
        const double ratio = static_cast<double>(width) / height;
        across = std::clamp(static_cast<int>(std::lround(std::sqrt(sampling.count * ratio))), 1,
                            std::max(1, width / side));
        down = std::clamp(sampling.count / across, 1, std::max(1, height / side));
    }
    int width() const { return across * (side + gap) - gap; }
    int height() const { return down * (side + gap) - gap; }
};

// The samples side by side.
struct Sheet {
    Sheet(const Grid &grid, int channels, bool masked, Arena &arena)
        : noisy(take_planes(arena, {grid.width(), grid.height(), channels})) {
        if (masked || grid.gap) mask = take_planes(arena, {grid.width(), grid.height(), 1});
    }
    PlanesView noisy, mask;
};

// fit_noise() holds at most so much beside the arena.
constexpr size_t kFitBytes = size_t{8} << 20;

// In inferences of a pixel, for an image of any size.
constexpr double kWork = 400000;

bool read_whole(int width, int height) {
    return static_cast<size_t>(width) * height <= kWhole ||
           std::min(width, height) < kForLevel.side;
}

void fill(const PlanesView &planes, float value) {
    for (int c = 0; c < planes.channels; ++c) {
        for (int y = 0; y < planes.height; ++y) {
            std::fill_n(&planes.at(0, y, c), planes.width, value);
        }
    }
}

// Fills the sheet. Gaps hold nothing, and are masked.
void sample(CropSource &image, const Grid &grid, const Sheet &sheet, const Team &team) {
    if (grid.gap) {
        fill(sheet.noisy, 0);
        fill(sheet.mask, 0);
    }
    for (int i = 0; i < grid.across * grid.down; ++i) {
        const int x = i % grid.across, y = i / grid.across;
        const auto begin = [&](int index, int count, int size) {
            return static_cast<int>((2 * index + 1) * (static_cast<int64_t>(size) - grid.side) /
                                    (2 * count));
        };
        const int left = begin(x, grid.across, image.width());
        const int top = begin(y, grid.down, image.height());
        const TrainingImage one = image.crop({left, top, left + grid.side, top + grid.side}, team);
        const int at_x = x * (grid.side + grid.gap), at_y = y * (grid.side + grid.gap);
        const Region at{at_x, at_y, at_x + grid.side, at_y + grid.side};
        copy_planes(one.noisy, sheet.noisy.part(at));
        if (image.masked()) {
            copy_planes(one.mask, sheet.mask.part(at));
        } else if (grid.gap) {
            fill(sheet.mask.part(at), 1);
        }
    }
}

NoiseModel survey_level(CropSource &image, int channels, ChannelTexture texture, const Team &team,
                        Arena &arena) {
    const int width = image.width(), height = image.height();
    if (read_whole(width, height)) {
        const TrainingImage all = image.crop({0, 0, width, height}, team);
        arena.visit(kFitBytes);
        return fit_noise(all.noisy, all.mask, texture, team);
    }
    const Grid grid(kForLevel, width, height);
    const Arena::Scope scope(arena);
    const Sheet sheet(grid, channels, image.masked(), arena);
    sample(image, grid, sheet, team);
    arena.visit(kFitBytes);
    return fit_noise(sheet.noisy, sheet.mask, texture, team);
}

}  // namespace

Noise survey_noise(CropSource &image, int channels, ChannelTexture texture, const Team &team,
                   Arena &arena) {
    team.add(kWork);
    return Noise(survey_level(image, channels, texture, team, arena));
}

SurveyedNoise survey_spectrum(CropSource &image, int channels, ChannelTexture texture, bool rgb,
                              const Team &team, Arena &arena) {
    // In halves: at once it would be a tenth of a large picture's with the light pilot.
    team.add(kWork / 2);
    const int width = image.width(), height = image.height();
    if (read_whole(width, height)) {
        const TrainingImage all = image.crop({0, 0, width, height}, team);
        arena.visit(std::max(kFitBytes, spectrum_fit_bytes(all.noisy.shape())));
        const NoiseModel white = fit_noise(all.noisy, all.mask, texture, team);
        team.add(kWork / 2);
        return {white, fit_spectrum(all.noisy, all.mask, rgb, white, team)};
    }
    const NoiseModel white = survey_level(image, channels, texture, team, arena);
    team.add(kWork / 2);
    const Grid grid(kForSpectrum, width, height);
    const Arena::Scope scope(arena);
    const Sheet sheet(grid, channels, image.masked(), arena);
    sample(image, grid, sheet, team);
    arena.visit(spectrum_fit_bytes(sheet.noisy.shape()));
    return {white, fit_spectrum(sheet.noisy, sheet.mask, rgb, white, team)};
}

SurveyedNoise survey_luma(CropSource &image, int channels, CropSource &rgb, const Team &team,
                          Arena &arena) {
    SurveyedNoise found =
        survey_spectrum(image, channels, ChannelTexture::kSeparate, false, team, arena);
    if (!doubts_luma(found.spectrum, found.white)) {
        team.skip(kWork);
        return found;
    }
    const SurveyedNoise colour =
        survey_spectrum(rgb, 3, ChannelTexture::kShared, true, team, arena);
    found.spectrum = with_luma_of(colour.spectrum, found.spectrum, channels, found.white);
    return found;
}

Shape survey_crop(const Shape &shape) {
    if (read_whole(shape.width, shape.height)) return shape;
    const int side = Grid(kForSpectrum, shape.width, shape.height).side;
    return {side, side, shape.channels};
}

Cost survey_cost(const Shape &shape, bool masked, bool spectrum) {
    Arena count;
    count.visit(kFitBytes);
    if (read_whole(shape.width, shape.height)) {
        if (spectrum) count.visit(spectrum_fit_bytes(shape));
        return {count.peak(), kWork};
    }
    for (const Sampling &sampling : {kForLevel, kForSpectrum}) {
        if (sampling.gap && !spectrum) continue;
        const Arena::Scope scope(count);
        const Grid grid(sampling, shape.width, shape.height);
        Sheet(grid, shape.channels, masked, count);
        count.visit(sampling.gap ? spectrum_fit_bytes({grid.width(), grid.height(), shape.channels})
                                 : kFitBytes);
    }
    return {count.peak(), kWork};
}

}  // namespace zsn2n
