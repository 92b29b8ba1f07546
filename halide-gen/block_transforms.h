// SPDX-License-Identifier: BSD-2-Clause
// Orthonormal transforms as expressions of a vector's elements, unrolled into whoever uses them.
#pragma once

#include <cmath>
#include <vector>

#include "kernel_common.h"

namespace zsn2n_gen {

using Vector = std::vector<Expr>;

// Row k, column i of the DCT-II of n points.
inline double dct_coefficient(int n, int k, int i) {
    const double pi = 3.14159265358979323846;
    return std::sqrt((k ? 2.0 : 1.0) / n) * std::cos(pi * (2 * i + 1) * k / (2 * n));
}

// 8 points. Even rows of the matrix are symmetric, odd ones antisymmetric: 32 products, not 64.
inline Vector forward_dct8(const Vector &src) {
    Vector mirrored[2], dst;
    for (int i = 0; i < 4; ++i) {
        mirrored[0].push_back(src[i] + src[7 - i]);
        mirrored[1].push_back(src[i] - src[7 - i]);
    }
    for (int k = 0; k < 8; ++k) {
        Expr sum = 0.0f;
        for (int i = 0; i < 4; ++i)
            sum += mirrored[k % 2][i] * static_cast<float>(dct_coefficient(8, k, i));
        dst.push_back(sum);
    }
    return dst;
}

inline Vector inverse_dct8(const Vector &src) {
    Vector dst(8);
    for (int i = 0; i < 4; ++i) {
        Expr part[2] = {0.0f, 0.0f};
        for (int k = 0; k < 8; ++k)
            part[k % 2] += src[k] * static_cast<float>(dct_coefficient(8, k, i));
        dst[i] = part[0] + part[1];
        dst[7 - i] = part[0] - part[1];
    }
    return dst;
}

// Walsh-Hadamard in natural order, its own inverse but for a factor of the length, a power of two.
inline Vector walsh(Vector values) {
    for (size_t half = 1; half < values.size(); half *= 2) {
        for (size_t i = 0; i < values.size(); ++i) {
            if (i & half) continue;
            const Expr a = values[i], b = values[i + half];
            values[i] = a + b;
            values[i + half] = a - b;
        }
    }
    return values;
}

}  // namespace zsn2n_gen
