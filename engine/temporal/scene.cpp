// SPDX-License-Identifier: BSD-2-Clause
#include "temporal/scene.h"

#include <algorithm>
#include <cmath>

#include "image/bands.h"

namespace zsn2n {

namespace {

constexpr int kBlock = 16, kLeastBlocks = 12;  // blocks of small images are smaller
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

// Of a at (x + dx, y + dy) and b at (x, y), where both are.
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
            // Half the spread at least is taken for the scene's.
            const double product =
                std::max(spread_a - noise, spread_a / 2) * std::max(spread_b - noise, spread_b / 2);
            if (product > 0) best = std::max(best, together / std::sqrt(product));
        }
    }
    return std::min(best, 1.0);
}

double noise_of_means(const SceneThumb &thumb, double sigma) {
    return sigma * sigma / (static_cast<double>(thumb.block) * thumb.block);
}

}  // namespace

SceneThumb scene_thumb(const zsn2n_image &image, const Team &team) {
    const int plane = image.color == ZSN2N_COLOR_RGB ? 1 : 0;
    SceneThumb thumb;
    thumb.block = std::clamp(std::min(image.width, image.height) / kLeastBlocks, 1, kBlock);
    thumb.width = image.width / thumb.block;
    thumb.height = image.height / thumb.block;
    thumb.values.resize(static_cast<size_t>(thumb.width) * thumb.height);
    const int block = thumb.block, used = thumb.width * block;
    std::vector<Planes> rows(team.threads());
    for (Planes &planes : rows) planes.resize(used, block, 1);
    team.run(thumb.height, [&](int by, int slot) {
        const PlanesView view = rows[slot].view();
        import_plane(image, plane, {0, by * block, used, (by + 1) * block}, view);
        for (int bx = 0; bx < thumb.width; ++bx) {
            double sum = 0;
            for (int y = 0; y < block; ++y) {
                for (int x = bx * block; x < (bx + 1) * block; ++x) {
                    const float value = view.at(x, y, 0);
                    sum += std::isfinite(value) ? std::clamp(value, -1.0f, 2.0f) : 0.0f;
                }
            }
            thumb.values[static_cast<size_t>(by) * thumb.width + bx] = sum / (block * block);
        }
    });
    return thumb;
}

bool shows_something(const SceneThumb &thumb, double sigma) {
    const Moments m = moments(thumb, thumb, 0, 0);
    constexpr double kFaint = 1e-6;  // a quarter of a step of 8 bits, squared
    const double mean = m.a / m.count;
    return m.aa / m.count - mean * mean > 3 * noise_of_means(thumb, sigma) + kFaint;
}

double scene_score(const SceneThumb &before, const SceneThumb &after, double sigma) {
    const double noise = noise_of_means(after, sigma);
    const double whole = correlation(before, after, noise);
    const double local = correlation(without_local_mean(before), without_local_mean(after), noise);
    return 1 - (whole + local) / 2;
}

}  // namespace zsn2n
