// SPDX-License-Identifier: BSD-2-Clause
#include "network/layout.h"

#include <algorithm>
#include <cmath>

#include "base/rng.h"

namespace zsn2n {

void initialise_parameters(const Layout &layout, uint64_t seed, AlignedBuffer<float> &theta) {
    theta.resize(layout.size);
    Rng rng(seed, 0);
    const auto fill = [&](size_t begin, size_t end, int fan_in) {
        const float bound = 1.0f / std::sqrt(static_cast<float>(fan_in));
        for (size_t i = begin; i < end; ++i) theta[i] = (2.0f * rng.uniform() - 1.0f) * bound;
    };
    fill(layout.w1, layout.w2, 9 * layout.in);
    fill(layout.w2, layout.w3, 9 * kWidth);
    fill(layout.w3, layout.b3 + layout.out, kWidth);
    if (layout.in > layout.out)
        std::fill_n(theta.data() + layout.w3, layout.size - layout.w3, 0.0f);
    for (size_t i = layout.b3 + layout.out; i < layout.size; ++i) theta[i] = 0.0f;
}

}  // namespace zsn2n
