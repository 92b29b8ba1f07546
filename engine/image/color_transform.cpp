// SPDX-License-Identifier: BSD-2-Clause
#include "image/color_transform.h"

#include <algorithm>

namespace zsn2n {

namespace {

constexpr float kRoot2 = 0.70710678f, kRoot3 = 0.57735027f, kRoot6 = 0.40824829f;

}  // namespace

ColorTransform::ColorTransform(bool rgb) {
    if (!rgb) return;
    const float rows[kMixedChannels][kMixedChannels] = {
        {kRoot3, kRoot3, kRoot3}, {kRoot2, 0, -kRoot2}, {kRoot6, -2 * kRoot6, kRoot6}};
    std::copy(&rows[0][0], &rows[0][0] + kMixedChannels * kMixedChannels, &m[0][0]);
}

void to_opponent(const ConstPlanesView &src, int src_y, const PlanesView &dst, int dst_y) {
    const float *r = &src.at(0, src_y, 0), *g = &src.at(0, src_y, 1), *b = &src.at(0, src_y, 2);
    float *sum = &dst.at(0, dst_y, 0), *red = &dst.at(0, dst_y, 1), *green = &dst.at(0, dst_y, 2);
    for (int x = 0; x < src.width; ++x) {
        sum[x] = kRoot3 * (r[x] + g[x] + b[x]);
        red[x] = kRoot2 * (r[x] - b[x]);
        green[x] = kRoot6 * (r[x] - 2.0f * g[x] + b[x]);
    }
}

void from_opponent(const ConstPlanesView &src, int src_y, const PlanesView &dst, int dst_y) {
    const float *sum = &src.at(0, src_y, 0), *red = &src.at(0, src_y, 1),
                *green = &src.at(0, src_y, 2);
    float *r = &dst.at(0, dst_y, 0), *g = &dst.at(0, dst_y, 1), *b = &dst.at(0, dst_y, 2);
    for (int x = 0; x < dst.width; ++x) {
        const float s = kRoot3 * sum[x], d = kRoot2 * red[x], e = kRoot6 * green[x];
        r[x] = s + d + e;
        g[x] = s - 2.0f * e;
        b[x] = s - d + e;
    }
}

void mean_from_opponent(float (&mean)[3]) {
    const PlanesView one{mean, 1, 1, 3, 1, 1};
    float rgb[3];
    from_opponent(one, 0, {rgb, 1, 1, 3, 1, 1}, 0);
    for (int c = 0; c < 3; ++c) mean[c] = rgb[c];
}

}  // namespace zsn2n
