// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/scene.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "image/bands.h"

namespace zsn2n {

namespace {

constexpr int kBlock = 16, kLeastBlocks = 12;  // blocks of small images are smaller
constexpr int kMostBlocks = 256 * 256;         // of large images larger: a score takes 15 ms
constexpr int kShift = 2, kLocal = 2;          // in blocks

double at(const SceneThumb &thumb, int x, int y) {
    return thumb.values[static_cast<size_t>(y) * thumb.width + x];
}

SceneThumb without_local_mean(const SceneThumb &thumb) {
    SceneThumb result = thumb;
    for (int y = 0; y < thumb.height; ++y) {
        for (int x = 0; x < thumb.width; ++x) {
            double sum = 0;
            for (int dy = -kLocal; dy <= kLocal; ++dy) {
                for (int dx = -kLocal; dx <= kLocal; ++dx) {
                    sum += at(thumb, std::clamp(x + dx, 0, thumb.width - 1),
                              std::clamp(y + dy, 0, thumb.height - 1));
                }
            }
            constexpr int kCount = (2 * kLocal + 1) * (2 * kLocal + 1);
            result.values[static_cast<size_t>(y) * thumb.width + x] -= sum / kCount;
        }
    }
    return result;
}

struct Moments {
    double count = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
};

// Moments of a at (x + dx, y + dy) and b at (x, y), over the blocks that both have.
Moments moments(const SceneThumb &a, const SceneThumb &b, int dx, int dy) {
    Moments m;
    for (int y = std::max(0, -dy); y < b.height - std::max(0, dy); ++y) {
        for (int x = std::max(0, -dx); x < b.width - std::max(0, dx); ++x) {
            const double u = at(a, x + dx, y + dy), v = at(b, x, y);
            m.count += 1;
            m.a += u;
            m.b += v;
            m.aa += u * u;
            m.bb += v * v;
            m.ab += u * v;
        }
    }
    return m;
}

double correlation(const SceneThumb &a, const SceneThumb &b, double noise) {
    double best = 0;
    for (int dy = -kShift; dy <= kShift; ++dy) {
        for (int dx = -kShift; dx <= kShift; ++dx) {
            const Moments m = moments(a, b, dx, dy);
            if (m.count < 2) continue;
            const double mean_a = m.a / m.count, mean_b = m.b / m.count;
            const double spread_a = m.aa / m.count - mean_a * mean_a;
            const double spread_b = m.bb / m.count - mean_b * mean_b;
            const double together = m.ab / m.count - mean_a * mean_b;
            // At least half of the spread counts as the scene's.
            const double product =
                std::max(spread_a - noise, spread_a / 2) * std::max(spread_b - noise, spread_b / 2);
            if (product > 0) best = std::max(best, together / std::sqrt(product));
        }
    }
    return std::min(best, 1.0);
}

int block_side(int width, int height) {
    int side = std::clamp(std::min(width, height) / kLeastBlocks, 1, kBlock);
    while (static_cast<int64_t>(width / side) * (height / side) > kMostBlocks) ++side;
    return side;
}

// Makes means of sums. A block where nothing counts gets the mean of the others.
void fill_means(const std::vector<int> &counts, std::vector<double> &values) {
    double sum = 0;
    size_t seen = 0;
    for (size_t i = 0; i < values.size(); ++i) {
        if (counts[i] == 0) continue;
        values[i] /= counts[i];
        sum += values[i];
        ++seen;
    }
    for (size_t i = 0; i < values.size(); ++i) {
        if (counts[i] == 0 && seen) values[i] = sum / static_cast<double>(seen);
    }
}

double noise_of_means(const SceneThumb &thumb, const Noise &noise) {
    return noise.of_mean(static_cast<double>(thumb.block) * thumb.block);
}

}  // namespace

SceneThumb scene_thumb(const zsn2n_image &image, const Team &team) {
    const PlaneGroup plane{image.width, image.height, {image.color == ZSN2N_COLOR_RGB ? 1 : 0}};
    SceneThumb thumb;
    thumb.block = block_side(image.width, image.height);
    thumb.width = image.width / thumb.block;
    thumb.height = image.height / thumb.block;
    thumb.values.resize(static_cast<size_t>(thumb.width) * thumb.height);
    std::vector<int> counts(thumb.values.size());
    const int block = thumb.block, used = thumb.width * block;
    std::vector<Planes> rows(team.threads());
    for (Planes &planes : rows) planes.resize(used, 1, 2);
    team.run(thumb.height, [&](int by, int slot) {
        const PlanesView values = rows[slot].view().channel(0), mask = rows[slot].view().channel(1);
        double *sum = &thumb.values[static_cast<size_t>(by) * thumb.width];
        int *count = &counts[static_cast<size_t>(by) * thumb.width];
        for (int y = by * block; y < (by + 1) * block; ++y) {
            const Region row{0, y, used, y + 1};
            import_plane(image, plane.planes[0], row, values);
            import_alpha_mask(image, plane, row, mask);
            for (int x = 0; x < used; ++x) {
                const float value = values.data[x];
                const bool valid = std::abs(value) <= kWildSample && mask.data[x] != 0.0f;
                values.data[x] = valid ? std::clamp(value, -1.0f, 2.0f) : 0.0f;
                mask.data[x] = valid ? 1.0f : 0.0f;
            }
            for (int bx = 0; bx < thumb.width; ++bx) {
                double total = sum[bx];
                float seen = 0;
                for (int x = bx * block; x < (bx + 1) * block; ++x) {
                    total += values.data[x];
                    seen += mask.data[x];
                }
                sum[bx] = total;
                count[bx] += static_cast<int>(seen);
            }
        }
    });
    fill_means(counts, thumb.values);
    return thumb;
}

bool shows_something(const SceneThumb &thumb, const Noise &noise) {
    const Moments m = moments(thumb, thumb, 0, 0);
    constexpr double kFaint = 1e-6;  // a quarter of a step of 8 bits, squared
    const double mean = m.a / m.count;
    return m.aa / m.count - mean * mean > 3 * noise_of_means(thumb, noise) + kFaint;
}

double scene_score(const SceneThumb &before, const SceneThumb &after, const Noise &known) {
    const double noise = noise_of_means(after, known);
    const double whole = correlation(before, after, noise);
    const double local = correlation(without_local_mean(before), without_local_mean(after), noise);
    return 1 - (whole + local) / 2;
}

}  // namespace zsn2n
