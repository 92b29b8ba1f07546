// SPDX-License-Identifier: BSD-2-Clause
#include "plain_collaborative.h"

#include <algorithm>
#include <cmath>

namespace plain {

namespace {

constexpr int kDense = 8;  // rows
constexpr int kBlock = 8, kGroup = 16;

double cosine(int k, int x) {
    return std::sqrt((k ? 2.0 : 1.0) / kBlock) *
           std::cos(std::acos(-1.0) * (2 * x + 1) * k / (2 * kBlock));
}

double walsh(int a, int b) {
    return (__builtin_popcount(a & b) % 2 ? -1.0 : 1.0) / 4;
}

double kaiser(int position) {
    const double at = 2.0 * position / (kBlock - 1) - 1;
    return std::cyl_bessel_i(0.0, 2 * std::sqrt(1 - at * at)) / std::cyl_bessel_i(0.0, 2.0);
}

using Cube = std::vector<double>;  // 16 blocks of 8 rows of 8

template <typename Matrix>
Cube along(const Cube &src, int size, int stride, const Matrix &matrix) {
    Cube dst(src.size());
    for (int i = 0; i < static_cast<int>(src.size()); ++i) {
        const int k = i / stride % size;
        for (int n = 0; n < size; ++n) dst[i] += matrix(k, n) * src[i + (n - k) * stride];
    }
    return dst;
}

Cube forward(const Cube &pixels) {
    return along(along(along(pixels, kBlock, 1, cosine), kBlock, kBlock, cosine), kGroup,
                 kBlock * kBlock, walsh);
}

Cube inverse(const Cube &spectrum) {
    const auto turned = [](int x, int k) { return cosine(k, x); };
    return along(along(along(spectrum, kBlock, 1, turned), kBlock, kBlock, turned), kGroup,
                 kBlock * kBlock, walsh);
}

Cube gather(const Planes &image, const Group &group, int c) {
    Cube pixels;
    for (const Corner &corner : group) {
        for (int i = 0; i < kBlock * kBlock; ++i)
            pixels.push_back(image.at(corner.x + i % kBlock, corner.y + i / kBlock, c));
    }
    return pixels;
}

// R, G, B to the opponent planes; `power` 2 mixes variances.
void mix(double *values, int power) {
    const double matrix[3][3] = {{1, 1, 1}, {1, 0, -1}, {1, -2, 1}}, norm[3] = {3, 2, 6};
    double mixed[3] = {};
    for (int a = 0; a < 3; ++a) {
        for (int b = 0; b < 3; ++b)
            mixed[a] += std::pow(matrix[a][b] / std::sqrt(norm[a]), power) * values[b];
    }
    std::copy_n(mixed, 3, values);
}

// Filled up to where the last block of the grid ends, by the last column and row.
Planes continued(const Planes &image, int step) {
    const auto length = [&](int size) { return size + (step - (size - kBlock) % step) % step; };
    Planes dst(length(image.width), length(image.height), image.channels);
    for (int c = 0; c < dst.channels; ++c) {
        for (int y = 0; y < dst.height; ++y) {
            for (int x = 0; x < dst.width; ++x) {
                dst.at(x, y, c) =
                    image.at(std::min(x, image.width - 1), std::min(y, image.height - 1), c);
            }
        }
    }
    return dst;
}

void to_opponent(Planes &image) {
    const size_t plane = static_cast<size_t>(image.width) * image.height;
    for (size_t i = 0; i < plane; ++i) {
        double *v = &image.values[i];
        double values[3] = {v[0], v[plane], v[2 * plane]};
        mix(values, 1);
        for (int c = 0; c < 3; ++c) v[c * plane] = values[c];
    }
}

}  // namespace

double block_distance(const Planes &src, Corner a, Corner b) {
    const auto mean = [&](int x, int y) {
        return (src.at(x, y, 0) + src.at(x + 1, y, 0) + src.at(x, y + 1, 0) +
                src.at(x + 1, y + 1, 0)) /
               4;
    };
    double sum = 0;
    for (int y = 0; y < kBlock; y += 2) {
        for (int x = 0; x < kBlock; x += 2) {
            const double difference = mean(a.x + x, a.y + y) - mean(b.x + x, b.y + y);
            sum += 4 * difference * difference;
        }
    }
    return sum;
}

Group nearest_blocks(const Planes &src, Corner block, int radius, int apart) {
    struct Candidate {
        double distance;
        Corner corner;
    };
    std::vector<Candidate> all;
    for (int n = 0; n <= 2 * radius; ++n) {
        const int y = block.y + (n % 2 ? -(n + 1) / 2 : n / 2);
        if (y < 0 || y + kBlock > src.height) continue;
        const int dy = y - block.y;
        for (const int odd : {0, 1}) {
            if (std::abs(dy) > kDense && std::abs(dy) % 2 != odd) continue;
            for (int dx = -radius; dx <= radius; ++dx) {
                const int x = block.x + dx;
                if (std::abs(dx) % 2 != odd || x < 0 || x + kBlock > src.width) continue;
                const bool self = dx == 0 && dy == 0;
                if (!self && std::abs(dx) < apart && std::abs(dy) < apart) continue;
                all.push_back({self ? -1 : block_distance(src, block, {x, y}), {x, y}});
            }
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Candidate &a, const Candidate &b) {
        return a.distance < b.distance;
    });
    Group group;
    for (size_t k = 0; k < kGroup; ++k) {
        group.push_back(all[k % std::min<size_t>(kGroup, all.size())].corner);
    }
    return group;
}

void collaborative_wiener(const Planes &noisy, const Planes &oracle,
                          const std::vector<Group> &groups, const Vector &variance,
                          const std::vector<Vector> &relative, Planes &sums, Planes &weights,
                          const std::vector<bool> &color) {
    for (size_t i = 0; i < groups.size(); ++i) {
        for (int c = 0; c < noisy.channels; ++c) {
            if (c > 0 && !color.empty() && !color[i]) continue;
            Cube spectrum = forward(gather(noisy, groups[i], c));
            const Cube guide = forward(gather(oracle, groups[i], c));
            double cost = 0;
            for (size_t n = 0; n < spectrum.size(); ++n) {
                const double power = guide[n] * guide[n];
                const double times = relative.empty() ? 1 : relative[c][n % (kBlock * kBlock)];
                const double gain = power / (power + times * variance[i * noisy.channels + c]);
                spectrum[n] *= gain;
                cost += gain * gain * times;
            }
            const Cube pixels = inverse(spectrum);
            for (int n = 0; n < static_cast<int>(pixels.size()); ++n) {
                const int u = n % kBlock, v = n / kBlock % kBlock;
                const Corner &corner = groups[i][n / (kBlock * kBlock)];
                const double weight = kaiser(u) * kaiser(v) / std::max(cost, 1e-6);
                sums.at(corner.x + u, corner.y + v, c) += weight * pixels[n];
                weights.at(corner.x + u, corner.y + v, c) += weight;
            }
        }
    }
}

Planes bm3d_stage(const Planes &noisy, const Planes &oracle, const StageNoise &noise, int step,
                  int radius) {
    Planes source = continued(noisy, step), guide = continued(oracle, step);
    const Planes means = guide;
    const int channels = noisy.channels;
    if (channels == 3) {
        to_opponent(source);
        to_opponent(guide);
    }
    Planes matched = guide;
    if (channels == 2) {
        const size_t plane = matched.values.size() / 2;
        for (size_t i = 0; i < plane; ++i) matched.values[i] += matched.values[plane + i];
    }
    std::vector<Group> groups;
    Vector variances;
    std::vector<bool> color;  // which groups colour differences have
    const bool sparse = channels == 3 && 2 * step <= kBlock;
    for (int y = 0; y + kBlock <= source.height; y += step) {
        for (int x = 0; x + kBlock <= source.width; x += step) {
            groups.push_back(nearest_blocks(matched, {x, y}, radius, noise.apart));
            const bool outer =
                x == 0 || y == 0 || x + kBlock == source.width || y + kBlock == source.height;
            color.push_back(!sparse || outer || (x / step + y / step) % 2 == 0);
            double values[3] = {};
            for (int c = 0; c < channels; ++c) {
                for (const double value : gather(means, {{x, y}}, c)) values[c] += value;
                values[c] /= kBlock * kBlock;
            }
            double brightness = values[0];
            if (channels == 3) brightness = (values[0] + values[1] + values[2]) / 3;
            const bool white = noise.relative.empty();
            for (int c = 0; c < channels; ++c)
                values[c] = noise.variance(c, white ? values[c] : brightness);
            if (channels == 3 && white) mix(values, 2);
            variances.insert(variances.end(), values, values + channels);
        }
    }
    Planes sums(source.width, source.height, channels), weights = sums;
    collaborative_wiener(source, guide, groups, variances, noise.relative, sums, weights, color);
    for (size_t i = 0; i < sums.values.size(); ++i) sums.values[i] /= weights.values[i];
    if (channels == 3) {
        // The mixing matrix is orthonormal: its inverse is its transpose, applied as rows.
        const size_t plane = sums.values.size() / 3;
        const double matrix[3][3] = {{1, 1, 1}, {1, 0, -2}, {1, -1, 1}}, norm[3] = {3, 2, 6};
        for (size_t i = 0; i < plane; ++i) {
            double rgb[3] = {};
            for (int a = 0; a < 3; ++a) {
                for (int b = 0; b < 3; ++b)
                    rgb[a] += matrix[a][b] / std::sqrt(norm[b]) * sums.values[b * plane + i];
            }
            for (int c = 0; c < 3; ++c) sums.values[c * plane + i] = rgb[c];
        }
    }
    Planes pilot(noisy.width, noisy.height, channels);
    for (int c = 0; c < channels; ++c) {
        for (int y = 0; y < pilot.height; ++y)
            for (int x = 0; x < pilot.width; ++x) pilot.at(x, y, c) = sums.at(x, y, c);
    }
    return pilot;
}

}  // namespace plain
