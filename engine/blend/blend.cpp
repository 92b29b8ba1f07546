// SPDX-License-Identifier: BSD-2-Clause
#include "blend/blend.h"

#include <algorithm>

namespace zsn2n {

namespace {

constexpr int kReach = ZSN2N_BLEND_MARGIN;
constexpr float kNoiseMargin = 1.3f;
constexpr float kLeastVariance = 1e-10f;

bool counts(const ConstPlanesView &mask, int x, int y) {
    return !mask.data || mask.at(x, y, 0) != 0.0f;
}

// Sums over a window's rows in column x: of squared residuals, and of the number of pixels that
// count.
struct Column {
    float energy = 0, count = 0;
};

Column column(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
              const ConstPlanesView &mask, int x, int top, int bottom) {
    Column sums;
    for (int y = top; y < bottom; ++y) {
        if (!counts(mask, x, y)) continue;
        const float residual = noisy.at(x, y, 0) - denoised.at(x, y, 0);
        sums.energy += residual * residual;
        sums.count += 1;
    }
    return sums;
}

}  // namespace

BlendAmounts blend_amounts(const zsn2n_params &params) {
    return {static_cast<float>(params.strength), static_cast<float>(params.luma),
            static_cast<float>(params.chroma), static_cast<float>(params.detail)};
}

Blend::Blend(const BlendAmounts &amounts, const zsn2n_image &image, const PlaneGroup &group,
             const Noise &noise)
    : amounts_(amounts),
      noise_(noise),
      rgb_(image.color == ZSN2N_COLOR_RGB && group.planes.size() == 3) {
    for (size_t c = 0; c < group.planes.size(); ++c) {
        const bool color = image.color == ZSN2N_COLOR_YUV && group.planes[c] > 0;
        share_[c] = color ? amounts.chroma : amounts.luma;
    }
}

// The window slides along the row. Each sum has the same terms in the same order wherever the row
// begins, so that a part of an image gives the bits of the whole.
void Blend::give_back(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
                      const ConstPlanesView &mask, int row, int c, float *change) const {
    constexpr int kSpan = 2 * kReach + 1;
    const int top = std::max(row - kReach, 0), bottom = std::min(row + kReach + 1, noisy.height);
    const ConstPlanesView n = noisy.channel(c), d = denoised.channel(c);
    Column window[kSpan];  // of columns x - kReach to x + kReach
    for (int i = 0; i < kReach && i < n.width; ++i) {
        window[kReach + 1 + i] = column(n, d, mask, i, top, bottom);
    }
    for (int x = 0; x < n.width; ++x) {
        std::copy(window + 1, window + kSpan, window);
        const int next = x + kReach;
        window[kSpan - 1] = next < n.width ? column(n, d, mask, next, top, bottom) : Column{};
        if (!counts(mask, x, row)) continue;
        Column sums;
        for (const Column &part : window) {
            sums.energy += part.energy;
            sums.count += part.count;
        }
        const float explained = std::max(noise_.variance(d.at(x, row, 0), c), kLeastVariance);
        const float energy = sums.energy / sums.count;
        const float back = std::max(0.0f, 1.0f - kNoiseMargin * explained / energy);
        if (energy > 0) change[x] *= 1.0f - amounts_.detail * back;
    }
}

void Blend::mix(const ConstPlanesView &noisy, const ConstPlanesView &denoised,
                const ConstPlanesView &mask, int begin, int end, const PlanesView &mixed) const {
    const int channels = noisy.channels, width = noisy.width;
    for (int y = begin; y < end; ++y) {
        for (int c = 0; c < channels; ++c) {
            for (int x = 0; x < width; ++x) {
                mixed.at(x, y, c) = denoised.at(x, y, c) - noisy.at(x, y, c);
            }
            if (amounts_.detail > 0) give_back(noisy, denoised, mask, y, c, &mixed.at(0, y, c));
        }
        for (int x = 0; x < width; ++x) {
            float gray = 0;
            if (rgb_) gray = (mixed.at(x, y, 0) + mixed.at(x, y, 1) + mixed.at(x, y, 2)) / 3;
            for (int c = 0; c < channels; ++c) {
                const float change = mixed.at(x, y, c);
                const float kept = rgb_ ? amounts_.luma * gray + amounts_.chroma * (change - gray)
                                        : share_[c] * change;
                mixed.at(x, y, c) = noisy.at(x, y, c) + kept;
            }
        }
    }
}

}  // namespace zsn2n
