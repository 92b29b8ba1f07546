// SPDX-License-Identifier: BSD-2-Clause
#include "cases/spoil.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "text_page.h"

namespace bench {
namespace {

int mirrored(int at, int size) {
    const int period = 2 * size;
    at = ((at % period) + period) % period;
    return at < size ? at : period - 1 - at;
}

// Along x; `step` samples lead from one to the next.
void blur_line(const std::vector<double> &taps, int length, int step, const float *from,
               float *to) {
    const int reach = static_cast<int>(taps.size()) / 2;
    for (int i = 0; i < length; ++i) {
        double sum = 0;
        for (int t = -reach; t <= reach; ++t)
            sum += taps[t + reach] *
                   from[static_cast<size_t>(mirrored(i + t, length)) * static_cast<size_t>(step)];
        to[static_cast<size_t>(i) * static_cast<size_t>(step)] = static_cast<float>(sum);
    }
}

}  // namespace

Image coded(Image image) {
    for (float &v : image.samples) v = std::round(255 * std::clamp(v, 0.0f, 1.0f)) / 255;
    return image;
}

Image blurred(const Image &image, double pixels) {
    const int reach = static_cast<int>(std::ceil(4 * pixels));
    std::vector<double> taps;
    double total = 0;
    for (int t = -reach; t <= reach; ++t) {
        taps.push_back(std::exp(-t * t / (2 * pixels * pixels)));
        total += taps.back();
    }
    for (double &tap : taps) tap /= total;
    Image across(image.width, image.height, image.channels), result = across;
    for (int c = 0; c < image.channels; ++c) {
        for (int y = 0; y < image.height; ++y) {
            const size_t at = static_cast<size_t>(y) * image.width;
            blur_line(taps, image.width, 1, image.plane(c) + at, across.plane(c) + at);
        }
        for (int x = 0; x < image.width; ++x)
            blur_line(taps, image.height, image.width, across.plane(c) + x, result.plane(c) + x);
    }
    return result;
}

Image grain(int width, int height, int channels, double blur, double sigma, Random *random) {
    Image noise(width, height, channels);
    for (float &v : noise.samples) v = static_cast<float>(random->normal());
    if (blur > 0) noise = blurred(noise, blur);
    double squares = 0;
    for (const float v : noise.samples) squares += double{v} * v;
    const double scale =
        sigma / 255 / std::sqrt(squares / static_cast<double>(noise.samples.size()));
    for (float &v : noise.samples) v *= static_cast<float>(scale);
    return noise;
}

Image sum(const Image &a, const Image &b) {
    Image result = a;
    for (size_t i = 0; i < result.samples.size(); ++i) result.samples[i] += b.samples[i];
    return result;
}

Image noisy(const Image &clean, double sigma, Random *random) {
    return coded(sum(clean, grain(clean.width, clean.height, clean.channels, 0, sigma, random)));
}

Image grey_as_rgb(const Image &grey) {
    Image rgb(grey.width, grey.height, 3);
    for (int c = 0; c < 3; ++c) std::copy_n(grey.plane(0), grey.plane_size(), rgb.plane(c));
    return rgb;
}

Image framed(const Image &image, int rows, int columns, float value) {
    Image result(image.width + 2 * columns, image.height + 2 * rows, image.channels);
    std::fill(result.samples.begin(), result.samples.end(), value);
    for (int c = 0; c < image.channels; ++c) {
        for (int y = 0; y < image.height; ++y) {
            std::copy_n(image.plane(c) + static_cast<size_t>(y) * image.width, image.width,
                        result.plane(c) + static_cast<size_t>(y + rows) * result.width + columns);
        }
    }
    return result;
}

Image unframed(const Image &image, int rows, int columns) {
    Image result(image.width - 2 * columns, image.height - 2 * rows, image.channels);
    for (int c = 0; c < image.channels; ++c) {
        for (int y = 0; y < result.height; ++y) {
            std::copy_n(image.plane(c) + static_cast<size_t>(y + rows) * image.width + columns,
                        result.width, result.plane(c) + static_cast<size_t>(y) * result.width);
        }
    }
    return result;
}

void salt_and_pepper(Image *image, double per_million, Random *random) {
    for (size_t i = 0; i < image->plane_size(); ++i) {
        if (random->uniform() * 1e6 >= per_million) continue;
        const float value = random->uniform() < 0.5 ? 0.0f : 1.0f;
        for (int c = 0; c < image->channels; ++c) image->plane(c)[i] = value;
    }
}

Image text(int width, int height, int size, double paper, double ink) {
    const std::vector<double> coverage = text_page(width, height, size);
    Image page(width, height, 1);
    for (size_t i = 0; i < coverage.size(); ++i)
        page.samples[i] = static_cast<float>((paper + (ink - paper) * coverage[i]) / 255);
    return coded(page);
}

}  // namespace bench
