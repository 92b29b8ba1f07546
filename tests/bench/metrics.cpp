// SPDX-License-Identifier: BSD-2-Clause
#include "metrics.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace bench {
namespace {

constexpr int kWindow = 11;

void check_same_shape(const Image &a, const Image &b) {
    if (a.width != b.width || a.height != b.height || a.channels != b.channels) {
        const auto shape = [](const Image &i) {
            return std::to_string(i.width) + "x" + std::to_string(i.height) + "x" +
                   std::to_string(i.channels);
        };
        throw std::runtime_error("images of different shape: " + shape(a) + " and " + shape(b));
    }
}

std::vector<double> gaussian() {
    std::vector<double> taps(kWindow);
    double sum = 0;
    for (int i = 0; i < kWindow; ++i) {
        const double d = i - kWindow / 2;
        sum += taps[i] = std::exp(-d * d / (2 * 1.5 * 1.5));
    }
    for (double &tap : taps) tap /= sum;
    return taps;
}

// Separable window over the part of the plane where it fits.
std::vector<double> filter(const std::vector<double> &plane, int width, int height) {
    static const std::vector<double> taps = gaussian();
    const int out_width = width - kWindow + 1, out_height = height - kWindow + 1;
    std::vector<double> rows(static_cast<size_t>(out_width) * height);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < out_width; ++x) {
            double sum = 0;
            for (int k = 0; k < kWindow; ++k)
                sum += taps[k] * plane[static_cast<size_t>(y) * width + x + k];
            rows[static_cast<size_t>(y) * out_width + x] = sum;
        }
    }
    std::vector<double> out(static_cast<size_t>(out_width) * out_height);
    for (int y = 0; y < out_height; ++y) {
        for (int x = 0; x < out_width; ++x) {
            double sum = 0;
            for (int k = 0; k < kWindow; ++k) {
                sum += taps[k] * rows[static_cast<size_t>(y + k) * out_width + x];
            }
            out[static_cast<size_t>(y) * out_width + x] = sum;
        }
    }
    return out;
}

}  // namespace

double psnr(const Image &image, const Image &clean) {
    check_same_shape(image, clean);
    double sum = 0;
    for (size_t i = 0; i < image.samples.size(); ++i) {
        const double difference = double(std::clamp(image.samples[i], 0.f, 1.f)) - clean.samples[i];
        sum += difference * difference;
    }
    const double mse = sum / static_cast<double>(image.samples.size());
    return mse > 1e-10 ? -10 * std::log10(mse) : 100;
}

double ssim(const Image &image, const Image &clean) {
    check_same_shape(image, clean);
    if (image.width < kWindow || image.height < kWindow) {
        throw std::runtime_error("SSIM needs sides of 11 pixels or more");
    }
    constexpr double kC1 = 0.01 * 0.01, kC2 = 0.03 * 0.03;
    const size_t size = image.plane_size();
    double sum = 0;
    size_t count = 0;
    for (int c = 0; c < image.channels; ++c) {
        std::vector<double> a(size), b(size), aa(size), bb(size), ab(size);
        for (size_t i = 0; i < size; ++i) {
            a[i] = std::clamp(image.plane(c)[i], 0.f, 1.f);
            b[i] = clean.plane(c)[i];
            aa[i] = a[i] * a[i];
            bb[i] = b[i] * b[i];
            ab[i] = a[i] * b[i];
        }
        for (auto *plane : {&a, &b, &aa, &bb, &ab})
            *plane = filter(*plane, image.width, image.height);
        for (size_t i = 0; i < a.size(); ++i) {
            const double var_a = aa[i] - a[i] * a[i], var_b = bb[i] - b[i] * b[i];
            const double cov = ab[i] - a[i] * b[i];
            sum += (2 * a[i] * b[i] + kC1) * (2 * cov + kC2) /
                   ((a[i] * a[i] + b[i] * b[i] + kC1) * (var_a + var_b + kC2));
        }
        count += a.size();
    }
    return sum / static_cast<double>(count);
}

}  // namespace bench
