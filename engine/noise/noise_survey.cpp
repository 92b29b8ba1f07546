// SPDX-License-Identifier: BSD-2-Clause
#include "noise/noise_survey.h"

#include <algorithm>
#include <cmath>

namespace zsn2n {

namespace {

constexpr int kSide = 64;                   // of a sample
constexpr int kSamples = 64;                // about, of a large image
constexpr size_t kWhole = size_t{1} << 18;  // pixels up to which the image itself is read

// Samples across and down, in the image's proportions.
struct Grid {
    int across, down;

    Grid(int width, int height) {
        const double ratio = static_cast<double>(width) / height;
        across = std::clamp(static_cast<int>(std::lround(std::sqrt(kSamples * ratio))), 1,
                            std::max(1, width / kSide));
        down = std::clamp(kSamples / across, 1, std::max(1, height / kSide));
    }
};

bool read_whole(int width, int height) {
    return static_cast<size_t>(width) * height <= kWhole || std::min(width, height) < kSide;
}

}  // namespace

NoiseModel survey_noise(CropSource &image, ChannelTexture texture, const Team &team) {
    const int width = image.width(), height = image.height();
    if (read_whole(width, height)) {
        const TrainingImage all = image.crop({0, 0, width, height}, team);
        return estimate_noise(all.noisy, all.mask, texture, team);
    }
    // Blocks on a sample's edge see texture and are left out as such.
    const Grid grid(width, height);
    Planes sheet, mask;
    for (int i = 0; i < grid.across * grid.down; ++i) {
        const int x = i % grid.across, y = i / grid.across;
        const auto begin = [](int index, int count, int size) {
            return static_cast<int>((2 * index + 1) * (static_cast<int64_t>(size) - kSide) /
                                    (2 * count));
        };
        const int left = begin(x, grid.across, width), top = begin(y, grid.down, height);
        const TrainingImage sample = image.crop({left, top, left + kSide, top + kSide}, team);
        if (i == 0) {
            sheet.resize(grid.across * kSide, grid.down * kSide, sample.noisy.channels);
            if (image.masked()) mask.resize(grid.across * kSide, grid.down * kSide, 1);
        }
        const Region at{x * kSide, y * kSide, (x + 1) * kSide, (y + 1) * kSide};
        copy_planes(sample.noisy, sheet.view().part(at));
        if (image.masked()) copy_planes(sample.mask, mask.view().part(at));
    }
    return estimate_noise(sheet.view(), mask.view(), texture, team);
}

size_t noise_survey_bytes(int channels, bool masked, int width, int height) {
    const size_t planes = static_cast<size_t>(channels) + (masked ? 1 : 0);
    const Grid grid(width, height);
    const size_t pixels = read_whole(width, height)
                              ? static_cast<size_t>(width) * height
                              : static_cast<size_t>(grid.across) * grid.down * kSide * kSide;
    return pixels * planes * sizeof(float) + kNoiseModelBytes;
}

}  // namespace zsn2n
